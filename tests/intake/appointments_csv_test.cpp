// Appointments from CSV: times, keys, what is refused.
#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "kiosk/intake/appointments_csv.h"
#include "kiosk/intake/fields.h"

using namespace vestibule;

namespace {

SiteZone london() {
    return *SiteZone::named("Europe/London");
}

Imported<AppointmentRow> appointments(std::string_view content, const SiteZone& zone = london()) {
    auto read = read_appointments_csv(content, "appointments.csv", zone);
    INFO((read ? "" : read.error().what));
    REQUIRE(read);
    return std::move(*read);
}

}  // namespace

TEST_CASE("all columns of an appointment are taken", "[intake]") {
    const auto read = appointments(
        "from,until,name,company,phone,email,host_email,host_name,purpose,room,type,level,companions,plate,language\n"
        "2026-07-21 09:30,2026-07-21 11:00,Zhang Wei,Longjing 茶业,+86 138 0013 8000,Zhang@Longjing.example,"
        "anna@harbour.example,Anna Berg,Audit,Room 4,customer,level b,2,AB12 CDE,zh-CN\n");
    REQUIRE(read.taken.size() == 1);
    const auto& row = read.taken[0];
    CHECK(row.from == london().at(2026, 7, 21, 9, 30));
    CHECK(row.until == london().at(2026, 7, 21, 11, 0));
    CHECK(row.name == "Zhang Wei");
    CHECK(row.company == "Longjing 茶业");
    CHECK(row.phone == "+86 138 0013 8000");
    CHECK(row.phone_digits == "8613800138000");
    CHECK(row.email == "zhang@longjing.example");
    CHECK(row.host_email == "anna@harbour.example");
    CHECK(row.host_name == "Anna Berg");
    CHECK(row.purpose == "Audit");
    CHECK(row.room == "Room 4");
    CHECK(row.type == "customer");
    CHECK(row.level == "B");
    CHECK(row.companions == 2);
    CHECK(row.plate == "AB12 CDE");
    CHECK(row.language == "zh_CN");
    CHECK_FALSE(row.cancelled);
}

TEST_CASE("points in time are read in the forms that people write", "[intake]") {
    const auto zone = london();
    const auto summer = zone.at(2026, 7, 21, 9, 30);  // 08:30 UTC
    for (const auto* text : {"2026-07-21 09:30", "2026-07-21T09:30", "2026-07-21T09:30:00", "2026/7/21 9:30",
                             "21.07.2026 09:30", "21.7.2026 9:30", "2026-07-21T08:30Z", "2026-07-21T08:30:00.000Z",
                             "2026-07-21 16:30+08:00", "2026-07-21T16:30:00 +0800", "2026-07-21T03:30-05"}) {
        INFO(text);
        const auto read = point_in_time(text, zone, DayEdge::start);
        REQUIRE(read);
        CHECK(*read == summer);
    }
    CHECK(point_in_time("2026-07-21", zone, DayEdge::start) == zone.at(2026, 7, 21));
    CHECK(point_in_time("2026-07-21", zone, DayEdge::end) == zone.at(2026, 7, 22));
    for (const auto* text : {"", "tomorrow", "21/07/2026 09:30", "2026-02-30 09:30", "2026-07-21 25:00",
                             "2026-07-21 09:60", "2026-07-21 09:30 pm", "0000-00-00", "99999-01-01", "2026-07-21T",
                             "2026-07-21 09:30+99:00", "٢٠٢٦-07-21 09:30"}) {
        INFO(text);
        CHECK_FALSE(point_in_time(text, zone, DayEdge::start));
    }
}

TEST_CASE("a visit without an end lasts an hour, or its day", "[intake]") {
    const auto read = appointments("from,name\n2026-07-21 09:30,A\n2026-07-21,B\n");
    REQUIRE(read.taken.size() == 2);
    CHECK(read.taken[0].until - read.taken[0].from == std::chrono::hours{1});
    CHECK(read.taken[1].until == london().at(2026, 7, 22));
}

TEST_CASE("importing again gives the same keys, and different people different ones", "[intake]") {
    const std::string content =
        "from,name,phone,email\n2026-07-21 09:30,Li Na,+86 1,\n2026-07-21 09:30,Li Na,+86 2,\n2026-07-21 09:30,Li "
        "Na,,l@x.example\n"
        "2026-07-21 10:30,Li Na,+86 1,\n";
    const auto once = appointments(content), again = appointments(content);
    REQUIRE(once.taken.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(once.taken[i].key == again.taken[i].key);
        for (std::size_t j = 0; j < i; ++j) CHECK(once.taken[i].key != once.taken[j].key);
    }
}

TEST_CASE("appointments that can't be understood are refused by line", "[intake]") {
    const auto read = appointments(
        "from,until,name,email,host_email,companions,phone\n"
        "yesterday,,A,,,,\n"
        "2026-07-21 09:30,2026-07-21 09:00,B,,,,\n"
        "2026-07-21 09:30,,,,,,\n"
        "2026-07-21 09:30,,C,c@,,,\n"
        "2026-07-21 09:30,,D,,\"a@b.example,c@d.example\",,\n"
        "2026-07-21 09:30,,E,,,many,\n"
        "2026-07-21 09:30,,F,,,-1,\n"
        "2026-07-21 09:30,,Good,,,3,1\n"
        "2026-07-21 09:30,,Good,,,3,1\n");
    REQUIRE(read.taken.size() == 1);
    CHECK(read.taken[0].companions == 3);
    REQUIRE(read.refused.size() == 8);
    for (int i = 0; i < 7; ++i) CHECK(read.refused[static_cast<std::size_t>(i)].line == i + 2);
    CHECK(read.refused[0].what ==
          "\"yesterday\" in column from can't be understood; write \"2026-11-21 09:30\" or \"21.11.2026 09:30\"");
    CHECK(read.refused[7].what.find("line 9") != std::string::npos);
}

TEST_CASE("mail addresses that could carry a second one or a header are none", "[intake]") {
    CHECK(mail_address(" Jane.Doe+x@Sub.Company.example ") == "jane.doe+x@sub.company.example");
    for (const auto* text :
         {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b,c@d", "a@b;c", "<a@b>", "\"a\"@b", "a@.b", "a@b..c", "a@b."}) {
        INFO(text);
        CHECK_FALSE(mail_address(text));
    }
    CHECK(is_in_domain("a@harbour.example", "Harbour.example"));
    CHECK(is_in_domain("a@uk.harbour.example", "harbour.example"));
    CHECK_FALSE(is_in_domain("a@evilharbour.example", "harbour.example"));
    CHECK_FALSE(is_in_domain("a@harbour.example.evil", "harbour.example"));
}
