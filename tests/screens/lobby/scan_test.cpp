// The lobby's scanner on a real desk and display: a double read is one scan, and what can't be done is said in words.
#include <catch2/catch.hpp>

#include "kiosk/screens/lobby/conductor.h"
#include "kiosk/ui/inject.h"
#include "tests/desk/front_desk.h"
#include "tests/screens/offscreen.h"

namespace vestibule::lobby {
namespace {

using std::chrono::seconds;
using test_support::must;

struct Entrance {
    desk_test::FrontDesk desk;
    std::unique_ptr<ui::Ui> ui;
    std::unique_ptr<Conductor> screens;

    Entrance() {
        ui = screens_test::offscreen(Role::lobby, {1080, 1920});
        static_cast<void>(must(desk->add_staff("J. Ferrer", "482915", {"reception"})));
        screens = must(Conductor::open({.desk = *desk, .load_samples = {}}));
        draw();
    }
    void draw() {
        for (int i = 0; i < 3; ++i) CHECK_FALSE(screens->frame(*ui));
    }
    void scans(const std::string& code) {
        screens->on_scan({{code}});
        draw();
    }
    void taps(const std::string& id) {
        REQUIRE(ui::tap(*ui, id));
        while (ui->poll()) draw();
        draw();
    }
    // The words about the scan; empty: there are none.
    [[nodiscard]] std::string words() const {
        const auto* notice = ui->tree().find("scan.notice");
        return notice == nullptr ? "" : notice->label;
    }
    [[nodiscard]] std::string shown() const { return ui->tree().screen; }
};

}  // namespace

TEST_CASE("a badge that is read twice signs its visitor out once, and says so only when it is scanned again later",
          "[display]") {
    Entrance at;
    const auto token = at.desk.token(at.desk.admit_walk_in("Amara Okafor"));
    at.scans(token);
    CHECK(at.shown() == "lobby.goodbye");
    for (int i = 0; i < 4; ++i) {  // it lies under the scanner
        at.desk.wait(scan_again_after - seconds{1});
        at.scans(token);
        CHECK(at.shown() == "lobby.goodbye");
        CHECK(at.words().empty());
    }
    CHECK(at.desk.count("visit.left") == 1);
    at.desk.wait(scan_again_after);
    at.scans(token);
    CHECK(at.words() == "You’ve already signed out. Thank you, and goodbye.");
    CHECK(at.desk.count("visit.left") == 1);
}

TEST_CASE("an invitation that is read twice is met once", "[display]") {
    Entrance at;
    const auto code = at.desk.book("Maja Lindqvist", at.desk.at(10)).code;
    at.scans("VI1:" + code);
    at.scans("VI1:" + code);
    CHECK(at.shown() == "lobby.meet");
    CHECK(at.words().empty());
}

TEST_CASE("a scan in the middle of a walk-in's questions is answered in words, and what was typed stays",
          "[display]") {
    Entrance at;
    const auto code = at.desk.book("Maja Lindqvist", at.desk.at(10)).code;
    at.taps("welcome.walk_in");
    ui::type_text("Bo Ek");
    while (at.ui->poll()) at.draw();
    at.scans("VI1:" + code);
    CHECK(at.shown() == "lobby.who");
    CHECK(at.words() == "Please finish here first, or touch “Back”. Then scan again.");
    const auto* name = at.ui->tree().find("who.name");
    REQUIRE(name != nullptr);
    CHECK(name->value == "Bo Ek");

    SECTION("the words go by themselves") {
        at.desk.wait(scan_notice_shown);
        at.draw();
        CHECK(at.words().empty());
    }
    SECTION("a touch takes them away, and is one of theirs") {
        at.taps("scan.notice.close");
        CHECK(at.words().empty());
        CHECK(at.shown() == "lobby.who");
    }
    SECTION("the same code isn't forgotten when it can be taken at once") {
        at.taps("who.back");
        at.scans("VI1:" + code);
        CHECK(at.shown() == "lobby.meet");
    }
}

TEST_CASE("a code that isn't ours is said to be none on every screen, and opens no keyboard", "[display]") {
    Entrance at;
    const auto* place = GENERATE("", "welcome.appointment", "welcome.walk_in", "welcome.leaving");
    if (*place != 0) at.taps(place);
    const auto shown = at.shown();
    const bool keyboard = at.ui->tree().find("keyboard.a") != nullptr;
    at.scans("4006381333931");
    CHECK(at.shown() == shown);
    CHECK(at.words().starts_with("That isn’t a code of ours."));
    CHECK((at.ui->tree().find("keyboard.a") != nullptr) == keyboard);
    at.scans("VI1:77777777");
    at.scans("VI1:77777777");  // read twice: the words stay
    CHECK((at.ui->tree().find("keyboard.a") != nullptr) == keyboard);
    CHECK_FALSE(at.words().empty());
}

TEST_CASE("any number of misreads keeps no valid invitation out", "[display]") {
    Entrance at;
    const auto code = at.desk.book("Maja Lindqvist", at.desk.at(10)).code;
    for (int i = 0; i < 3 * wrong_codes_max; ++i) at.scans("VI1:7777777" + std::to_string(i % 10));
    at.scans("VI1:" + code);
    CHECK(at.shown() == "lobby.meet");
}

}  // namespace vestibule::lobby
