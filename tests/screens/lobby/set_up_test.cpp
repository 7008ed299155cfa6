// The first start on a real desk and display: who sets the site up is a person with a name, on the screen and in the
// log.
#include <catch2/catch.hpp>

#include "kiosk/screens/lobby/conductor.h"
#include "kiosk/ui/inject.h"
#include "tests/desk/front_desk.h"
#include "tests/screens/lobby/steps.h"
#include "tests/screens/offscreen.h"

namespace vestibule::lobby {
namespace {

using namespace step_test;
using test_support::must;

struct Entrance {
    desk_test::FrontDesk desk;
    std::unique_ptr<ui::Ui> ui;
    std::unique_ptr<Conductor> screens;
    std::optional<AppRequest> asked;

    void opens(AppRequest set_up_for = AppRequest::go_lobby) {
        ui = screens_test::offscreen(Role::lobby, {1080, 1920});
        screens = must(Conductor::open({.desk = *desk, .load_samples = {}, .set_up_for = set_up_for}));
        draw();
    }
    void draw() {
        for (int i = 0; i < 3; ++i)
            if (const auto request = screens->frame(*ui)) asked = request;
    }
    void settle() {
        while (ui->poll() || ui->input().deadline_ms()) draw();
        draw();
    }
    void types(const std::string& text) {
        ui::type_text(text);
        ui::press_enter();
        settle();
    }
    void taps(const std::string& id) {
        REQUIRE(ui::tap(*ui, id));
        settle();
    }
    [[nodiscard]] std::string text(std::string_view id) const {
        const auto* widget = ui->tree().find(id);
        return widget == nullptr ? "" : widget->label;
    }
    [[nodiscard]] bool enabled(std::string_view id) const {
        const auto* widget = ui->tree().find(id);
        return widget != nullptr && widget->enabled;
    }
    [[nodiscard]] std::string shown() const { return ui->tree().screen; }
};

}  // namespace

TEST_CASE("who sets a site up gives a name before the PIN, and may go back to it") {
    auto lobby = at(SetUpName{});
    for (const Event& event : {Event{Back{}}, Event{TimePassed{}}, Event{Scanned{"VI1:ABCD2345"}},
                               Event{PinEntered{"271828"}}, Event{StaffAsked{}}}) {
        lobby.on(event);
        CHECK(lobby.shows<SetUpName>());
        CHECK(lobby.asked.empty());
    }
    lobby.on(Next{});
    REQUIRE(lobby.shows<SetUpPin>());
    CHECK(lobby.on(Back{}).shows<SetUpName>());
    lobby.on(Next{}).on(PinEntered{"271828"});
    CHECK(lobby.screen<SetUpPin>().repeating);
    lobby.on(Back{});
    CHECK(lobby.shows<SetUpPin>());
    CHECK_FALSE(lobby.screen<SetUpPin>().repeating);
}

TEST_CASE("who sets a site up is a person with a name on the screens that follow and in the log", "[display]") {
    Entrance at;
    at.opens(AppRequest::go_reception);
    REQUIRE(at.shown() == "lobby.set_up_name");
    CHECK_FALSE(at.enabled("set_up_name.next"));
    at.types("   ");  // is no name
    CHECK(at.shown() == "lobby.set_up_name");
    at.types("Ingrid Solberg");
    REQUIRE(at.shown() == "lobby.set_up");
    CHECK_FALSE(must(at.desk->has_staff()));
    at.types("482915");
    at.types("482915");
    CHECK(at.asked == AppRequest::go_reception);
    const auto handed_over = at.screens->handed_over();
    REQUIRE(handed_over);
    CHECK(handed_over->name == "Ingrid Solberg");
    const auto staff = must(at.desk->staff());
    REQUIRE(staff.size() == 1);
    CHECK(staff.front().name == "Ingrid Solberg");
    CHECK(must(at.desk->sign_in("482915")).staff->name == "Ingrid Solberg");
    CHECK(at.desk.files_with("Ingrid Solberg").empty());  // sealed, as every name
}

TEST_CASE("the name is still there for whoever goes back to it from the PIN", "[display]") {
    Entrance at;
    at.opens();
    at.types("Ingrid Solberk");
    at.taps("set_up.back");
    REQUIRE(at.shown() == "lobby.set_up_name");
    CHECK(at.ui->tree().find("set_up_name.name")->value.starts_with("Ingrid Solberk"));
}

}  // namespace vestibule::lobby
