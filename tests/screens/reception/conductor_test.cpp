// Reception's screens on a real desk: a log that can't be read is told to the staff, and what was known stays.
#include "kiosk/screens/reception/conductor.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "kiosk/ui/inject.h"
#include "kiosk/ui/ui.h"
#include "tests/desk/front_desk.h"

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
        ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
        ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 0);
        Config::Display display;
        display.motion = false;
        ui = must(ui::Ui::open(
            {.display = display, .role = Role::reception, .windowed = ui::Size{1920, 1080}, .tree_file = {}}));
        static_cast<void>(must(desk->add_staff("J. Ferrer", "482915", {"reception"})));
        static_cast<void>(desk.admit_walk_in("Amara Okafor"));
        screens = std::make_unique<Conductor>(*desk, Surroundings{});
        screens->on_scan("482915");
        REQUIRE(std::holds_alternative<Day>(screens->state().screen));
        draw();
    }
    void draw() {
        for (int i = 0; i < 3; ++i) CHECK_FALSE(screens->frame(*ui));
    }
    [[nodiscard]] bool shows(std::string_view id) const { return ui->tree().find(id) != nullptr; }
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
    while (at.ui->poll()) at.draw();
    CHECK(std::holds_alternative<Day>(at.screens->state().screen));
}

}  // namespace vestibule::reception
