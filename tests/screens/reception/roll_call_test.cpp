// The roll call at reception, on a real desk: on the display at once, with persons counted; printed, chosen, saved.
#include <SDL2/SDL.h>

#include <catch2/catch.hpp>

#include "kiosk/screens/common/roll_call_events.h"
#include "kiosk/screens/reception/conductor.h"
#include "kiosk/ui/inject.h"
#include "kiosk/ui/ui.h"
#include "tests/desk/front_desk.h"

namespace vestibule::reception {
namespace {

using namespace std::chrono_literals;
using test_support::must;

void press(SDL_Keycode code) {
    SDL_Event event{};
    event.type = SDL_KEYDOWN;
    event.key.keysym.sym = code;
    event.key.keysym.scancode = SDL_GetScancodeFromKey(code);
    SDL_PushEvent(&event);
    event.type = SDL_KEYUP;
    SDL_PushEvent(&event);
}

// Reception with a host on floor 3, seen by whoever is signed in.
struct Reception {
    desk_test::FrontDesk desk;
    PrinterView printers;
    ExchangeView exchange;
    std::unique_ptr<ui::Ui> ui;
    std::unique_ptr<Conductor> screens;

    explicit Reception(const std::string& office_queue = "") {
        ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
        ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 0);
        desk.config.printer.office_queue = office_queue;
        desk.reopen();
        Imported<HostRow> rows;
        rows.taken.push_back({.name = "Anna Berg", .location = "Floor 3"});
        must(import_hosts(*desk, rows));
        static_cast<void>(must(desk->add_staff("J. Ferrer", "482915", {"reception"})));
        exchange.last_contact = desk->now();
    }
    VisitId admit(const std::string& name, int companions = 0) {
        const auto visit = must(desk->register_walk_in({.name = name,
                                                        .company = "Northwind Paper",
                                                        .host = must(desk->find_hosts("Anna")).front().id,
                                                        .companions = companions}));
        must(desk->admit(visit, desk.staff));
        return visit;
    }
    void open(ui::Size size = {1920, 1080}) {
        Config::Display display;
        display.motion = false;
        screens.reset();
        ui.reset();  // before the next one: there's one display
        ui = must(ui::Ui::open({.display = display, .role = Role::reception, .windowed = size, .tree_file = {}}));
        screens = std::make_unique<Conductor>(*desk, Surroundings{.exchange = [this] { return exchange; },
                                                                  .printer = [this] { return printers; },
                                                                  .shares_display = false});
        REQUIRE(screens->sign_in_as({.name = "J. Ferrer", .pin = "482915"}));
        draw();
        tap("reception.page_inside");
        tap("reception.roll_call");
    }
    void draw() {
        for (int i = 0; i < 3; ++i) CHECK_FALSE(screens->frame(*ui));
    }
    void tap(const std::string& id) {
        INFO(id);
        REQUIRE(ui::tap(*ui, id));
        while (ui->poll()) draw();
        draw();
    }
    // A key waits a moment to be told from a scanner's.
    void press_key(SDL_Keycode code) {
        press(code);
        for (int frame = 0; frame < 200 && (ui->poll() || ui->input().deadline_ms()); ++frame) draw();
    }
    [[nodiscard]] std::string text(std::string_view id) const {
        const auto* widget = ui->tree().find(id);
        return widget == nullptr ? std::string{} : widget->label;
    }
    [[nodiscard]] PaperJob asked() {
        const auto jobs = desk.jobs("paper");
        REQUIRE(jobs.size() == 1);
        return paper_job_of(jobs.front().body, desk->zone()).value();
    }
    void finish(JobState state, const std::string& remark, const std::optional<Json>& progress = {}) {
        must(desk->log().finish_job(desk.jobs("paper").front().id, state, remark, {}, desk->now(), progress));
        draw();
    }
};

// On a real keyboard.

std::string row_of(VisitId visit) {
    return "roll_call.row." + to_string(visit).substr(0, 8);
}

}  // namespace

TEST_CASE("without an office printer the list is on the display at once, persons counted", "[display]") {
    Reception at;
    const auto group = at.admit("Amara Okafor", 3), alone = at.admit("张伟");
    for (const ui::Size size : {ui::Size{1920, 1080}, ui::Size{1080, 1920}, ui::Size{1280, 800}}) {
        at.open(size);
        CHECK(at.screens->view().list_inside);
        CHECK(at.text("roll_call.people") == "5");
        CHECK(at.text("roll_call.people_inside") == "people inside");
        CHECK(at.text("roll_call.place.0") == "Floor 3 · 5 people");
        CHECK(at.text(row_of(group)) == "Amara Okafor");
        CHECK_THAT(at.text(row_of(group) + ".details"),
                   Catch::StartsWith("Northwind Paper · to Anna Berg · ") && Catch::Contains("-"));
        CHECK(at.text(row_of(group) + ".since") == "since 09:00");
        CHECK(at.text(row_of(group) + ".people") == "4 people");
        CHECK(at.text(row_of(alone)) == "张伟");
        CHECK(at.ui->tree().find(row_of(alone) + ".people") == nullptr);
        CHECK(at.text("roll_call.trust") == "All stations’ records up to 09:00 are in this list.");
        for (const auto& widget : at.ui->tree().widgets) {
            INFO(widget.id << ": " << widget.label);
            CHECK_FALSE(widget.ellipsized);
        }
    }
    CHECK(at.desk.jobs("paper").empty());  // nothing is printed that nobody asked for
}

TEST_CASE("the list on the display follows who comes and goes, and leaves nothing behind", "[display]") {
    Reception at;
    const auto amara = at.admit("Amara Okafor", 3);
    at.open();
    const auto late = at.admit("Late Guest");
    at.screens->on_wake();
    at.draw();
    CHECK(at.text("roll_call.people") == "5");
    CHECK(at.text(row_of(late)) == "Late Guest");
    must(at.desk->let_out(amara, at.desk.staff));
    at.screens->on_wake();
    at.draw();
    CHECK(at.text("roll_call.people") == "1");
    must(at.desk->let_out(late, at.desk.staff));
    at.screens->on_wake();
    at.draw();
    CHECK(at.text("roll_call.people") == "0");
    CHECK(at.text("roll_call.empty") == "No visitor is signed in at this time.");
    at.tap("roll_call.back");
    CHECK_FALSE(at.screens->view().list_inside);
    CHECK(at.ui->tree().find("reception.roll_call") != nullptr);
}

TEST_CASE("the list says loudly how far it can be trusted", "[display]") {
    Reception at;
    at.admit("Amara Okafor");
    SECTION("never connected") {
        at.exchange.last_contact.reset();
        at.open();
        CHECK_THAT(at.text("roll_call.trust"), Catch::Contains("it has never reached the central store"));
    }
    SECTION("long ago") {
        at.exchange.last_contact = at.desk->now() - 2h;
        at.open();
        CHECK_THAT(at.text("roll_call.trust"), Catch::Contains("This list may be incomplete"));
    }
}

TEST_CASE("a long list scrolls by finger, by page keys and by arrows: long names aren't cut", "[display]") {
    Reception at;
    const std::string longest = "Freiherr Maximilian Alexander von und zu Hohenlohe-Waldenburg-Schillingsfürst";
    const auto first = at.admit("A " + longest);
    for (int i = 0; i < 40; ++i) at.admit("Guest " + std::to_string(i));
    const auto last = at.admit("Zz Last");
    at.open();
    CHECK(at.ui->tree().find(row_of(first)) != nullptr);
    CHECK_FALSE(at.ui->tree().find(row_of(first))->ellipsized);
    CHECK(at.ui->tree().find(row_of(last)) == nullptr);
    for (int i = 0; i < 20; ++i) {
        at.press_key(SDLK_PAGEDOWN);
    }
    CHECK(at.ui->tree().find(row_of(last)) != nullptr);
    for (int i = 0; i < 60; ++i) {
        at.press_key(SDLK_UP);
    }
    CHECK(at.ui->tree().find(row_of(first)) != nullptr);
}

TEST_CASE("print offers the queues that there are, or says that there is none", "[display]") {
    Reception at;
    at.admit("Amara Okafor");
    SECTION("some") {
        at.printers.queues = {"badge", "front-desk", "office-3"};
        at.open();
        at.tap("roll_call.print");
        CHECK(at.text("roll_call.to.1") == "front-desk");
        at.printers.queues.insert(at.printers.queues.begin(), "a-new-one");  // moves nothing under the finger
        at.screens->on_wake();
        at.draw();
        CHECK(at.text("roll_call.to.1") == "front-desk");
        at.tap("roll_call.to.2");
        CHECK(at.asked().way.queue == "office-3");
        CHECK(at.text("roll_call.status") == "The roll call waits for office-3.");
        at.finish(JobState::failed, "There is no A4 paper in office-3. Choose another printer.");
        CHECK(at.text("roll_call.status") ==
              "The roll call wasn’t printed. There is no A4 paper in office-3. Choose another printer.");
        at.tap("roll_call.print");
        CHECK(at.text("roll_call.to.0") == "a-new-one");
    }
    SECTION("more than a sheet has room for") {
        for (int i = 0; i < 60; ++i) at.printers.queues.push_back("queue-" + std::to_string(i));
        at.open();
        at.tap("roll_call.print");
        CHECK(at.ui->tree().find("roll_call.to.0") != nullptr);
        CHECK(at.ui->tree().find("roll_call.no_printer") != nullptr);
        for (int i = 0; i < 20; ++i) {
            at.press_key(SDLK_PAGEDOWN);
        }
        at.tap("roll_call.to.59");
        CHECK(at.asked().way.queue == "queue-59");
    }
    SECTION("none") {
        at.open();
        at.tap("roll_call.print");
        CHECK(at.text("roll_call.choice") == "No printer was found");
        at.tap("roll_call.no_printer");
        CHECK(at.text("roll_call.people") == "1");
        CHECK(at.desk.jobs("paper").empty());
    }
}

TEST_CASE("with an office printer one touch prints, and after a failure the next one offers others", "[display]") {
    Reception at{"office"};
    at.admit("Amara Okafor");
    at.printers.queues = {"badge", "office"};
    at.open();
    at.tap("roll_call.print");
    CHECK(at.asked().way.queue.empty());
    CHECK(at.text("roll_call.status") == "The roll call waits for office.");
    at.finish(JobState::failed, "The printer is paused. Resume it.");
    CHECK(at.text("roll_call.status") == "The roll call wasn’t printed. The printer is paused. Resume it.");
    at.tap("roll_call.print");
    CHECK(at.text("roll_call.to.0") == "badge");
    at.tap("roll_call.no_printer");
    at.tap("roll_call.back");
    CHECK_THAT(at.text("reception.roll_call_trouble"), Catch::Contains("The roll call wasn’t printed"));
    at.tap("reception.page_today");
    CHECK(at.ui->tree().find("reception.roll_call_trouble") == nullptr);
}

TEST_CASE("saved as a file, the display says where it lies", "[display]") {
    Reception at;
    at.admit("Amara Okafor");
    at.open();
    at.tap("roll_call.save");
    CHECK(at.asked().way.as_file);
    CHECK(at.text("roll_call.status") == "The list is being saved.");
    at.finish(JobState::done, "", saved_paper_progress("/data/papers/roll-call-2026-11-21-090000.pdf"));
    CHECK(at.text("roll_call.status") == "Saved as /data/papers/roll-call-2026-11-21-090000.pdf");
}

TEST_CASE("everything of the roll call can be done on a keyboard", "[display]") {
    Reception at;
    at.admit("Amara Okafor");
    at.printers.queues = {"front-desk"};
    at.open();
    const auto key = [&](SDL_Keycode code) {
        press(code);
        // A key may be a scanner's until none follows it.
        for (int i = 0; i < 200 && (at.ui->poll() || at.ui->input().deadline_ms()); ++i) at.draw();
        at.draw();
    };
    for (int i = 0; i < 10 && at.ui->focused() != "roll_call.print"; ++i) key(SDLK_TAB);
    REQUIRE(at.ui->focused() == "roll_call.print");
    key(SDLK_RETURN);
    for (int i = 0; i < 10 && at.ui->focused() != "roll_call.to.0"; ++i) key(SDLK_TAB);
    REQUIRE(at.ui->focused() == "roll_call.to.0");
    key(SDLK_RETURN);
    CHECK(at.asked().way.queue == "front-desk");
    key(SDLK_ESCAPE);
    CHECK(at.ui->tree().find("reception.roll_call") != nullptr);
}

}  // namespace vestibule::reception
