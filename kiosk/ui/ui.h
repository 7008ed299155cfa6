// The display as screens see it: a frame to draw into, who touched what, and every widget told to the widget tree.
//
//     auto opened = ui::Ui::open({.display = config.display, .role = Role::lobby, .windowed = ui::Size{1080, 1920}});
//     auto& ui = **opened;
//     while (ui.wait()) {                                   // sleeps; false: the window was closed
//         ui.begin_frame("lobby.welcome", texts);
//         auto page = ui.display().inset(ui.px(72));        // layouts cut slices off a rectangle
//         label(ui, {.id = "welcome.greeting", .rect = page.cut_top(ui.px(240)), .text = texts.say("Welcome."),
//                    .look = {.type = ui::Type::greeting, .weight = ui::Weight::semibold}});
//         if (button(ui, {.id = "welcome.go", .rect = page.cut_bottom(ui.theme().primary_height()),
//                         .label = texts.say("Start")})) …  // true in the frame in which it was tapped
//         if (auto scan = ui.take_scan()) …                 // what a scanner typed: never typed into a field
//         ui.redraw_in(1000);                               // only where something moves by itself
//         ui.end_frame();
//     }
//
// Widgets are free functions: widgets.h (lobby and common), tables.h (dense staff screens), keyboard.h. All take
// window px; ui.px(n) turns the designs' reference px into them, ui.theme().mm(n) millimetres.
// Focus: a tap focuses fields only; Tab walks through all. Ids are unique on a screen: "screen.thing".
// A sheet over a screen: draw the screen between ui.set_inert(true) and ui.set_inert(false), then the sheet, and call
// the screen "lobby.welcome/sheet": up to the slash it is the same screen, which keeps its place and doesn't move.
// A tap acts on what was shown when it began. One that begins sooner than a person can have seen the page (another
// name, a sheet opened or closed, turn_page()) is nobody's: it was meant for the page before.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/texts.h"
#include "kiosk/ui/input.h"
#include "kiosk/ui/keyboard_layout.h"
#include "kiosk/ui/painter.h"
#include "kiosk/ui/widget_tree.h"
#include "kiosk/ui/window.h"

namespace vestibule::ui {

inline constexpr int press_ms = 120;       // a press fades this long
inline constexpr int transition_ms = 180;  // a screen's change
inline constexpr int new_page_ms = 300;    // after a page's change taps are nobody's

struct UiOptions {
    Config::Display display;
    Role role = Role::lobby;
    std::optional<Size> windowed;
    std::filesystem::path tree_file;  // empty: VESTIBULE_UI_TREE, or nowhere
};

// A place that can be touched.
struct TouchSpec {
    std::string_view id;
    Rect rect;
    WidgetRole role = WidgetRole::button;
    std::string_view label;
    std::string_view value = {};
    bool enabled = true;
    bool focusable = true;
    bool by_enter = false;  // Enter presses it where nothing is focused
    Colour fg, bg;
};

struct Touch {
    bool clicked = false;
    bool held = false;  // a finger is on it
    bool focused = false;
    float press = 0;  // 0…1, how pressed it looks
    int held_ms = 0;
};

// What the on-screen keyboard remembers between frames; forgotten with the screen.
struct KeyboardState {
    int page = 0;
    bool shift = false, caps = false;
    bool word_start = false;  // the caret stood at the start of a word
    std::string dead;         // combining sign that waits for its letter
    std::string focus;        // the field it was last shown for
    std::int64_t repeated_ms = 0;
    std::int64_t shifted_ms = -10'000;
};

// Thread: the one that opened it, but for wake().
class Ui {
  public:
    // Errors: ask_staff, one sentence that names what to install or set: no display, no OpenGL, no fonts.
    [[nodiscard]] static Result<std::unique_ptr<Ui>> open(const UiOptions& options);
    ~Ui();

    // Blocks until there is a reason to draw (input, wake(), a deadline). False: the window was closed.
    [[nodiscard]] bool wait();
    // Takes what has happened without blocking; true when there's a reason to draw. For `rehearse` and tests.
    [[nodiscard]] bool poll();
    // Makes wait() return. Thread: any.
    static void wake() { Window::wake(); }
    void begin_frame(std::string_view screen, const Texts& texts);
    void end_frame();
    // Another frame is wanted in this many ms, even if nobody touches anything.
    void redraw_in(int ms);
    // The last frame as a PNG. Errors: ask_staff when it can't be written.
    [[nodiscard]] Result<> screenshot(const std::filesystem::path& file);

    [[nodiscard]] Rect display() const { return {0, 0, theme_.window().width, theme_.window().height}; }
    [[nodiscard]] const Theme& theme() const { return theme_; }
    [[nodiscard]] const Palette& palette() const { return theme_.palette(); }
    [[nodiscard]] float px(float reference) const { return theme_.px(reference); }
    void set_comfort(Comfort comfort) { comfort_ = comfort; }  // from the next frame on
    [[nodiscard]] Comfort comfort() const { return comfort_; }
    [[nodiscard]] Painter& paint() { return *painter_; }
    [[nodiscard]] const Texts& texts() const { return *texts_; }
    [[nodiscard]] std::int64_t now_ms() const { return now_ms_; }
    [[nodiscard]] std::int64_t last_touch_ms() const { return input_.last_touch_ms(); }  // same clock as now_ms()

    // Reports the widget and says what the visitor does to it.
    Touch touch(const TouchSpec& spec);
    void report(Widget widget);
    // The words of the widget that was reported last under this name had no room: the tree says so.
    void report_cut_off(std::string_view id);
    void set_inert(bool inert) { inert_ = inert, sheet_ |= inert; }
    [[nodiscard]] bool inert() const { return inert_; }
    // What a scanner typed, once.
    [[nodiscard]] std::optional<Scan> take_scan() { return input_.take_scan(); }
    // What the next frame shows is another page, though its name is the same: another person's verdict.
    void turn_page() { turn_next_ = true; }
    // How long it takes until a tap on the page that is shown counts; 0: it does now.
    [[nodiscard]] int until_taps_ms() const;
    [[nodiscard]] bool pressed(Key key) const;  // in this frame, by nobody's field

    void focus(std::string_view id) { focused_ = id; }
    void focus_if_none(std::string_view id);
    // By a finger or a mouse, which may have no keyboard of their own.
    void focus_by_touch(std::string_view id) { focused_ = id, on_glass_ = true; }
    void blur() { focused_.clear(), on_glass_ = false; }
    // The focused field was touched, and no real key was pressed since: it needs a keyboard on the display.
    [[nodiscard]] bool on_glass() const { return on_glass_; }
    [[nodiscard]] const std::string& focused() const { return focused_; }
    [[nodiscard]] Input& input() { return input_; }
    [[nodiscard]] Caret& caret() { return caret_; }  // of the focused field
    [[nodiscard]] KeyboardState& keyboard() { return keyboard_; }
    [[nodiscard]] const KeyboardLayout& layout();  // for the language of the texts

    // In this frame typing is awaited though no field is focused: it isn't taken for a scan because it's fast.
    void await_typing() { typing_awaited_ = true; }

    // Forgets every string that was drawn or typed (the visitor has left). Not within a frame; draw one afterwards.
    void forget();

    // A region that scrolls by finger, wheel and keys; returns where its content starts. Always close it. Where there
    // is something to scroll, the tree tells of it as a list.
    [[nodiscard]] Rect begin_scroll(std::string_view id, Rect rect, float content_height);
    void end_scroll();
    // How far the region stands from its top; set it before begin_scroll() to bring something into view.
    [[nodiscard]] float& scroll_offset(std::string_view id) {
        return scroll_.try_emplace(std::string{id}, 0.0F).first->second;
    }

    // Before begin_scroll(): the region stands at its top again when it holds another list (`what`: a hash of what
    // was asked for, so that nothing typed is kept).
    void scroll_anew_for(std::string_view id, std::size_t what);

    // The widgets of the last finished frame.
    [[nodiscard]] const WidgetTree& tree() const { return shown_; }

  private:
    Ui(const UiOptions& options, std::unique_ptr<Window> window);
    bool handle(const std::vector<SDL_Event>& events);
    bool look(int timeout_ms, std::vector<SDL_Event>& events);
    bool learn_layouts(std::vector<SDL_Event>& events);
    void begin_press();
    void note_keys();
    [[nodiscard]] bool awaits_typing() const {
        return typing_awaited_ || (!focused_.empty() && focused_ == caret_of_);
    }
    [[nodiscard]] std::optional<std::int64_t> taps_from_ms() const;
    void move_focus();
    void change_screen(std::string_view screen);
    [[nodiscard]] int timeout_ms() const;
    [[nodiscard]] Rect scroll_bar(Rect rect, float content_height, float offset) const;

    UiOptions options_;
    std::unique_ptr<Window> window_;
    std::unique_ptr<Painter> painter_;
    Theme theme_;
    Comfort comfort_;
    Input input_;
    const Texts* texts_ = nullptr;
    WidgetTree tree_, shown_;
    std::optional<WidgetTreeFile> tree_file_;
    std::vector<std::string> focus_order_;
    // Where the shown frame can be touched, the topmost last; and the same of the frame being drawn.
    struct Area {
        std::string id;
        Rect rect;
    };
    std::vector<Area> areas_, next_areas_;
    std::string focused_, active_, pressed_, caret_of_;
    Rect active_rect_;  // as it was when it was pressed
    Caret caret_;
    KeyboardState keyboard_;
    std::optional<KeyboardLayout> layout_;
    std::map<std::string, float, std::less<>> scroll_;
    std::map<std::string, std::size_t, std::less<>> scroll_holds_;
    std::optional<std::string> dragged_;
    std::optional<Point> drag_from_;
    Rect scroll_bar_;
    std::string screen_;
    std::int64_t now_ms_ = 0, active_since_ms_ = 0, pressed_ms_ = -press_ms, changed_ms_ = -transition_ms;
    std::optional<std::int64_t> redraw_at_ms_, page_shown_ms_{-new_page_ms};
    std::uint64_t frame_ = 0, page_ = 1;
    bool inert_ = false, quit_ = false, dirty_ = true;
    bool turn_next_ = false, page_turned_ = false, sheet_ = false, sheet_shown_ = false, on_glass_ = false;
    bool typing_awaited_ = false;
};

}  // namespace vestibule::ui
