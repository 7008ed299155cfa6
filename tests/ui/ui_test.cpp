// Frames on a real OpenGL context, without a display: touch, focus, typing, the tree.
#include "kiosk/ui/ui.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "kiosk/base/paths.h"
#include "kiosk/ui/inject.h"
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/widgets.h"

using namespace vestibule;
using namespace vestibule::ui;

namespace {

// A finger that doesn't wait until the page has been seen.
void push_finger(const Ui& ui, Uint32 type, std::string_view id) {
    const auto* widget = ui.tree().find(id);
    REQUIRE(widget != nullptr);
    SDL_Event event{};
    event.type = type;
    event.tfinger.fingerId = 1;
    event.tfinger.x = widget->rect.centre().x / ui.display().width;
    event.tfinger.y = widget->rect.centre().y / ui.display().height;
    SDL_PushEvent(&event);
}
void push_finger_down(const Ui& ui, std::string_view id) {
    push_finger(ui, SDL_FINGERDOWN, id);
}
void push_finger_up(const Ui& ui, std::string_view id) {
    push_finger(ui, SDL_FINGERUP, id);
}
void push_tap(const Ui& ui, std::string_view id) {
    push_finger_down(ui, id);
    push_finger_up(ui, id);
}

// A window, one field, one button and a keyboard, drawn until nothing is left to do.
struct Stage {
    Texts texts{catalogue_folder(), "en"};
    std::unique_ptr<Ui> ui;
    std::string text;
    int taps = 0;
    std::optional<Scan> scan;
    bool blocked = false;
    std::string screen = "test.stage";
    float button_from_top = 180;  // below the field
    bool keyboard_shown = true;

    Stage() {
        ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
        ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 0);
        Config::Display display;
        display.motion = false;
        auto opened =
            Ui::open({.display = display, .role = Role::lobby, .windowed = Size{1080, 1920}, .tree_file = {}});
        INFO((opened ? "" : opened.error().what));
        REQUIRE(opened);
        ui = std::move(*opened);
        draw();
    }
    void draw() {
        ui->begin_frame(screen, texts);
        ui->set_inert(blocked);
        auto page = ui->display().inset(72);
        static_cast<void>(
            field(*ui, {.id = "stage.field", .rect = page.cut_top(140), .kind = FieldKind::name}, text));
        auto below = ui->display().inset(72);
        below.cut_top(button_from_top);
        if (button(*ui, {.id = "stage.button", .rect = below.cut_top(144), .label = "Go"})) ++taps;
        auto all = ui->display();
        if (keyboard_shown)
            static_cast<void>(keyboard(*ui, {.rect = all.cut_bottom(keyboard_height(*ui, FieldKind::name)),
                                             .kind = FieldKind::name,
                                             .action = "Next"}));
        ui->set_inert(false);
        if (auto code = ui->take_scan()) scan = code;
        ui->end_frame();
    }
    void settle() {
        for (int i = 0; i < 64 && ui->poll(); ++i) draw();
    }
    void tap_on(std::string_view id) {
        const auto tapped = tap(*ui, id);
        INFO((tapped ? "" : tapped.error().what));
        REQUIRE(tapped);
        settle();
    }
};

}  // namespace

TEST_CASE("a tap on a button counts once", "[display]") {
    Stage stage;
    stage.tap_on("stage.button");
    CHECK(stage.taps == 1);
}

TEST_CASE("a tap focuses a field, and both keyboards type into it", "[display]") {
    Stage stage;
    stage.tap_on("stage.field");
    CHECK(stage.ui->focused() == "stage.field");
    stage.tap_on("keyboard.l");
    stage.tap_on("keyboard.i");
    CHECK(stage.text == "li");
    stage.tap_on("keyboard.backspace");
    CHECK(stage.text == "l");
    stage.tap_on("keyboard.shift");
    stage.tap_on("keyboard.n");
    stage.tap_on("keyboard.a");
    CHECK(stage.text == "lNa");
}

TEST_CASE("a scan doesn't land in the field that has the focus", "[display]") {
    Stage stage;
    stage.tap_on("stage.field");
    scan("VI1:ABCD2345");
    stage.settle();
    REQUIRE(stage.scan);
    CHECK(stage.scan->readings.front() == "VI1:ABCD2345");
    CHECK(stage.text.empty());
    CHECK(stage.taps == 0);
}

TEST_CASE("a tap on a page that has just changed is nobody's, and so is one after a sheet has opened", "[display]") {
    Stage stage;
    const auto at_once = [&] {
        stage.draw();
        push_tap(*stage.ui, "stage.button");
        stage.settle();
    };
    const auto change = GENERATE(0, 1, 2);
    if (change == 0) stage.screen = "test.other";
    if (change == 1) stage.ui->turn_page();
    if (change == 2) {
        stage.blocked = true;
        stage.draw();
        stage.blocked = false;
    }
    INFO("change " << change);
    const auto page = stage.ui->tree().page;
    at_once();
    CHECK(stage.taps == 0);
    CHECK(stage.ui->tree().page == page + 1);
    stage.tap_on("stage.button");
    CHECK(stage.taps == 1);
    at_once();  // the same page: taps may be as fast as they like
    CHECK(stage.taps == 2);
}

TEST_CASE("a tap that began on the page before does nothing on the next", "[display]") {
    Stage stage;
    push_finger_down(*stage.ui, "stage.button");
    stage.settle();
    stage.screen = "test.other";
    stage.draw();
    push_finger_up(*stage.ui, "stage.button");
    stage.settle();
    CHECK(stage.taps == 0);
}

TEST_CASE("a press acts on what lay under the finger, though something else comes there at the press", "[display]") {
    Stage stage;
    stage.button_from_top = 1400;  // where the keyboard's keys are
    stage.keyboard_shown = false;
    stage.draw();
    push_finger_down(*stage.ui, "stage.button");
    stage.keyboard_shown = true;
    stage.settle();
    push_finger_up(*stage.ui, "stage.button");
    stage.settle();
    CHECK(stage.taps == 1);
    CHECK(stage.text.empty());
}

TEST_CASE("a keyboard on the display is needed after a touch of the field, and not after keys or a touch elsewhere",
          "[display]") {
    Stage stage;
    CHECK_FALSE(stage.ui->on_glass());
    stage.tap_on("stage.field");
    CHECK(stage.ui->on_glass());
    scan("VI1:ABCD2345");
    stage.settle();
    CHECK(stage.ui->on_glass());
    type_text("x");
    stage.settle();
    CHECK_FALSE(stage.ui->on_glass());
    stage.tap_on("stage.button");
    CHECK_FALSE(stage.ui->on_glass());
    CHECK(stage.ui->focused() == "stage.field");
}

TEST_CASE("what lies below a sheet can't be touched and says so in the tree", "[display]") {
    Stage stage;
    stage.blocked = true;
    stage.draw();
    CHECK_FALSE(stage.ui->tree().find("stage.button")->enabled);
    CHECK_FALSE(tap(*stage.ui, "stage.button"));
}

TEST_CASE("keys are keys of at least 9 mm, and the button one of 20 mm", "[display]") {
    Stage stage;
    int keys = 0;
    for (const auto& widget : stage.ui->tree().widgets) {
        if (widget.role != WidgetRole::key) continue;
        ++keys;
        CHECK(widget.rect.height * stage.ui->theme().mm_per_px() >= 9);
        CHECK(widget.rect.width * stage.ui->theme().mm_per_px() >= 9);
    }
    CHECK(keys > 26);
}

TEST_CASE("with nothing to do there is no frame to draw", "[display]") {
    Stage stage;
    stage.settle();
    CHECK_FALSE(stage.ui->poll());
}

TEST_CASE("whatever its script, a line begins where those of the display's language do", "[display]") {
    Stage stage;
    auto& texts = stage.ui->paint().texts();
    const auto begins = [&](const char* text, Align align) {
        return texts.measure(text, {.align = align, .wrap_px = 600, .lines_max = 1}).offset.x;
    };
    CHECK(begins("ليلى حداد", Align::start) < 2);
    CHECK(begins("Leila Haddad", Align::start) < 2);
    CHECK(begins("ليلى حداد", Align::end) > 100);
    texts.set_language("ar");
    CHECK(begins("ليلى حداد", Align::start) > 100);
    CHECK(begins("Leila Haddad", Align::start) > 100);
    CHECK(begins("Leila Haddad", Align::end) < 2);
}

TEST_CASE("an address that needs two lines is parted after its @, not within a word", "[display]") {
    Stage stage;
    auto& texts = stage.ui->paint().texts();
    const auto extent = [&](const char* text, float wrap) { return texts.measure(text, {.wrap_px = wrap}).extent; };
    const auto first = extent("maria.fernandez@", 0).width, whole = extent("maria.fernandez@example.com", 0).width;
    const auto parted = extent("maria.fernandez@example.com", (first + whole) / 2);
    CHECK(std::abs(parted.width - first) <= 2);
    CHECK(parted.height > extent("maria.fernandez@", 0).height * 1.5F);
    CHECK(extent("maria.fernandez@example.com", whole + 4).height < parted.height);
}

TEST_CASE("what is taller by a part of a pixel than its room doesn't scroll, a pixel more does", "[display]") {
    Stage stage;
    auto& ui = *stage.ui;
    const auto scrolled = [&](float content_height) {
        ui.begin_frame("test.scroll", stage.texts);
        ui.scroll_offset("stage.rows") = 1000;
        const Rect room{0, 0, 400, 100};
        const auto content = ui.begin_scroll("stage.rows", room, content_height);
        ui.end_scroll();
        ui.end_frame();
        return room.y - content.y;
    };
    CHECK(scrolled(100) == 0);
    CHECK(scrolled(100.7F) == 0);
    CHECK(scrolled(102) == 2);
}

TEST_CASE("words that have no room on what is touched are told as cut off", "[display]") {
    Stage stage;
    auto& ui = *stage.ui;
    const auto cut_off = [&](float width, const char* words) {
        std::string typed;
        ui.begin_frame("test.words", stage.texts);
        static_cast<void>(button(ui, {.id = "stage.button", .rect = {0, 0, width, 80}, .label = words}));
        static_cast<void>(pill(ui, {.id = "stage.pill", .rect = {0, 100, width, 80}, .label = words}));
        static_cast<void>(list_row(ui, {.id = "stage.row", .rect = {0, 200, width + 120, 120}, .title = words}));
        static_cast<void>(field(ui, {.id = "stage.typed", .rect = {0, 340, width, 140}, .label = words}, typed));
        ui.end_frame();
        std::vector<bool> out;
        for (const auto* id : {"stage.button", "stage.pill", "stage.row", "stage.typed"})
            out.push_back(ui.tree().find(id)->ellipsized);
        return out;
    };
    const std::string sentence = "To protect your data, this page closes in twenty-five seconds from now on.";
    CHECK(cut_off(700, "Confirm") == std::vector{false, false, false, false});
    CHECK(cut_off(260, sentence.c_str()) == std::vector{true, true, true, true});
}

TEST_CASE("a region with something to scroll to is a list of the tree, one that fits isn't", "[display]") {
    Stage stage;
    auto& ui = *stage.ui;
    const auto told = [&](float content_height) {
        ui.begin_frame("test.list", stage.texts);
        static_cast<void>(ui.begin_scroll("stage.rows", {10, 20, 400, 100}, content_height));
        ui.end_scroll();
        ui.end_frame();
        const auto* list = ui.tree().find("stage.rows");
        return list != nullptr && list->role == WidgetRole::list && list->rect.height == 100;
    };
    CHECK_FALSE(told(100));
    CHECK(told(400));
}
