// What the visitor reads about their badge: what the printer says, where the badge comes out, what counts until then.
#include "kiosk/base/paths.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/ui/ui.h"
#include "tests/screens/lobby/steps.h"
#include "tests/support/temporary_folder.h"

using namespace vestibule;
using namespace vestibule::lobby;
using test_support::must;

namespace {

// The lobby's display, with one page on it.
struct Display {
    std::unique_ptr<ui::Ui> ui;
    SiteZone zone = SiteZone::named("Europe/London").value();

    explicit Display(ui::Size size) {
        ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
        ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 0);
        Config::Display display;
        display.motion = false;
        ui = must(ui::Ui::open({.display = display, .role = Role::lobby, .windowed = size, .tree_file = {}}));
    }
    void show(const BadgeView& badge, const std::string& language = "en") {
        const Texts texts{catalogue_folder(), language};
        Draft draft;
        const View view{.now = step_test::morning, .site = "Harbour House", .clock = "09:41", .zone = &zone};
        const ShowBadge screen{badge, step_test::morning + badge_shown_max};
        for (int i = 0; i < 3; ++i) {
            ui->begin_frame("lobby.badge", texts);
            CHECK_FALSE(draw(*ui, screen, view, draft));
            ui->end_frame();
        }
    }
    [[nodiscard]] std::string text(std::string_view id) const {
        const auto* widget = ui->tree().find(id);
        REQUIRE(widget != nullptr);
        return widget->label;
    }
    [[nodiscard]] bool cut_off(std::string_view id) const { return ui->tree().find(id)->ellipsized; }
};

BadgeView waiting_badge(const std::string& reason, const std::string& place = {}) {
    auto badge = step_test::badge();
    badge.type_label = "VISITOR 访客", badge.company = "Northwind Paper", badge.host = "李娜 Li Na";
    badge.date_line = "25 Nov · until 18:00", badge.zones = "Floors 1–2", badge.code = "7K2M-9QXA";
    badge.token = "VB1:" + std::string(190, 'A');
    badge.print_late = true, badge.print_reason = reason, badge.print_place = place;
    return badge;
}

constexpr ui::Size upright{1080, 1920}, small{1280, 800};

}  // namespace

TEST_CASE("each thing that a printer says is said to the visitor in plain words", "[display]") {
    const std::pair<const char*, const char*> rows[] = {
        {"media-empty", "The printer has run out of badges."},
        {"media-needed", "The printer has run out of badges."},
        {"cover-open", "The printer is open just now."},
        {"input-tray-missing", "The printer is open just now."},
        {"media-jam", "A badge is stuck in the printer."},
        {"marker-supply-empty", "The printer has run out of ink."},
        {"toner-empty", "The printer has run out of ink."},
        {"paused", "The printer has been paused."},
        {"moving-to-paused", "The printer has been paused."},
        {"offline", "The printer doesn’t answer just now."},
        {"connecting-to-device", "The printer doesn’t answer just now."},
        {"spool-area-full", "The printer has too much to do just now."},
        {"marker-waste-full", "The printer needs a hand."},
        {"other", "The printer needs a hand."},
        {"\xFF%%nonsense", "The printer needs a hand."},
        {"", "The printer needs a hand."},
    };
    Display display{upright};
    for (const auto& [reason, words] : rows) {
        display.show(waiting_badge(reason));
        INFO(reason);
        CHECK(display.text("badge.title") == "Your badge isn’t printed yet.");
        CHECK(display.text("badge.text") == std::string{words} +
                                                "\nReception will give you your badge.\n"
                                                "Please take a photo of the code: it’s your pass until then.");
        CHECK(display.ui->tree().find("badge.qr") != nullptr);
    }
}

TEST_CASE("a badge that comes out elsewhere says where, before and after", "[display]") {
    Display display{small};
    auto badge = waiting_badge("media-empty", "reception");
    display.show(badge);
    CHECK(display.text("badge.text").find("Your badge will come out at reception.") != std::string::npos);
    CHECK_FALSE(display.cut_off("badge.text"));
    badge.print_late = false, badge.print_reason.clear();
    display.show(badge);
    CHECK(display.text("badge.text").starts_with("It will come out at reception."));
    badge.print = PrintOutcome::printed;
    display.show(badge);
    CHECK(display.text("badge.title") == "Your badge is at reception.");
}

TEST_CASE("the longest words about a badge fit on every display", "[display]") {
    for (const auto size : {upright, small})
        for (const auto print : {PrintOutcome::pending, PrintOutcome::unknown, PrintOutcome::failed}) {
            Display display{size};
            auto badge = waiting_badge("spool-area-full", "reception, ground floor, left of the stairs");
            badge.escort = true, badge.wear = "Shoe covers and safety glasses", badge.print = print;
            display.show(badge);
            CHECK_FALSE(display.cut_off("badge.text"));
            CHECK_FALSE(display.cut_off("badge.title"));
        }
}
