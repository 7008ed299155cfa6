// Small calendars after faults that users of other programs reported, and the visits that are expected then: the
// table is tests/intake/fixtures/expected.txt.
#include <fstream>
#include <set>
#include <sstream>

#include "tests/desk/calendar_files.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

namespace fs = std::filesystem;
const fs::path fixtures = VESTIBULE_SOURCE "/tests/intake/fixtures";

struct Row {
    std::vector<std::string> files, times;
    std::string refused;
};

std::vector<Row> table() {
    std::vector<Row> rows;
    std::ifstream in{fixtures / "expected.txt"};
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') continue;
        Row row;
        std::istringstream words{line};
        auto* into = &row.files;
        for (std::string word; words >> word;) {
            if (word == "->") {
                into = &row.times;
            } else if (word == "!") {
                std::getline(words >> std::ws, row.refused);
            } else {
                into->push_back(word);
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string listed(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts) out += (out.empty() ? "" : " ") + text;
    return out;
}

std::string said(const std::vector<Refused>& refused) {
    std::string out;
    for (const auto& one : refused) out += fmt::format("line {}: {}\n", one.line, one.what);
    return out;
}

}  // namespace

TEST_CASE("each of the small calendars gives the visits that it must, and the same again", "[desk]") {
    std::set<std::string> named;
    for (const auto& row : table()) {
        INFO(listed(row.files));
        FrontDesk desk;
        desk.set_clock(desk->zone().at(2026, 11, 29, 12, 0));
        std::string refused;
        for (const auto& file : row.files) {
            named.insert(file);
            refused += said(take_calendar(desk, content_of(fixtures / (file + ".ics"))).refused);
        }
        CHECK(listed(expected_times(desk)) == listed(row.times));
        CHECK((row.refused.empty() ? refused.empty() : refused.find(row.refused) != std::string::npos));
        UNSCOPED_INFO(refused);
        // The last file once more changes nothing.
        const auto written = must(desk->reader().own_seq());
        take_calendar(desk, content_of(fixtures / (row.files.back() + ".ics")));
        CHECK(must(desk->reader().own_seq()) == written);
    }
    for (const auto& entry : fs::directory_iterator{fixtures})
        if (entry.path().extension() == ".ics") {
            INFO(entry.path());
            CHECK(named.contains(entry.path().stem()));
        }
}

TEST_CASE("two stations that take the files of a case in opposite order agree in the end", "[desk]") {
    for (const auto& row : table()) {
        if (row.files.size() < 2) continue;
        INFO(listed(row.files));
        FrontDesk one;
        one.set_clock(one->zone().at(2026, 11, 29, 12, 0));
        FrontDesk other{one, "other"};
        for (const auto& file : row.files) take_calendar(one, content_of(fixtures / (file + ".ics")));
        other.set_clock(one->now() + std::chrono::seconds{5});
        for (auto file = row.files.rbegin(); file != row.files.rend(); ++file)
            take_calendar(other, content_of(fixtures / (*file + ".ics")));
        one.hear_from(other);
        other.hear_from(one);
        CHECK(all_visits(one) == all_visits(other));
    }
}
