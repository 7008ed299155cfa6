// Frames, focus and touches.
#include "kiosk/ui/ui.h"

#include <SDL2/SDL_timer.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>

#include "kiosk/base/ensure.h"
#include "kiosk/base/paths.h"

namespace vestibule::ui {
namespace {

std::filesystem::path tree_path(const UiOptions& options) {
    if (!options.tree_file.empty()) return options.tree_file;
    const char* file = std::getenv("VESTIBULE_UI_TREE");
    return file != nullptr ? std::filesystem::path{file} : std::filesystem::path{};
}

std::int64_t ticks() {
    return static_cast<std::int64_t>(SDL_GetTicks64());
}

std::string_view without_sheet(std::string_view screen) {
    return screen.substr(0, screen.find('/'));
}

float ease_out(float part) {
    const float left = 1 - std::clamp(part, 0.0F, 1.0F);
    return 1 - left * left * left;
}

}  // namespace

Result<std::unique_ptr<Ui>> Ui::open(const UiOptions& options) {
    VESTIBULE_CHECK(TextPainter::check_fonts());
    auto window = Window::open({.windowed = options.windowed});
    if (!window) return tl::unexpected(window.error());
    return std::unique_ptr<Ui>{new Ui{options, std::move(*window)}};
}

Ui::Ui(const UiOptions& options, std::unique_ptr<Window> window)
    : options_{options},
      window_{std::move(window)},
      painter_{std::make_unique<Painter>(asset_folder() / "icons")},
      theme_{options.display, options.role, window_->size(), {}} {
    if (const auto file = tree_path(options); !file.empty()) tree_file_.emplace(file);
}

Ui::~Ui() = default;

bool Ui::handle(const std::vector<SDL_Event>& events) {
    bool matters = false;
    for (const auto& event : events) {
        if (event.type == SDL_QUIT)
            quit_ = true;
        else if (event.type == SDL_WINDOWEVENT)
            matters |=
                event.window.event == SDL_WINDOWEVENT_EXPOSED || event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED;
        else if (Window::is_wake(event))
            matters = true;
        else
            matters |= input_.take(event, theme_.window());
    }
    return matters;
}

int Ui::timeout_ms() const {
    if (dirty_ || input_.pending() || input_.has_own_strokes()) return 0;
    auto due = redraw_at_ms_;
    if (const auto held = input_.deadline_ms()) due = due ? std::min(*due, *held) : *held;
    if (!due) return -1;
    return static_cast<int>(std::clamp<std::int64_t>(*due - ticks(), 0, 3'600'000));
}

bool Ui::look(int timeout_ms, std::vector<SDL_Event>& events) {
    events.clear();
    input_.looks_from(ticks());
    input_.looked_at(window_->wait(timeout_ms, events));
    return handle(events);
}

// One after the other, as long as nobody does anything.
bool Ui::learn_layouts(std::vector<SDL_Event>& events) {
    while (input_.learn_layout())
        if (look(0, events) || timeout_ms() == 0) return true;
    return false;
}

bool Ui::wait() {
    constexpr std::uint64_t warm_up_after_frame = 1;
    if (frame_ == warm_up_after_frame) painter_->texts().warm_up();
    std::vector<SDL_Event> events;
    if (frame_ >= warm_up_after_frame && timeout_ms() != 0 && learn_layouts(events)) return !quit_;
    while (!quit_) {
        const int timeout = timeout_ms();
        if (look(timeout, events) || timeout == 0 || timeout_ms() == 0) break;
    }
    return !quit_;
}

bool Ui::poll() {
    std::vector<SDL_Event> events;
    return look(0, events) || timeout_ms() == 0;
}

void Ui::change_screen(std::string_view screen) {
    const bool first = screen_.empty(), same_below = without_sheet(screen) == without_sheet(screen_);
    screen_ = screen;
    focused_.clear(), active_.clear(), pressed_.clear(), caret_of_.clear();
    keyboard_ = {};
    on_glass_ = false;
    dragged_.reset(), drag_from_.reset();
    if (same_below) return;
    scroll_.clear();
    if (!first && theme_.motion()) changed_ms_ = now_ms_;
}

void Ui::begin_frame(std::string_view screen, const Texts& texts) {
    const auto before = now_ms_;
    now_ms_ = ticks();
    texts_ = &texts;
    dirty_ = false;
    redraw_at_ms_.reset();
    inert_ = false;
    const auto size = window_->size();
    if (size.width != theme_.window().width || size.height != theme_.window().height || comfort_ != theme_.comfort())
        theme_ = Theme{options_.display, options_.role, size, comfort_};
    page_turned_ = std::exchange(turn_next_, false) || (!screen_.empty() && screen != screen_);
    if (page_turned_) page_shown_ms_.reset();
    constexpr auto never = std::numeric_limits<std::int64_t>::max();
    input_.begin_frame(now_ms_, awaits_typing(), taps_from_ms().value_or(never));
    typing_awaited_ = false;
    if (screen != screen_) change_screen(screen);
    begin_press();
    note_keys();
    move_focus();
    tree_ = {.screen = std::string{screen},
             .frame = ++frame_,
             .mm_per_px = theme_.mm_per_px(),
             .language = texts.language(),
             .widgets = {}};
    focus_order_.clear();
    painter_->begin_frame(theme_, texts.language(), static_cast<float>(now_ms_ - before) / 1000);
}

// What lies under the finger is what the person saw there.
void Ui::begin_press() {
    sheet_ = false;
    next_areas_.clear();
    const auto& pointer = input_.pointer();
    if (!pointer.pressed) return;
    drag_from_ = pointer.at;
    active_.clear();
    const auto under = std::find_if(areas_.rbegin(), areas_.rend(),
                                    [&](const Area& area) { return area.rect.contains(pointer.at); });
    if (under == areas_.rend()) return;
    active_ = under->id, active_rect_ = under->rect, active_since_ms_ = now_ms_;
}

void Ui::note_keys() {
    if (input_.by_keys() && !input_.strokes().empty()) on_glass_ = false;
}

// Nothing: the page hasn't been shown yet.
std::optional<std::int64_t> Ui::taps_from_ms() const {
    if (!page_shown_ms_) return std::nullopt;
    return *page_shown_ms_ + new_page_ms;
}

int Ui::until_taps_ms() const {
    const auto from = taps_from_ms();
    if (!from) return new_page_ms;
    // An event's time may be a millisecond less than ticks() were before.
    return static_cast<int>(std::clamp<std::int64_t>(*from + 1 - ticks(), 0, new_page_ms + 1));
}

void Ui::end_frame() {
    const auto& pointer = input_.pointer();
    if (pointer.released) active_.clear(), drag_from_.reset(), dragged_.reset();
    if (!focused_.empty() && std::find(focus_order_.begin(), focus_order_.end(), focused_) == focus_order_.end() &&
        !inert_)
        focused_.clear();
    input_.set_field_focused(awaits_typing());
    const auto since = now_ms_ - changed_ms_;
    const bool moving = theme_.motion() && since < transition_ms;
    const float part = moving ? ease_out(static_cast<float>(since) / transition_ms) : 1;
    painter_->end_frame(0.15F + 0.85F * part, {0, std::round((1 - part) * px(28))});
    if (moving) redraw_in(1);
    page_turned_ |= sheet_ != std::exchange(sheet_shown_, sheet_);
    if (page_turned_) ++page_;
    tree_.page = page_;
    window_->present();
    if (page_turned_) page_shown_ms_ = ticks();
    areas_.swap(next_areas_);
    shown_ = std::move(tree_);
    if (!tree_file_) return;
    if (auto written = tree_file_->update(shown_); !written) {
        std::fprintf(stderr, "vestibule: %s\n", written.error().what.c_str());
        tree_file_.reset();
    }
}

void Ui::redraw_in(int ms) {
    const auto at = now_ms_ + std::max(1, ms);
    redraw_at_ms_ = redraw_at_ms_ ? std::min(*redraw_at_ms_, at) : at;
}

Result<> Ui::screenshot(const std::filesystem::path& file) {
    painter_->render_again();
    return window_->save_png(file);
}

void Ui::forget() {
    painter_->forget();
    shown_.widgets.clear();
    areas_.clear(), next_areas_.clear();
    keyboard_ = {};
    dirty_ = true;
}

void Ui::move_focus() {
    for (const auto& stroke : input_.strokes()) {
        const auto* key = std::get_if<Key>(&stroke);
        if (key == nullptr || (*key != Key::tab && *key != Key::tab_back) || focus_order_.empty()) continue;
        const auto count = static_cast<std::ptrdiff_t>(focus_order_.size());
        const auto found = std::find(focus_order_.begin(), focus_order_.end(), focused_);
        auto at = found == focus_order_.end() ? (*key == Key::tab ? -1 : 0) : found - focus_order_.begin();
        at = (at + (*key == Key::tab ? 1 : count - 1)) % count;
        focused_ = focus_order_[static_cast<std::size_t>(at)];
    }
}

void Ui::focus_if_none(std::string_view id) {
    if (focused_.empty()) focused_ = id;
}

bool Ui::pressed(Key key) const {
    const auto& strokes = const_cast<Input&>(input_).strokes();
    return !inert_ && std::any_of(strokes.begin(), strokes.end(), [&](const Stroke& s) {
        const auto* pressed = std::get_if<Key>(&s);
        return pressed != nullptr && *pressed == key;
    });
}

void Ui::report(Widget widget) {
    if (inert_) widget.enabled = false;
    tree_.widgets.push_back(std::move(widget));
}

void Ui::report_cut_off(std::string_view id) {
    const auto last =
        std::find_if(tree_.widgets.rbegin(), tree_.widgets.rend(), [id](const Widget& w) { return w.id == id; });
    if (last != tree_.widgets.rend()) last->ellipsized = true;
}

Touch Ui::touch(const TouchSpec& spec) {
    const auto visible = spec.rect.overlap(painter_->clip());
    if (visible.empty()) return {};
    const bool enabled = spec.enabled && !inert_;
    const auto& pointer = input_.pointer();
    if (enabled && spec.focusable) focus_order_.emplace_back(spec.id);
    if (enabled) next_areas_.push_back({std::string{spec.id}, visible});
    Touch touch;
    const bool mine = enabled && active_ == spec.id && active_rect_.contains(pointer.at);
    touch.held = mine && pointer.down;
    touch.clicked = mine && pointer.released;
    touch.held_ms = touch.held ? static_cast<int>(now_ms_ - active_since_ms_) : 0;
    touch.focused = focused_ == spec.id;
    if (enabled && touch.focused && spec.role != WidgetRole::field && (pressed(Key::enter) || pressed(Key::space)))
        touch.clicked = true;
    // As a tap: what was pressed for the page before answers nothing on this one.
    if (enabled && spec.by_enter && focused_.empty() && pressed(Key::enter) && until_taps_ms() == 0)
        touch.clicked = true;
    if (touch.held || touch.clicked) pressed_ = spec.id, pressed_ms_ = now_ms_;
    if (enabled && pressed_ == spec.id) {
        const auto since = now_ms_ - pressed_ms_;
        touch.press = touch.held ? 1 : 1 - std::min(1.0F, static_cast<float>(since) / press_ms);
        if (!theme_.motion() && !touch.held) touch.press = 0;
        if (touch.press > 0 && !touch.held) redraw_in(8);
    }
    report({.id = std::string{spec.id},
            .role = spec.role,
            .label = std::string{spec.label},
            .value = std::string{spec.value},
            .enabled = spec.enabled,
            .focused = touch.focused,
            .fg = spec.fg,
            .bg = spec.bg,
            .rect = visible});
    touch.focused = touch.focused && (input_.by_keys() || spec.role == WidgetRole::field);
    if (spec.role == WidgetRole::field && touch.focused && caret_of_ != spec.id) {
        caret_of_ = spec.id;
        caret_ = {std::string::npos, std::string::npos};  // the field brings it to its end
    }
    return touch;
}

const KeyboardLayout& Ui::layout() {
    const auto wanted = layout_for_language(texts_->language());
    if (layout_ && layout_->name == wanted) return *layout_;
    auto read = read_layout(wanted);
    if (!read && wanted != "us") read = read_layout("us");
    if (!read) {
        std::fprintf(stderr, "vestibule: %s\n", read.error().what.c_str());
        layout_ = KeyboardLayout{.name = wanted, .letters = {}};
    } else {
        layout_ = std::move(*read);
        layout_->name = wanted;
    }
    return *layout_;
}

void Ui::scroll_anew_for(std::string_view id, std::size_t what) {
    const auto [held, first] = scroll_holds_.try_emplace(std::string{id}, what);
    if (!first && held->second != what) scroll_offset(id) = 0;
    held->second = what;
}

Rect Ui::begin_scroll(std::string_view id, Rect rect, float content_height) {
    const auto& pointer = input_.pointer();
    auto& offset = scroll_.try_emplace(std::string{id}, 0.0F).first->second;
    const float over = content_height - rect.height;
    const float most = over < 1 ? 0 : over;  // a fraction of a pixel is what adding up heights has rounded
    const bool inside = !inert_ && drag_from_ && rect.contains(*drag_from_) && most > 0;
    const float slack = theme_.mm(3);
    if (inside && pointer.down && !dragged_ && std::abs(pointer.at.y - drag_from_->y) > slack) {
        dragged_ = id;
        active_.clear();  // a drag is no tap
    }
    if (dragged_ == id && pointer.down) {
        offset -= pointer.at.y - drag_from_->y;
        drag_from_->y = pointer.at.y;
    }
    if (!inert_ && rect.contains(pointer.at)) offset -= pointer.wheel * px(120);
    if (pressed(Key::page_down)) offset += rect.height * 0.9F;
    if (pressed(Key::page_up)) offset -= rect.height * 0.9F;
    offset = std::clamp(offset, 0.0F, most);
    if (most > 0)  // whatever touches its edge may be only partly in sight
        report({.id = std::string{id},
                .role = WidgetRole::list,
                .label = {},
                .value = {},
                .fg = palette().line,
                .bg = palette().card,
                .rect = rect.overlap(painter_->clip())});
    painter_->push_clip(rect);
    scroll_bar_ = most > 0 ? scroll_bar(rect, content_height, offset) : Rect{};
    return {rect.x, rect.y - std::round(offset), rect.width, std::max(content_height, rect.height)};
}

Rect Ui::scroll_bar(Rect rect, float content_height, float offset) const {
    const float width = px(6);
    const float length = std::max(px(48), rect.height * rect.height / content_height);
    const float at = offset / (content_height - rect.height) * (rect.height - length);
    return {rect.right() - width, rect.y + at, width, length};
}

void Ui::end_scroll() {
    painter_->fill(scroll_bar_, palette().line, scroll_bar_.width / 2);
    painter_->pop_clip();
}

}  // namespace vestibule::ui
