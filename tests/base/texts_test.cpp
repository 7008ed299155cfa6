// What people read: values filled into texts, plural forms, days, from a catalogue that is compiled here.
#include "kiosk/base/texts.h"

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <fstream>

using namespace vestibule;

namespace {

const Texts& english() {
    static const Texts texts{"/nonexistent", "en"};
    return texts;
}

// A catalogue of its own for the test, made with gettext's msgfmt. Removed at the end.
class Catalogue {
  public:
    explicit Catalogue(const char* language, const char* po) {
        std::string pattern = (std::filesystem::temp_directory_path() / "vestibule-texts-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        const auto place = folder_ / language / "LC_MESSAGES";
        std::filesystem::create_directories(place);
        std::ofstream{folder_ / "in.po"} << po;
        const auto command =
            "msgfmt -o '" + (place / "vestibule.mo").string() + "' '" + (folder_ / "in.po").string() + "'";
        REQUIRE(std::system(command.c_str()) == 0);
    }
    Catalogue(const Catalogue&) = delete;
    Catalogue& operator=(const Catalogue&) = delete;
    ~Catalogue() { std::filesystem::remove_all(folder_); }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  private:
    std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("values are filled in by name", "[base]") {
    CHECK(english().say("Welcome, {name}.", {{"name", "Maja"}}) == "Welcome, Maja.");
    CHECK(english().say("{a}{b}{a}", {{"a", "1"}, {"b", "2"}}) == "121");
    CHECK(english().say("no values") == "no values");
    CHECK(english().say("") == "");
}

TEST_CASE("a value that holds braces itself stays as the person wrote it", "[base]") {
    CHECK(english().say("{name} visits {host}", {{"name", "{host}"}, {"host", "{name}"}}) == "{host} visits {name}");
    CHECK(english().say("Welcome, {name}.", {{"name", "}{"}}) == "Welcome, }{.");
    CHECK(english().say("Welcome, {name}.", {{"name", ""}}) == "Welcome, .");
}

TEST_CASE("braces that name no value stay", "[base]") {
    CHECK(english().say("{unknown} {name}", {{"name", "M"}}) == "{unknown} M");
    CHECK(english().say("open { only", {{"name", "M"}}) == "open { only");
    CHECK(english().say("} {name}", {{"name", "M"}}) == "} M");
    CHECK(english().say("{}", {{"name", "M"}}) == "{}");
}

TEST_CASE("English has two plural forms, without a catalogue", "[base]") {
    const auto guests = [](int n) { return english().say_count("{n} guest", "{n} guests", n); };
    CHECK(guests(0) == "0 guests");
    CHECK(guests(1) == "1 guest");
    CHECK(guests(2) == "2 guests");
    CHECK(english().say_count("{n} guest of {host}", "{n} guests of {host}", 2, {{"host", "{n}"}}) ==
          "2 guests of {n}");
}

TEST_CASE("a catalogue gives the words, and its own number of plural forms", "[base]") {
    const Catalogue polish{"pl",
                           "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                           "\"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || "
                           "n%100>14) ? 1 : 2);\\n\"\n"
                           "msgid \"Welcome, {name}.\"\nmsgstr \"Witaj, {name}.\"\n"
                           "msgid \"{n} guest\"\nmsgid_plural \"{n} guests\"\n"
                           "msgstr[0] \"{n} gość\"\nmsgstr[1] \"{n} goście\"\nmsgstr[2] \"{n} gości\"\n"};
    const Texts texts{polish.folder(), "pl"};
    CHECK(texts.language() == "pl");
    CHECK(texts.say("Welcome, {name}.", {{"name", "Maja"}}) == "Witaj, Maja.");
    CHECK(texts.say("Not in the catalogue") == "Not in the catalogue");
    CHECK(texts.say_count("{n} guest", "{n} guests", 1) == "1 gość");
    CHECK(texts.say_count("{n} guest", "{n} guests", 3) == "3 goście");
    CHECK(texts.say_count("{n} guest", "{n} guests", 5) == "5 gości");
    CHECK(texts.say_count("{n} guest", "{n} guests", 12) == "12 gości");
    CHECK(texts.say_count("{n} guest", "{n} guests", 22) == "22 goście");
}

TEST_CASE("a day is written in the language and the site's zone", "[base]") {
    const auto shanghai = SiteZone::named("Asia/Shanghai").value();
    const auto at = shanghai.at(2026, 11, 21, 1);  // still the 20th in UTC
    CHECK(english().short_day(at, shanghai) == "21 Nov");
    CHECK_THAT(english().long_day(at, shanghai), Catch::Contains("21 November") && Catch::Contains("Saturday"));
    const Texts chinese{"/nonexistent", "zh_CN"};
    CHECK(chinese.short_day(at, shanghai) == "11月21日");
    CHECK(english().short_day(at, shanghai, shanghai.at(2026, 1, 1)) == "21 Nov");
    CHECK(english().short_day(at, shanghai, shanghai.at(2027, 1, 1)) == "21/11/2026");
    CHECK(chinese.short_day(at, shanghai, shanghai.at(2027, 1, 1)) == "2026/11/21");
    CHECK(chinese.long_day(at, shanghai) == "11月21日星期六");
    CHECK_THAT(english().full_day(at, shanghai), Catch::Contains("21 November 2026"));
    CHECK(chinese.full_day(at, shanghai) == "2026年11月21日星期六");
}

TEST_CASE("languages have their own names", "[base]") {
    CHECK(own_name_of("en") == "English");
    CHECK(own_name_of("zh_CN") == "简体中文");
    CHECK(own_name_of("de") == "Deutsch");
    CHECK(own_name_of("fr") == "Français");
}
