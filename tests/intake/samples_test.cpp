// The sample files that come with the program import without a complaint.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "kiosk/base/text.h"
#include "kiosk/intake/appointments_csv.h"
#include "kiosk/intake/calendar.h"
#include "kiosk/intake/encoding.h"
#include "kiosk/intake/hosts.h"
#include "kiosk/intake/import_file.h"

using namespace vestibule;

namespace {

std::string sample(const std::string& name) {
    auto content = read_import_file(std::filesystem::path{VESTIBULE_SOURCE} / "assets/samples" / name);
    REQUIRE(content);
    return std::move(*content);
}

std::set<std::string> host_mails() {
    const auto hosts = read_hosts(sample("hosts.csv"), "hosts.csv");
    REQUIRE(hosts);
    CHECK(hosts->refused.empty());
    CHECK(hosts->remarks.empty());
    std::set<std::string> mails;
    for (const auto& host : hosts->taken) mails.insert(host.email);
    CHECK(mails.size() == 12);
    for (const auto& host : hosts->taken) CHECK((host.delegate_email.empty() || mails.contains(host.delegate_email)));
    return mails;
}

}  // namespace

TEST_CASE("the sample calendar has several visitors on every day, all with known hosts", "[intake]") {
    const auto mails = host_mails();
    const auto zone = *SiteZone::named("Europe/London");
    const auto content = sample("appointments.ics");
    for (int month = 1; month <= 12; ++month) {
        const auto now = zone.at(2027, month, 17, 8, 0);
        const auto read = read_calendar(content, "appointments.ics",
                                        {.own_domains = {"harbour.example"}, .zone = zone, .now = now});
        REQUIRE(read);
        CHECK(read->refused.empty());
        CHECK(read->remarks.empty());
        std::map<std::string, int> visitors_of_day;
        for (const auto& item : read->items)
            for (const auto& row : item.rows) {
                ++visitors_of_day[zone.iso_day(row.from)];
                CHECK(mails.contains(row.host_email));
                CHECK(clean_line(row.name, name_length_max) == row.name);
            }
        CHECK(visitors_of_day.size() >= 400);
        // The span ends in the morning of its last day.
        visitors_of_day.erase(std::prev(visitors_of_day.end()));
        for (const auto& [day, visitors] : visitors_of_day) CHECK(visitors >= 4);
    }
}

TEST_CASE("the sample appointments have known hosts", "[intake]") {
    const auto mails = host_mails();
    const auto zone = *SiteZone::named("Europe/London");
    const auto read = read_appointments_csv(sample("appointments.csv"), "appointments.csv", zone);
    REQUIRE(read);
    CHECK(read->refused.empty());
    CHECK(read->remarks.empty());
    CHECK(read->taken.size() == 5);
    for (const auto& row : read->taken) CHECK(mails.contains(row.host_email));
}

TEST_CASE("a file that isn't there or is too large is refused with its name", "[intake]") {
    CHECK(read_import_file("/nowhere/list.csv").error().what.find("/nowhere/list.csv") != std::string::npos);
    CHECK_FALSE(read_import_file("/dev/zero"));
    const auto large =
        std::filesystem::temp_directory_path() / ("vestibule-large-" + std::to_string(std::random_device{}()));
    std::ofstream{large}.put('a');
    std::filesystem::resize_file(large, 50'000'000);
    const auto read = read_import_file(large);
    std::filesystem::remove(large);
    REQUIRE_FALSE(read);
    CHECK(read.error().what.find("larger than 16 MB") != std::string::npos);
}
