// The guard's screens on a real desk: a log that can't be read is told at the gate.
#include "kiosk/screens/guard/conductor.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "kiosk/ui/ui.h"
#include "tests/desk/front_desk.h"

namespace vestibule::guard {
namespace {

using test_support::must;

struct Gate {
    desk_test::FrontDesk desk;
    std::unique_ptr<ui::Ui> ui;
    std::unique_ptr<Conductor> screens;

    Gate() {
        ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
        ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 0);
        Config::Display display;
        display.motion = false;
        ui = must(ui::Ui::open(
            {.display = display, .role = Role::guard, .windowed = ui::Size{1080, 1920}, .tree_file = {}}));
        static_cast<void>(desk.admit_walk_in("Amara Okafor"));
        screens = std::make_unique<Conductor>(*desk, Surroundings{});
        draw();
    }
    void draw() {
        for (int i = 0; i < 3; ++i) CHECK_FALSE(screens->frame(*ui));
    }
    void change_log(const char* sql) const {
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open(desk.log_file().c_str(), &database) == SQLITE_OK);
        CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(database);
    }
    [[nodiscard]] bool tells_of_trouble() const { return ui->tree().find("guard.log_trouble") != nullptr; }
};

}  // namespace

TEST_CASE("a log that can't be read is told at the gate, and the count of those inside stays", "[display]") {
    Gate at;
    REQUIRE(at.screens->view().inside == 1);
    CHECK_FALSE(at.tells_of_trouble());

    at.change_log("ALTER TABLE visit RENAME TO visit_gone");
    at.screens->on_wake();
    at.draw();
    CHECK(at.tells_of_trouble());
    CHECK(at.screens->view().inside == 1);

    at.change_log("ALTER TABLE visit_gone RENAME TO visit");
    at.desk.wait(reading_retry);
    at.draw();
    CHECK_FALSE(at.tells_of_trouble());
}

}  // namespace vestibule::guard
