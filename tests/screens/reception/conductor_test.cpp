// Reception's screens on a real desk: a log that can't be read is told to the staff, and what was known stays.
#include "kiosk/screens/reception/conductor.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "kiosk/ui/inject.h"
#include "kiosk/ui/ui.h"
#include "tests/desk/front_desk.h"
#include "tests/screens/offscreen.h"

namespace vestibule::reception {
namespace {

using namespace std::chrono_literals;
using test_support::must;

// Takes the visits' table away and brings it back, behind the program's back.
void rename_table(const std::filesystem::path& log, const char* sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(log.c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
}

struct Reception {
    desk_test::FrontDesk desk;
    std::unique_ptr<ui::Ui> ui;
    std::unique_ptr<Conductor> screens;

    Reception() {
        ui = screens_test::offscreen(Role::reception, {1920, 1080});
        static_cast<void>(must(desk->add_staff("J. Ferrer", "482915", {"reception"})));
        static_cast<void>(desk.admit_walk_in("Amara Okafor"));
        screens = std::make_unique<Conductor>(*desk, Surroundings{});
        REQUIRE(screens->sign_in_as({.name = "J. Ferrer", .pin = "482915"}));
        REQUIRE(std::holds_alternative<Day>(screens->state().screen));
        draw();
    }
    void draw() {
        for (int i = 0; i < 3; ++i) CHECK_FALSE(screens->frame(*ui));
    }
    [[nodiscard]] bool shows(std::string_view id) const { return ui->tree().find(id) != nullptr; }
    [[nodiscard]] std::string text(std::string_view id) const { return shows(id) ? ui->tree().find(id)->label : ""; }
};

}  // namespace

TEST_CASE("a log that can't be read is told at the desk, what was known stays, and it is tried again", "[display]") {
    Reception at;
    REQUIRE(at.screens->view().rows.size() == 1);
    CHECK_FALSE(at.shows("reception.log_trouble"));

    rename_table(at.desk.log_file(), "ALTER TABLE visit RENAME TO visit_gone");
    at.screens->on_wake();
    at.draw();
    CHECK(at.shows("reception.log_trouble"));
    REQUIRE(at.screens->view().rows.size() == 1);
    CHECK(at.screens->view().rows.front().visitor == "Amara Okafor");

    rename_table(at.desk.log_file(), "ALTER TABLE visit_gone RENAME TO visit");
    at.draw();
    CHECK(at.shows("reception.log_trouble"));  // not before its time
    at.desk.wait(reading_retry);
    at.draw();
    CHECK_FALSE(at.shows("reception.log_trouble"));
}

TEST_CASE("another filter, page or search begins at the top of its list", "[display]") {
    Reception at;
    for (int i = 0; i < 30; ++i) static_cast<void>(at.desk.admit_walk_in("Visitor " + std::to_string(i)));
    at.screens->on_wake();
    at.draw();
    auto& offset = at.ui->scroll_offset("reception.rows");
    offset = 500;
    at.draw();
    CHECK(offset == 500);
    REQUIRE(ui::tap(*at.ui, "reception.inside"));
    while (at.ui->poll()) at.draw();
    at.draw();
    CHECK(offset == 0);
}

TEST_CASE("who is signed in already isn't asked again, unless they may not work here", "[display]") {
    Reception at;
    const auto with = [&](std::vector<std::string> roles) {
        const StaffView staff{.id = new_id<PersonId>(), .name = "J. Ferrer", .roles = std::move(roles)};
        const Conductor screens{*at.desk, Surroundings{.staff = staff}};
        return screens.signed_in();
    };
    CHECK(with({"reception"}));
    CHECK(with({}));
    CHECK_FALSE(with({"guard"}));
}

TEST_CASE("digits typed faster than the display draws are all taken", "[display]") {
    Reception at;
    REQUIRE(ui::tap(*at.ui, "reception.sign_out"));
    while (at.ui->poll()) at.draw();
    REQUIRE(std::holds_alternative<EnterPin>(at.screens->state().screen));
    ui::type_text("48");
    ui::type_text("2915");
    for (int i = 0; i < 200 && (at.ui->poll() || at.ui->input().deadline_ms()); ++i) at.draw();
    const auto* dots = at.ui->tree().find("sign_in.digits");
    REQUIRE(dots != nullptr);
    CHECK(dots->value == "6");
    ui::press_enter();
    for (int i = 0; i < 200 && (at.ui->poll() || at.ui->input().deadline_ms()); ++i) at.draw();
    CHECK(std::holds_alternative<Day>(at.screens->state().screen));
}

TEST_CASE("a badge or an invitation that is scanned opens its visit, also from another's sheet", "[display]") {
    Reception at;
    const auto badge = at.desk.admit_walk_in("Maja Lindqvist");
    const auto booked = at.desk.book("Bo Ek", at.desk.at(10, 0, 12));  // another day's
    const auto opened = [&](const std::string& scanned) {
        at.screens->on_scan({{scanned}});
        at.draw();
        REQUIRE(std::holds_alternative<Details>(at.screens->state().screen));
        return std::get<Details>(at.screens->state().screen).visit;
    };
    CHECK(opened(at.desk.token(badge)) == must(at.desk->badge(badge))->visit);
    CHECK(at.text("details.name") == "Maja Lindqvist");
    CHECK(opened("VI1:" + booked.code) == booked.id);
    CHECK(at.text("details.name") == "Bo Ek");
    CHECK(at.desk.count("badge.entered") == 0);
}

TEST_CASE("a scan that opens nothing at the desk is answered in words, and types nothing", "[display]") {
    Reception at;
    const auto words = [&](const std::string& scanned) {
        at.screens->on_scan({{scanned}});
        at.draw();
        return at.text("scan.notice");
    };
    CHECK(words("4006381333931") == "That isn’t a code of ours.");
    CHECK(words("VI1:77777777") == "No visit has this code.");
    CHECK(words("VB1:ABC") == "No visit is known to this badge.");
    CHECK(at.screens->view().rows.size() == 1);
    at.screens->on_scan({{at.desk.token(at.desk.admit_walk_in("Maja Lindqvist"))}});
    at.draw();
    REQUIRE(ui::tap(*at.ui, "details.reprint"));
    while (at.ui->poll()) at.draw();
    CHECK(words("VI1:77777777") == "Please answer here first, then scan again.");
    CHECK(std::holds_alternative<Reprint>(at.screens->state().screen));
    at.screens->sign_out();
    for (int i = 0; i < 12; ++i) CHECK(words("482915") == "Please sign in first, then scan again.");
    CHECK(must(at.desk->sign_in("482915")).staff);
}

}  // namespace vestibule::reception
