// Keypads on reception's screens, on real desks: its own that is paused or locked, and another station's to be
// unlocked.
#include <catch2/catch.hpp>

#include "kiosk/desk/pin.h"
#include "kiosk/screens/reception/conductor.h"
#include "kiosk/ui/inject.h"
#include "kiosk/ui/ui.h"
#include "tests/desk/front_desk.h"
#include "tests/screens/offscreen.h"

namespace vestibule::reception {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using test_support::must;

constexpr const char* right = "482915";

void fail_at(desk_test::FrontDesk& desk, int times) {
    for (int i = 0; i < times; ++i) {
        must(desk->sign_in("000001"));
        desk.wait(std::chrono::seconds{must(desk->keypad()).wait_s});
    }
}

struct Reception {
    desk_test::FrontDesk desk;
    PersonId staff = must(desk->add_staff("J. Ferrer", right, {"reception"})).id;
    std::unique_ptr<ui::Ui> ui;
    std::unique_ptr<Conductor> screens;

    Reception() {
        ui = screens_test::offscreen(Role::reception, {1920, 1080});
        screens = std::make_unique<Conductor>(*desk, Surroundings{});
        draw();
    }
    void draw() {
        for (int i = 0; i < 3; ++i) CHECK_FALSE(screens->frame(*ui));
    }
    void settle() {
        while (ui->poll() || ui->input().deadline_ms()) draw();
        draw();
    }
    void types_pin(const std::string& pin) {
        ui::type_text(pin);
        ui::press_enter();
        settle();
    }
    [[nodiscard]] std::string text(std::string_view id) const {
        const auto* widget = ui->tree().find(id);
        return widget == nullptr ? "" : widget->label;
    }
    [[nodiscard]] bool signed_in() const { return screens->signed_in(); }
};

std::string button_of(const desk_test::FrontDesk& gate) {
    return "keypad." + to_string(gate.station()).substr(0, 8) + ".action";
}

}  // namespace

TEST_CASE("a pause stands on the display from the first look and ends by no clock that is set ahead", "[display]") {
    Reception at;
    fail_at(at.desk, pin_failures_free);
    must(at.desk->sign_in("000001"));
    at.draw();
    CHECK(at.text("sign_in.message").starts_with("Too many wrong PINs. Please wait 2"));
    at.desk.set_clock(at.desk->now() + hours{48});
    at.types_pin(right);
    CHECK_FALSE(at.signed_in());
    CHECK(at.text("sign_in.message").starts_with("Too many wrong PINs. Please wait 2"));
    // Nor does one that is set back make it longer.
    at.desk.set_clock(at.desk->now() - hours{96});
    at.desk.wait(minutes{2});
    at.draw();
    at.types_pin("");
    at.types_pin(right);
    CHECK(at.signed_in());
}

TEST_CASE("a keypad that is locked says what to do and goes on once it is unlocked elsewhere", "[display]") {
    Reception at;
    desk_test::FrontDesk gate{at.desk, "gate", {Right::staffed}};
    fail_at(at.desk, pin_failures_max);
    at.draw();
    CHECK(at.text("sign_in.message").starts_with("Too many wrong PINs: this keypad is locked."));
    at.types_pin(right);
    CHECK_FALSE(at.signed_in());
    gate.hear_from(at.desk);
    must(gate->unlock_keypad(at.desk.station(), gate.staff));
    at.desk.hear_from(gate);
    at.screens->on_wake();
    at.draw();
    CHECK(at.text("sign_in.message").empty());
    at.types_pin("");
    at.types_pin(right);
    CHECK(at.signed_in());
}

TEST_CASE("whoever is signed in sees another station's locked keypad and unlocks it by name", "[display]") {
    Reception at;
    desk_test::FrontDesk gate{at.desk, "gate", {Right::staffed}};
    fail_at(gate, pin_failures_max);
    at.desk.hear_from(gate);
    at.screens->on_wake();
    at.draw();
    CHECK(at.ui->tree().find(button_of(gate)) == nullptr);  // nobody is signed in
    at.types_pin(right);
    REQUIRE(at.signed_in());
    const auto banner = "keypad." + to_string(gate.station()).substr(0, 8);
    CHECK(at.text(banner) == "The keypad of “gate” is locked");
    CHECK(at.text(banner + ".text").find(": the last of 10 wrong PINs. Find out who it was") != std::string::npos);
    REQUIRE(ui::tap(*at.ui, button_of(gate)));
    at.settle();
    CHECK(at.text("reception.notice").starts_with("Unlocked."));
    CHECK(at.ui->tree().find(button_of(gate)) == nullptr);
    gate.hear_from(at.desk);
    CHECK_FALSE(must(gate->keypad()).locked);
    // Who did it stands in the log.
    const auto rows = must(at.desk->reader().stream(stream_of(gate.station())));
    CHECK(rows.back().kind == kind::keypad_unlocked);
    CHECK(text_field(parse_object(rows.back().body), "by") == to_string(at.staff));
}

TEST_CASE("one's own keypad is no trouble of those who are signed in at it", "[display]") {
    Reception at;
    at.types_pin(right);
    REQUIRE(at.signed_in());
    fail_at(at.desk, pin_failures_max);  // at the same station, while the session stands
    at.screens->on_wake();
    at.draw();
    CHECK(at.screens->view().locked_keypads.empty());
    CHECK(at.ui->tree().find(button_of(at.desk)) == nullptr);
}

}  // namespace vestibule::reception
