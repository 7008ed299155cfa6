// The guard's screens on a real desk: a log that can't be read is told at the gate; what a scanner reads, and reads
// twice.
#include "kiosk/screens/guard/conductor.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "kiosk/desk/pin.h"
#include "kiosk/ui/inject.h"
#include "kiosk/ui/ui.h"
#include "tests/desk/front_desk.h"
#include "tests/screens/offscreen.h"

namespace vestibule::guard {
namespace {

using namespace std::chrono_literals;
using test_support::must;

struct Gate {
    desk_test::FrontDesk desk;
    std::unique_ptr<ui::Ui> ui;
    std::unique_ptr<Conductor> screens;

    Gate() {
        ui = screens_test::offscreen(Role::guard, {1080, 1920});
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
    [[nodiscard]] Verdict verdict() const {
        REQUIRE(std::holds_alternative<ShowVerdict>(screens->state().screen));
        return std::get<ShowVerdict>(screens->state().screen).check.result.verdict;
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

TEST_CASE("a badge that is read twice is let in once: later it is inside already", "[display]") {
    Gate at;
    const auto token = at.desk.token(at.desk.admit_walk_in("Maja Lindqvist"));
    at.screens->on_scan({{token}});
    at.draw();
    REQUIRE(at.verdict() == Verdict::welcome);
    for (int i = 0; i < 4; ++i) {  // it lies under the reader
        at.desk.wait(scan_again_after - 1s);
        at.screens->on_scan({{token + "~"}});
        at.draw();
        CHECK(at.verdict() == Verdict::welcome);
    }
    CHECK(at.desk.count("badge.entered") == 1);
    CHECK(at.desk.count("badge.refused") == 0);
    at.desk.wait(scan_again_after);
    at.screens->on_scan({{token}});
    CHECK(at.verdict() == Verdict::refused);
}

TEST_CASE("who comes in and goes out again at once is scanned both times", "[display]") {
    Gate at;
    const auto token = at.desk.token(at.desk.admit_walk_in("Maja Lindqvist"));
    at.screens->on_scan({{token}});
    at.draw();
    REQUIRE(ui::tap(*at.ui, "guard.clear"));
    while (at.ui->poll()) at.draw();
    REQUIRE(ui::tap(*at.ui, "guard.going_out"));
    while (at.ui->poll()) at.draw();
    at.screens->on_scan({{token}});
    CHECK(at.verdict() == Verdict::goodbye);
}

TEST_CASE("what is no badge changes no verdict and is said", "[display]") {
    Gate at;
    const auto token = at.desk.token(at.desk.admit_walk_in("Maja Lindqvist"));
    const auto code = at.desk.book("Bo Ek", at.desk.at(10)).code;
    const auto words = [&](const std::string& scanned) {
        at.screens->on_scan({{scanned}});
        at.draw();
        const auto* notice = at.ui->tree().find("scan.notice");
        return notice == nullptr ? std::string{} : notice->label;
    };
    CHECK(words("4006381333931").starts_with("That isn’t one of our badges."));
    CHECK(at.ui->tree().screen == "guard.idle");
    at.screens->on_scan({{token}});
    at.desk.wait(scan_again_after);
    at.screens->on_scan({{token}});
    REQUIRE(at.verdict() == Verdict::refused);
    CHECK(words("HTTPS://EXAMPLE.COM/").starts_with("That isn’t one of our badges."));
    CHECK(at.verdict() == Verdict::refused);
    CHECK(words("VI1:" + code).starts_with("That’s an invitation, not a badge."));
    CHECK(at.verdict() == Verdict::refused);
    CHECK(at.desk.scan("7777-7777", Passage::check).refusal == Refusal::unreadable);  // the first wrong code of all
    CHECK(must(at.desk->check("7777-7778", Passage::check)).wait_s == 0);
}

TEST_CASE("digits of a bar code are no try of a PIN", "[display]") {
    Gate at;
    static_cast<void>(must(at.desk->add_staff("J. Ferrer", "482915", {"guard"})));
    REQUIRE(ui::tap(*at.ui, "guard.sign_in"));
    while (at.ui->poll()) at.draw();
    REQUIRE(std::holds_alternative<EnterPin>(at.screens->state().screen));
    for (int i = 0; i < 2 * pin_failures_free; ++i) at.screens->on_scan({{"400638"}});
    CHECK_FALSE(std::get<EnterPin>(at.screens->state().screen).wrong);
    CHECK(must(at.desk->sign_in("482915")).staff);
}

TEST_CASE("a new verdict is a new page: a tap that was meant for the one before is nobody's", "[display]") {
    Gate at;
    at.screens->on_scan({{at.desk.token(at.desk.admit_walk_in("Maja Lindqvist"))}});
    at.draw();
    const auto page = at.ui->tree().page;
    at.screens->on_scan({{at.desk.token(at.desk.admit_walk_in("Bo Ek"))}});
    at.draw();
    CHECK(at.ui->tree().screen == "guard.verdict");
    CHECK(at.ui->tree().page == page + 1);
}

}  // namespace vestibule::guard
