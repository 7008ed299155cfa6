// Calendars of others, which aren't kept here: `tests/intake/foreign FOLDER` takes each of them twice. Not part of a
// usual run.
#include <cstdlib>
#include <iostream>

#include "tests/desk/calendar_files.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

constexpr auto file_time_max = std::chrono::seconds{30};

// A day before the first event of a file, so that as much as possible of it lies ahead.
Instant day_before(const std::string& content, const SiteZone& zone) {
    std::string first;
    for (auto at = content.find("DTSTART"); at != std::string::npos; at = content.find("DTSTART", at + 1)) {
        const auto digits = content.find_first_of("0123456789", content.find(':', at));
        const auto day = digits == std::string::npos ? "" : content.substr(digits, 8);
        const bool plain = day.size() == 8 && day.find_first_not_of("0123456789") == std::string::npos;
        if (plain && day >= "20200101" && day < "20400101" && (first.empty() || day < first)) first = day;
    }
    if (first.empty()) return zone.at(2026, 11, 29, 12, 0);
    return zone.at(std::stoi(first.substr(0, 4)), std::clamp(std::stoi(first.substr(4, 2)), 1, 12), 1);
}

// Most calendars are of somebody alone; somebody comes to each of their events.
std::string with_a_visitor(std::string content) {
    constexpr std::string_view end = "\nEND:VEVENT";
    for (auto at = content.find(end); at != std::string::npos; at = content.find(end, at + 60))
        content.insert(at + 1, "ATTENDEE;CN=Somebody:mailto:somebody@guest.example\r\n");
    return content;
}

// What the files came to.
struct Tally {
    int files = 0, refused_whole = 0, with_visits = 0, slow = 0, changed_again = 0;
    int items = 0, held_back = 0, visits = 0;
};

void take_twice(const std::filesystem::path& file, Tally& tally) {
    FrontDesk desk;
    const auto content = with_a_visitor(content_of(file));
    desk.set_clock(day_before(content, desk->zone()));
    const auto begun = std::chrono::steady_clock::now();
    ++tally.files;
    const auto read = read_calendar(content, file.filename().string(),
                                    {.own_domains = {}, .zone = desk->zone(), .now = desk->now()});
    if (!read) {
        ++tally.refused_whole;
        std::cout << "refused " << file << ": " << read.error().what << "\n";
        return;
    }
    tally.items += static_cast<int>(read->items.size());
    tally.held_back += static_cast<int>(read->uids_unread.size());
    for (const auto& refused : read->refused)
        std::cout << "said of " << file << ": line " << refused.line << ": " << refused.what << "\n";
    const auto report = must(import_calendar(*desk, *read));
    tally.visits += report.added;
    tally.with_visits += report.added > 0;
    const auto written = must(desk->reader().own_seq());
    must(import_calendar(*desk, *read));
    if (must(desk->reader().own_seq()) != written) {
        ++tally.changed_again;
        std::cout << "changed again by " << file << "\n";
    }
    if (std::chrono::steady_clock::now() - begun > file_time_max) {
        ++tally.slow;
        std::cout << "slow " << file << "\n";
    }
}

}  // namespace

TEST_CASE("calendars of others are taken twice without a crash or a hang", "[.][foreign]") {
    const char* folder = std::getenv("VESTIBULE_FOREIGN");
    REQUIRE(folder != nullptr);
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
        if (entry.is_regular_file() && entry.path().extension() == ".ics") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    Tally tally;
    for (const auto& file : files) {
        std::cout << "file " << file << std::endl;  // written at once: the last one is that of a crash
        take_twice(file, tally);
    }
    CHECK(tally.slow == 0);
    CHECK(tally.changed_again == 0);
    std::cout << fmt::format(
        "{} files: {} refused whole, {} events or series read, {} held back, {} visits booked by {} of the files, {} "
        "slow, {} changed something the second time\n",
        tally.files, tally.refused_whole, tally.items, tally.held_back, tally.visits, tally.with_visits, tally.slow,
        tally.changed_again);
}
