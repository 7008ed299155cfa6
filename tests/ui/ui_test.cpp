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

// A window, one field, one button and a keyboard, drawn until nothing is left to do.
struct Stage {
    Texts texts{catalogue_folder(), "en"};
    std::unique_ptr<Ui> ui;
    std::string text;
    int taps = 0;
    std::optional<std::string> scan;
    bool blocked = false;

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
        ui->begin_frame("test.stage", texts);
        ui->set_inert(blocked);
        auto page = ui->display().inset(72);
        static_cast<void>(
            field(*ui, {.id = "stage.field", .rect = page.cut_top(140), .kind = FieldKind::name}, text));
        page.cut_top(40);
        if (button(*ui, {.id = "stage.button", .rect = page.cut_top(144), .label = "Go"})) ++taps;
        auto all = ui->display();
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
    CHECK(stage.scan == "VI1:ABCD2345");
    CHECK(stage.text.empty());
    CHECK(stage.taps == 0);
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
