// Reception's search: everybody who was ever announced, on whatever day, as one types.
#include <catch2/catch.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

std::string row(const Building& building, int hours_from_now, const std::string& rest) {
    return building.local_time(hours_from_now) + "," + building.local_time(hours_from_now + 1) + "," + rest +
           ",anna.berg@harbour.example\n";
}

}  // namespace

TEST_CASE("reception finds visits of other days by parts of names, pinyin, initials, company and phone") {
    const auto language = GENERATE(std::string{"en"}, std::string{"zh_CN"});
    Building building{{.first_language = language}};
    building.lobby();
    auto& reception = building.reception();
    std::string people = "from,until,name,company,phone,host_email\n";
    people += row(building, 0, "Zoë Müller-Łukasik,Fjord & Söhne,+4917012345678");
    people += row(building, 72, "张伟明,上海试验公司,+8613812349876");
    people +=
        row(building, 96, "Maja Zhang,Adria Robotics with a name that is far too long for any column,+38515550101");
    for (int i = 0; i < 60; ++i)
        people += row(building, 48 + i,
                      "Visitor Zh" + std::to_string(i) + ",Company " + std::to_string(i) + ",+3851555" +
                          std::to_string(1000 + i));
    REQUIRE(building.command({"import", "people", building.file("people.csv", people)}).status == 0);
    reception.sign_in();

    const auto clear = [&] {
        reception.keys("\x1b");
        reception.until("nothing typed", [](const Tree& t) {
            const auto* field = t.find("reception.search");
            return field != nullptr && field->value.empty();
        });
    };
    const auto finds = [&](const std::string& typed, const std::string& who) {
        reception.search(typed);
        reception.until(typed,
                        [&](const Tree& t) { return t.find("reception.other_days") != nullptr && t.says(who); });
        reception.save_picture(std::string{VESTIBULE_BUILD} + "/search-" + language + "-" + typed + ".png");
        clear();
    };
    finds("zwm", "张伟明");
    finds("zhang", "Maja Zhang");
    finds("zh", "张伟明");
    finds("23498", "张伟明");
    finds("adria", "Maja Zhang");
    reception.search("lukasik");
    const auto today = reception.until("today's", [](const Tree& t) { return t.says("Zoë Müller-Łukasik"); });
    CHECK(today.find("reception.other_days") == nullptr);
    clear();

    reception.search("zwm");
    reception.open("张伟明");
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/search-" + language + "-open.png");
}
