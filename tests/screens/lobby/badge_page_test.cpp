// What the visitor reads about their badge: what the printer says, where the badge comes out, what counts until then.
#include "kiosk/base/paths.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/ui/ui.h"
#include "tests/screens/lobby/steps.h"
#include "tests/screens/offscreen.h"
#include "tests/support/temporary_folder.h"

using namespace vestibule;
using namespace vestibule::lobby;
using test_support::must;

namespace {

// The lobby's display, with one page on it.
struct Display {
    std::unique_ptr<ui::Ui> ui;
    SiteZone zone = SiteZone::named("Europe/London").value();

    explicit Display(ui::Size size) { ui = screens_test::offscreen(Role::lobby, size); }
    void show(const BadgeView& badge, const std::string& language = "en", const PrinterView& printer = {}) {
        const Texts texts{catalogue_folder(), language};
        Draft draft;
        const View view{
            .now = step_test::morning, .site = "Harbour House", .clock = "09:41", .zone = &zone, .printer = printer};
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

PrinterView no_printer(const std::string& place = {}) {
    return {.saves_files = true,
            .printers = {{.name = "/data/badges", .place = place, .saves_files = true}},
            .queues = {}};
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

TEST_CASE("a badge that another station issued has no code to photograph: its letters are what counts", "[display]") {
    for (const auto size : {upright, small}) {
        Display display{size};
        auto badge = waiting_badge("");
        badge.token.clear();
        display.show(badge, "en", no_printer());
        CHECK(display.ui->tree().find("badge.qr") == nullptr);
        CHECK(display.text("badge.code") == "7K2M-9QXA");
        CHECK(display.text("badge.text") == "Please note the code: it’s your pass until then.");
        display.show(badge, "zh_CN", no_printer());
        CHECK(display.text("badge.text") == "请记下代码，领证前可凭此码通行。");
        // Nobody waits here for whom the badge lies elsewhere.
        badge.escort = true, badge.host = "Anna Berg";
        display.show(badge, "en", no_printer());
        CHECK(display.text("badge.text") ==
              "Please note the code: it’s your pass until then.\nSomeone will come and walk with you.");
    }
}

TEST_CASE("without a printer nobody looks for one: the visitor reads who gives them their badge", "[display]") {
    const std::string photo = "Please take a photo of the code: it’s your pass until then.";
    for (const auto size : {upright, small}) {
        Display display{size};
        for (const auto print : {PrintOutcome::pending, PrintOutcome::saved, PrintOutcome::failed}) {
            auto badge = waiting_badge("");
            badge.print_late = false, badge.print = print;
            display.show(badge, "en", no_printer());
            CHECK(display.text("badge.title") == "Reception will give you your badge.");
            CHECK(display.text("badge.text") == photo);
            CHECK(display.ui->tree().find("badge.qr") != nullptr);
            CHECK(display.ui->tree().find("badge.came_out") == nullptr);
            display.show(badge, "en", no_printer("the porter’s lodge"));
            CHECK(display.text("badge.title") == "You’ll get your badge at the porter’s lodge.");
        }
        // Saved by another station, or since: what the badge itself says counts.
        auto badge = waiting_badge("", "the porter’s lodge");
        badge.print_late = false, badge.print = PrintOutcome::saved, badge.escort = true;
        badge.wear = "Shoe covers and safety glasses";
        display.show(badge);
        CHECK(display.text("badge.title") == "You’ll get your badge at the porter’s lodge.");
        CHECK_FALSE(display.cut_off("badge.text"));
        CHECK_FALSE(display.cut_off("badge.title"));
        badge.print_place.clear();
        display.show(badge, "zh_CN");
        CHECK(display.text("badge.title") == "前台会把访客证交给您。");
    }
}

TEST_CASE("where a queue is gone, or none is chosen, the visitor doesn't wait to be told", "[display]") {
    Display display{upright};
    auto badge = waiting_badge("");
    badge.print_late = false;
    const OnePrinterView gone{.name = "badge", .ready = false, .reasons = {"not-found"}}, there{.name = "front-desk"};
    const auto printers = [](std::vector<OnePrinterView> all) {
        return PrinterView{.ready = false, .reason = all.front().reasons.front(), .printers = std::move(all)};
    };
    display.show(badge, "en", printers({gone}));
    CHECK(display.text("badge.title") == "Your badge isn’t printed yet.");
    CHECK_THAT(display.text("badge.text"), Catch::StartsWith("There is no printer just now.\nReception will give"));
    display.show(badge, "en", printers({gone, there}));
    CHECK(display.text("badge.title") == "Your badge is printing.");
    badge.print = PrintOutcome::printed;
    display.show(badge, "en", printers({gone}));
    CHECK(display.text("badge.title") == "Here is your badge.");
}

TEST_CASE("behind the corner staff read how the printer is, and that there is none", "[display]") {
    struct Row {
        PrinterView printer;
        const char* words;
    };
    for (const auto& [printer, words] : {
             Row{{}, "Looking for the badge printer"},
             Row{no_printer(), "No printer: badges are saved as files"},
             Row{{.name = "badge", .printers = {{.name = "badge"}}}, "Badge printer ready"},
             Row{{.ready = false, .trouble = "The printer is paused. Resume it.", .printers = {{}}},
                 "The printer is paused. Resume it."},
         })
        for (const auto size : {upright, small}) {
            Display display{size};
            const Texts texts{catalogue_folder(), "en"};
            Draft draft;
            const View view{.now = step_test::morning, .zone = &display.zone, .printer = printer};
            for (int i = 0; i < 3; ++i) {
                display.ui->begin_frame("lobby.staff", texts);
                CHECK_FALSE(draw(*display.ui, StaffMenu{{.id = {}, .name = "J. Ferrer", .roles = {}}}, view, draft));
                display.ui->end_frame();
            }
            CHECK_THAT(display.text("staff.hint"), Catch::EndsWith(words));
            CHECK_FALSE(display.cut_off("staff.hint"));
        }
}
