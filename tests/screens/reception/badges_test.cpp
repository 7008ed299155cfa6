// The page of the printers and of the badges on their way, on a real desk.
#include <catch2/catch.hpp>

#include "kiosk/screens/common/printer_words.h"
#include "kiosk/screens/reception/conductor.h"
#include "kiosk/screens/reception/print_words.h"
#include "kiosk/ui/inject.h"
#include "kiosk/ui/ui.h"
#include "tests/desk/front_desk.h"

namespace vestibule::reception {
namespace {

using namespace std::chrono_literals;
using test_support::must;

// A lobby's desk with two printers, shown by reception's screens.
struct Reception {
    desk_test::FrontDesk desk;
    PrinterView printers;
    std::unique_ptr<ui::Ui> ui;
    std::unique_ptr<Conductor> screens;

    explicit Reception(std::string fallback = "front-desk") {
        ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
        ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 0);
        if (!fallback.empty()) desk.config.printer.fallback = {std::move(fallback)};
        desk.config.printer.queue = "badge";
        desk.config.printer.fallback_place = "reception";
        desk.reopen();
        printers.printers = {{.name = "badge",
                              .ready = false,
                              .reasons = {"media-empty"},
                              .trouble = "The printer is out of badges. Put in a new roll or cards.",
                              .media_left = 0},
                             {.name = "front-desk",
                              .place = "reception",
                              .fallback = true,
                              .supplies = {{.name = "Black", .percent = 60}},
                              .media_left = 38}};
        static_cast<void>(must(desk->add_staff("J. Ferrer", "482915", {"reception"})));
    }
    void open(ui::Size size = {1920, 1080}) {
        Config::Display display;
        display.motion = false;
        screens.reset();
        ui.reset();  // before the next one: there's one display
        ui = must(ui::Ui::open({.display = display, .role = Role::reception, .windowed = size, .tree_file = {}}));
        screens = std::make_unique<Conductor>(
            *desk, Surroundings{.exchange = {}, .printer = [this] { return printers; }, .shares_display = false});
        REQUIRE(screens->sign_in_as({.name = "J. Ferrer", .pin = "482915"}));
        REQUIRE(std::holds_alternative<Day>(screens->state().screen));
        draw();
    }
    void draw() {
        for (int i = 0; i < 3; ++i) CHECK_FALSE(screens->frame(*ui));
    }
    void tap(const std::string& id) {
        REQUIRE(ui::tap(*ui, id));
        while (ui->poll()) draw();
        screens->on_wake();
        draw();
    }
    [[nodiscard]] std::string text(std::string_view id) const {
        const auto* widget = ui->tree().find(id);
        return widget == nullptr ? std::string{} : widget->label;
    }
    [[nodiscard]] float top_of(std::string_view id) const {
        const auto* widget = ui->tree().find(id);
        return widget == nullptr ? -1 : widget->rect.y;
    }
    [[nodiscard]] bool stands_before(std::string_view id, std::string_view other) const {
        const auto *one = ui->tree().find(id), *two = ui->tree().find(other);
        if (one == nullptr || two == nullptr) return false;
        return std::pair{one->rect.y, one->rect.x} < std::pair{two->rect.y, two->rect.x};
    }
    // Of the newest such row: which member of staff it names.
    [[nodiscard]] std::string said_by(std::string_view kind) {
        std::string out;
        must(desk->reader().each_event([&](const vestibule::Event& event) {
            if (event.kind == kind) out = text_field(parse_object(event.body), "by");
            return true;
        }));
        return out;
    }
    [[nodiscard]] std::string row_of(BadgeId badge) const { return "job." + to_string(badge).substr(0, 8); }
};

}  // namespace

TEST_CASE("on an upright display, as behind the lobby's corner, no page's name and no state is cut off",
          "[display]") {
    Reception at;
    at.printers.trouble = at.printers.printers.front().trouble, at.printers.ready = false;
    static_cast<void>(at.desk.admit_walk_in("Amara Okafor"));
    at.open({1080, 1920});
    for (const auto* page : {"reception.page_today", "reception.page_inside", "reception.page_badges"}) {
        at.tap(page);
        for (const auto& widget : at.ui->tree().widgets) {
            INFO(widget.id << ": " << widget.label);
            CHECK_FALSE(widget.ellipsized);
        }
    }
}

TEST_CASE("staff see each printer with what is the matter and what is left, and the badges that wait", "[display]") {
    Reception at;
    const auto badge = at.desk.admit_walk_in("Amara Okafor");
    at.open();
    at.tap("reception.page_badges");
    CHECK(at.text("reception.printer.0.name") == "badge");
    CHECK(at.text("reception.printer.0.state") == "The printer is out of badges. Put in a new roll or cards.");
    CHECK(at.text("reception.printer.0.left") == "0 badges left");
    CHECK(at.text("reception.printer.1.state") == "Ready");
    CHECK(at.text("reception.printer.1.place") == "Stands at reception");
    CHECK(at.text("reception.printer.1.left") == "38 badges left · Black 60%");
    CHECK(at.text(at.row_of(badge)).find("Amara Okafor") != std::string::npos);
    CHECK(at.text(at.row_of(badge)).find("waiting") != std::string::npos);
}

TEST_CASE("a badge that waits is moved to the printer that is chosen", "[display]") {
    Reception at;
    const auto badge = at.desk.admit_walk_in("Amara Okafor");
    at.open();
    at.tap("reception.page_badges");
    at.tap(at.row_of(badge) + ".action");
    at.tap("details.move");
    CHECK(at.text("move.to.0") == "front-desk");
    at.tap("move.to.0");
    CHECK(at.desk.count(kind::badge_print_moved) == 1);
    CHECK(at.text("reception.notice").find("Amara Okafor") != std::string::npos);
}

TEST_CASE("a badge that hangs is the first matter of its sheet, and another printer the next step", "[display]") {
    Reception at;
    const auto badge = at.desk.admit_walk_in("Amara Okafor");
    for (const auto size : {ui::Size{1920, 1080}, ui::Size{1080, 1920}}) {
        at.open(size);
        at.tap("reception.page_badges");
        at.tap(at.row_of(badge) + ".action");
        CHECK(at.text("details.state").starts_with("inside since"));
        CHECK(at.stands_before("details.let_out", "details.move"));
        at.tap("details.close");
    }
    at.desk.wait(300s);
    for (const auto size : {ui::Size{1920, 1080}, ui::Size{1080, 1920}}) {
        at.open(size);
        at.tap("reception.page_badges");
        at.tap(at.row_of(badge) + ".action");
        CHECK(at.text("details.state") == "badge not printed yet");
        CHECK(at.top_of("details.badge") < at.top_of("details.admitted"));
        CHECK(at.stands_before("details.move", "details.let_out"));
        at.tap("details.close");
    }
}

TEST_CASE("a badge that waits isn't printed any more when staff say so", "[display]") {
    Reception at;
    const auto badge = at.desk.admit_walk_in("Amara Okafor");
    at.open();
    at.tap("reception.page_badges");
    at.tap(at.row_of(badge) + ".action");
    at.tap("details.dont_print");
    CHECK(at.desk.count(kind::badge_print_cancelled) == 1);
    at.tap(at.row_of(badge) + ".action");
    CHECK(at.ui->tree().find("details.dont_print") == nullptr);  // asked once is enough
}

TEST_CASE("where the printer couldn't tell, staff note that the badge came out, or reprint it", "[display]") {
    Reception at;
    const auto badge = at.desk.admit_walk_in("Amara Okafor");
    const auto job = at.desk.jobs("print").front().id;
    const NewEvent unknown{.kind = std::string{kind::badge_printed},
                           .stream = stream_of(badge),
                           .body = {{"job", to_string(job)}, {"outcome", "unknown"}}};
    must(at.desk->log().finish_job(job, JobState::unknown, "no answer", {&unknown, 1}, at.desk->now()));
    at.open();
    at.tap("reception.page_badges");
    CHECK(at.text(at.row_of(badge)).find("Ask if it came out") != std::string::npos);
    CHECK(at.text(at.row_of(badge) + ".action") == "Ask");
    at.tap(at.row_of(badge) + ".action");
    CHECK(at.text("details.state") == "badge perhaps printed");
    CHECK(at.ui->tree().find("details.reprint") != nullptr);
    // What is asked stands before what may be looked up.
    CHECK(at.top_of("details.badge") < at.top_of("details.admitted"));
    at.tap("details.badge_seen");
    CHECK(at.text("reception.notice").find("came out") != std::string::npos);
    CHECK(must(at.desk->badge(badge))->print == PrintOutcome::printed);
    CHECK(at.said_by(kind::badge_printed) == to_string(at.screens->state().session.staff->id));
    CHECK(at.text("reception.empty") == "Every badge is printed");
}

TEST_CASE("a badge that goes to another printer by itself needs nobody, until it doesn't go", "[display]") {
    const Instant now{std::chrono::seconds{1'796'000'000}};
    PrintJobView job{.stage = PrintStage::waiting, .since = now - 5min, .reason = "media-empty"};
    CHECK(needs_a_person(job, now));
    job.next = PrintNext::moves, job.next_at = now + 2min;
    CHECK_FALSE(needs_a_person(job, now));
    job.next_at = now - 5min;
    CHECK(needs_a_person(job, now));
    job.next = PrintNext::retries, job.next_at = now + 2min;
    CHECK(needs_a_person(job, now));
}

TEST_CASE("the sidebar says which printer is in trouble, once", "[display]") {
    Reception at;
    at.printers.name = "badge";
    at.printers.ready = false;
    at.printers.trouble = "The printer is out of badges. Put in a new roll or cards.";
    at.open();
    CHECK(at.text("reception.printer") == "badge: The printer is out of badges. Put in a new roll or cards.");
    at.printers.trouble = "There is no print queue badge. There are: office.";
    at.printers.reason = "not-found";
    at.screens->on_wake();
    at.draw();
    CHECK(at.text("reception.printer") == "There is no print queue badge. There are: office.");
}

TEST_CASE("the sheet's way out stands apart from what may be done, and the host's phone is on it", "[display]") {
    Reception at;
    Imported<HostRow> hosts;
    hosts.taken.push_back({.name = "Anna Berg", .email = "anna@harbour.example", .phone = "+47 22 33 44 55"});
    must(import_hosts(*at.desk, hosts));
    VisitDraft draft{.name = "Amara Okafor", .language = "en"};
    draft.host = must(at.desk->find_hosts("Anna")).front().id;
    static_cast<void>(must(at.desk->admit(must(at.desk->register_walk_in(draft)), at.desk.staff)));
    at.open();
    at.tap("reception.page_inside");
    at.tap("visit." + to_string(must(at.desk->inside()).front().id).substr(0, 8));
    CHECK(at.text("details.host_phone") == "+47 22 33 44 55");
    const auto* out = at.ui->tree().find("details.let_out");
    const auto* again = at.ui->tree().find("details.reprint");
    const auto* close = at.ui->tree().find("details.close");
    REQUIRE((out != nullptr && again != nullptr && close != nullptr));
    CHECK(out->rect.width > again->rect.width);
    CHECK(close->rect.x - again->rect.right() > 2 * (again->rect.x - out->rect.right()));
    at.tap("details.close");
    CHECK(at.ui->tree().find("details.close") == nullptr);
}

TEST_CASE("a print queue is called by what tells it from others", "[display]") {
    CHECK(words::queue_name("badge-lobby") == "badge-lobby");
    CHECK(words::queue_name("ipp://printers.harbour.example:631/printers/badge-reception") == "badge-reception");
    CHECK(words::queue_name("ipps://10.0.0.7/ipp/print") == "10.0.0.7");
    CHECK(words::queue_name("ipp://label-printer.local:631/") == "label-printer.local");
    CHECK(words::queue_name("ipp://") == "");
}

TEST_CASE("with one printer a badge can't be moved, and without badges the page says that all is well", "[display]") {
    Reception at{""};
    at.open();
    at.tap("reception.page_badges");
    CHECK(at.text("reception.empty") == "Every badge is printed");
    const auto badge = at.desk.admit_walk_in("Amara Okafor");
    at.screens->on_wake();
    at.draw();
    at.tap(at.row_of(badge) + ".action");
    CHECK(at.ui->tree().find("details.move") == nullptr);
    CHECK(at.ui->tree().find("details.dont_print") != nullptr);
}

TEST_CASE("without a printer the badges page and the sidebar say what becomes of badges", "[display]") {
    Reception at{""};
    at.printers = {.name = "/data/badges",
                   .saves_files = true,
                   .printers = {{.name = "/data/badges", .saves_files = true}},
                   .queues = {}};
    for (const ui::Size size : {ui::Size{1920, 1080}, ui::Size{1080, 1920}}) {
        at.open(size);
        if (size.width > size.height) CHECK(at.text("reception.printer") == "No printer: badges are saved as files");
        at.tap("reception.page_badges");
        CHECK(at.text("reception.printer.0.name") == "No printer");
        CHECK(at.text("reception.printer.0.state") == "Badges are saved as files");
        CHECK(at.text("reception.printer.0.place") == "in /data/badges");
        CHECK(at.ui->tree().find("reception.printer_trouble") == nullptr);
    }
}

TEST_CASE("several queues to choose from, and one that is gone, are said above the list with their names",
          "[display]") {
    Reception at{""};
    for (const auto* trouble : {"Choose a printer: badge, office. None of these queues is the default.",
                                "There is no print queue badge. There are: office."}) {
        at.printers = {.ready = false,
                       .trouble = trouble,
                       .printers = {{.ready = false, .reasons = {"not-found"}, .trouble = trouble}}};
        at.open();
        CHECK_THAT(at.text("reception.printer_trouble"), Catch::Contains(trouble));
        CHECK(at.text("reception.printer") == trouble);
        at.tap("reception.page_badges");
        CHECK(at.text("reception.printer.0.state") == trouble);
        CHECK(at.text("reception.printer.0.name") == "Badge printer");
    }
}

TEST_CASE("a badge that is saved says in which folder it lies", "[display]") {
    Reception at{""};
    const auto badge = at.desk.admit_walk_in("Amara Okafor");
    const auto job = at.desk.jobs("print").front();
    const NewEvent saved{.kind = std::string{kind::badge_printed},
                         .stream = stream_of(badge),
                         .body = {{"outcome", "saved"}, {"printer", "/data/badges"}, {"job", to_string(job.id)}}};
    must(at.desk->log().finish_job(job.id, JobState::done, "", {&saved, 1}, at.desk->now()));
    must(at.desk->refresh());
    at.open();
    at.tap("reception.page_inside");
    const auto visit = must(at.desk->badge(badge))->visit;
    at.tap("visit." + to_string(visit).substr(0, 8));
    CHECK(at.text("details.badge") ==
          "Saved just now as file " + must(at.desk->badge(badge))->code + " in /data/badges");
}

}  // namespace vestibule::reception
