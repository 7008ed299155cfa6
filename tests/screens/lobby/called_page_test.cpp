// The welcome page with those who are called: every name whole, check-in whole below, more than fit a page later.
#include <set>

#include "kiosk/base/paths.h"
#include "kiosk/screens/lobby/called.h"
#include "kiosk/ui/inject.h"
#include "kiosk/ui/ui.h"
#include "tests/screens/lobby/steps.h"
#include "tests/screens/offscreen.h"
#include "tests/support/temporary_folder.h"

using namespace vestibule;
using namespace vestibule::lobby;
using test_support::must;

namespace {

constexpr ui::Size upright{1080, 1920}, small{1280, 800}, wide{1920, 1080};

struct Display {
    std::unique_ptr<ui::Ui> ui;
    SiteZone zone = SiteZone::named("Europe/London").value();
    Texts english{catalogue_folder(), "en"}, chinese{catalogue_folder(), "zh_CN"};
    std::vector<Call> calls;

    explicit Display(ui::Size size) { ui = screens_test::offscreen(Role::lobby, size); }
    void call(const std::string& name, const Texts& texts, const std::string& host = "李娜 Li Na", int number = 0) {
        const auto id = static_cast<std::uint8_t>(calls.size() + 1);
        calls.push_back(
            {.call = {.visit = VisitId{{id}}, .name = name, .number = number, .host = host, .escort = true},
             .texts = &texts});
    }
    template <class Screen>
    Action show(const Screen& screen, bool large = false) {
        Draft draft;
        const View view{.now = step_test::morning,
                        .site = "Harbour House",
                        .clock = "09:41",
                        .languages = {"en", "zh_CN", "fr", "de"},
                        .calls = calls,
                        .zone = &zone};
        Action action;
        ui->set_comfort({.large = large});
        for (int i = 0; i < 3; ++i) {
            ui->begin_frame("lobby.welcome", english);
            if (auto done = draw(*ui, screen, view, draft)) action = done;
            ui->end_frame();
        }
        return action;
    }
    [[nodiscard]] std::string text(std::string_view id) const {
        const auto* widget = ui->tree().find(id);
        return widget == nullptr ? std::string{} : widget->label;
    }
    [[nodiscard]] bool shows(std::string_view id) const { return ui->tree().find(id) != nullptr; }
    // Nothing is cut, and no two things to touch lie over each other or beyond the display.
    void everything_fits() const {
        const auto all = ui->display();
        for (const auto& one : ui->tree().widgets) {
            INFO(one.id << ": " << one.label);
            CHECK_FALSE(one.ellipsized);
            CHECK(one.rect.bottom() <= all.height);
            const auto other = std::find_if(ui->tree().widgets.begin(), ui->tree().widgets.end(), [&](const auto& w) {
                const auto touched = [](const ui::Widget& widget) {
                    return widget.role != ui::WidgetRole::text && widget.role != ui::WidgetRole::image;
                };
                const bool both = touched(w) && touched(one);
                return both && &w != &one && !w.rect.overlap(one.rect).empty();
            });
            CHECK(other == ui->tree().widgets.end());
        }
    }
};

}  // namespace

TEST_CASE("who is called reads it in their own language, and check-in stays whole", "[display]") {
    for (const auto size : {upright, small, wide}) {
        INFO(size.width << "x" << size.height);
        Display display{size};
        display.call("Amara Okafor", display.english);
        display.call("陈思远", display.chinese);
        display.show(Welcome{});
        CHECK(display.text("called.name") == "Amara Okafor");
        CHECK(display.text("called.text") == "Please wait here for 李娜 Li Na.");
        CHECK(display.text("called.take") == "Touch here for your badge");
        CHECK(display.text("called.row.1") == "陈思远");
        for (const auto* id : {"welcome.appointment", "welcome.walk_in", "welcome.leaving", "welcome.comfort"})
            CHECK(display.shows(id));
        CHECK_FALSE(display.shows("called.more"));
        display.everything_fits();
    }
}

TEST_CASE("more than fit a page are paged, and all of them are reached", "[display]") {
    for (const auto size : {upright, small, wide})
        for (const bool large : {false, true}) {
            INFO(size.width << "x" << size.height << (large ? ", large" : ""));
            Display display{size};
            for (int i = 0; i < 7; ++i) display.call("Guest " + std::to_string(i), display.english);
            std::set<std::string> seen;
            std::size_t from = 0;
            for (int page = 0; page < 10; ++page) {
                display.show(Welcome{.calls_from = from}, large);
                REQUIRE(display.shows("called.more"));
                display.everything_fits();
                std::size_t shown = 1;
                seen.insert(display.text("called.name"));
                for (const auto* id : {"called.row.1", "called.row.2"})
                    if (display.shows(id)) seen.insert(display.text(id)), ++shown;
                CHECK(shown <= calls_a_page);
                from += shown;
                if (from >= display.calls.size()) break;
            }
            CHECK(seen.size() == 7);
        }
}

TEST_CASE("the longest names and hosts are whole on every display, in large letters too", "[display]") {
    const std::string longest = "Maria-Magdalena von und zu Hohenlohe-Waldenburg-Schillingsfürst und Langenburg";
    for (const auto size : {upright, small, wide})
        for (const bool large : {false, true}) {
            INFO(size.width << "x" << size.height << (large ? ", large" : ""));
            Display display{size};
            display.call(longest, display.english, longest);
            display.call("阿不都热合曼·买买提明·艾合买提江", display.chinese, longest);
            display.call(longest, display.english, longest);
            display.show(Welcome{}, large);
            display.everything_fits();
        }
}

TEST_CASE("a number is called without a name, a refusal without saying that it is one", "[display]") {
    Display display{upright};
    display.call("", display.english, "", 12);
    display.call("", display.chinese, "", 13);
    display.show(Welcome{});
    CHECK(display.text("called.name") == "Number 12");
    CHECK(display.text("called.text") == "Your badge is waiting for you.");
    display.calls[0].call.refused = true;
    display.show(Welcome{});
    CHECK(display.text("called.text") == "There’s an answer for you.");
    CHECK(display.text("called.take") == "Touch here to read it");
    for (const auto& widget : display.ui->tree().widgets)
        for (const auto* word : {"declin", "refus", "sorry"}) CHECK(widget.label.find(word) == std::string::npos);
}

TEST_CASE("somebody else's waiting page has room for those who are called", "[display]") {
    for (const auto size : {upright, small, wide})
        for (const std::size_t count : {1, 2, 5}) {
            INFO(size.width << "x" << size.height << ", " << count);
            Display display{size};
            for (std::size_t i = 0; i < count; ++i) display.call("Guest " + std::to_string(i), display.english);
            display.show(Waiting{.visit = VisitId{{99}}, .visitor = "Zhang Wei", .since = step_test::morning});
            CHECK((display.shows("called.row.1") || display.shows("called.more")));
            display.everything_fits();
        }
}
