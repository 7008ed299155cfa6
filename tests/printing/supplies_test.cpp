// Ink, ribbon and paper: only what the printer knows is told, and nothing that it says can do harm.
#include "printing/ipp_supplies.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "printing/handles.h"

using namespace printing;

namespace {

using IppHandle = Handle<ipp_t, ippDelete>;

IppHandle answer_with(const char* name, const std::vector<std::string>& records) {
    IppHandle answer(ippNew());
    ipp_attribute_t* attribute = nullptr;
    for (const auto& record : records) {
        if (attribute == nullptr)
            attribute = ippAddOctetString(answer.get(), IPP_TAG_PRINTER, name, record.data(),
                                          static_cast<int>(record.size()));
        else
            ippSetOctetString(answer.get(), &attribute, ippGetCount(attribute), record.data(),
                              static_cast<int>(record.size()));
    }
    return answer;
}

void add_names(ipp_t* answer, const char* name, const std::vector<const char*>& words) {
    ippAddStrings(answer, IPP_TAG_PRINTER, IPP_TAG_NAME, name, static_cast<int>(words.size()), nullptr, words.data());
}

}  // namespace

TEST_CASE("printer-supply: percent of the capacity, and nothing where the printer doesn't know") {
    const auto answer = answer_with("printer-supply", {"index=1;class=supplyThatIsConsumed;type=ribbon;"
                                                       "maxcapacity=200;level=150;colorantname=black;",
                                                       "type=wasteToner;maxcapacity=100;level=-2;", "level=5;",
                                                       "maxcapacity=0;level=3;", "maxcapacity=10;level=99;"});
    add_names(answer.get(), "printer-supply-description", {"Black \"Ribbon\"", "Waste", "Ink", "Odd", "Full"});
    CHECK(read_supplies(answer.get()) == std::vector<Supply>{{"Black Ribbon", 75},
                                                             {"Waste", std::nullopt},
                                                             {"Ink", std::nullopt},
                                                             {"Odd", std::nullopt},
                                                             {"Full", 100}});
}

TEST_CASE("marker-levels: what CUPS repeats of its printer") {
    const IppHandle answer(ippNew());
    add_names(answer.get(), "marker-names", {"Cyan", "Magenta", "Yellow"});
    const int levels[] = {40, -3};
    ippAddIntegers(answer.get(), IPP_TAG_PRINTER, IPP_TAG_INTEGER, "marker-levels", 2, levels);
    CHECK(read_supplies(answer.get()) ==
          std::vector<Supply>{{"Cyan", 40}, {"Magenta", std::nullopt}, {"Yellow", std::nullopt}});
}

TEST_CASE("media left is the sum of the trays that know it") {
    CHECK(read_media_left(
              answer_with("printer-input-tray", {"type=manual;level=-2;maxcapacity=1;",
                                                 "type=roll;maxcapacity=250;level=100;name=main", "level=25;"})
                  .get()) == 125);
    CHECK(read_media_left(answer_with("printer-input-tray", {"level=0;maxcapacity=50"}).get()) == 0);
    CHECK_FALSE(read_media_left(answer_with("printer-input-tray", {"level=-1;", "level=-3;"}).get()));
    CHECK_FALSE(read_media_left(IppHandle(ippNew()).get()));
}

TEST_CASE("nonsense in these records is nothing") {
    const std::vector<std::string> nonsense{"",
                                            ";;;;",
                                            "level",
                                            "level=",
                                            "level=x",
                                            "level=99999999999999999999",
                                            "xlevel=5",
                                            "level=5x",
                                            std::string("level=\0005;", 9),
                                            std::string(9'000, ';'),
                                            "\xff\xfe=\x01;level"};
    for (const auto& record : nonsense) {
        CAPTURE(record);
        CHECK_FALSE(member_of(record, "level"));
        CHECK_FALSE(read_media_left(answer_with("printer-input-tray", {record + " "}).get()));
    }
    const std::vector<std::string> many(500, "maxcapacity=10;level=5;");
    const auto answer = answer_with("printer-supply", many);
    const std::vector<const char*> names(500, "\xff\x1b[31mInk\n");
    add_names(answer.get(), "printer-supply-description", names);
    const auto supplies = read_supplies(answer.get());
    REQUIRE(supplies.size() == supplies_max);
    CHECK(supplies.front().name == "\uFFFD[31mInk");
}
