// Plays a person at the screens.
#include "kiosk/command/player.h"

#include <fmt/format.h>

#include <thread>

#include "kiosk/ui/inject.h"

namespace vestibule {
namespace {

constexpr std::chrono::milliseconds frame_pause{8};
// Typing is told from a scan by a pause, and a screen's change moves for 180 ms: a picture waits for both.
constexpr int settling_frames = 40;

}  // namespace

void Player::show(AppScreen& screens, std::function<void()> meanwhile) {
    screens_ = &screens;
    meanwhile_ = std::move(meanwhile);
    screens_->on_wake();
    draw_once();
}

void Player::draw_once() {
    if (meanwhile_) meanwhile_();
    (void)display_.poll();
    (void)screens_->frame(display_);
    std::this_thread::sleep_for(frame_pause);
}

Result<> Player::settle() {
    for (int i = 0; i < settling_frames; ++i) draw_once();
    return {};
}

Result<> Player::until(const std::function<bool(const ui::WidgetTree&)>& holds, std::string_view what) {
    const auto give_up_at = std::chrono::steady_clock::now() + player_patience;
    while (!holds(tree())) {
        if (std::chrono::steady_clock::now() > give_up_at)
            return ask_staff(
                fmt::format("the rehearsal waited for {}, but the screen still shows {}", what, tree().screen));
        screens_->on_wake();
        draw_once();
    }
    return {};
}

Result<> Player::until_screen(std::string_view name) {
    return until([&](const ui::WidgetTree& t) { return t.screen == name; }, name);
}

Result<> Player::until_widget(std::string_view id) {
    return until([&](const ui::WidgetTree& t) { return t.find(id) != nullptr && t.find(id)->enabled; }, id);
}

Result<> Player::tap(std::string_view id) {
    VESTIBULE_CHECK(until_widget(id));
    VESTIBULE_CHECK(ui::tap(display_, id));
    ++taps_;
    return settle();
}

Result<> Player::type(std::string_view field, std::string_view text) {
    if (text.empty()) return {};
    VESTIBULE_CHECK(until_widget(field));
    if (!tree().find(field)->focused) VESTIBULE_CHECK(tap(field));
    ui::type_text(text);
    return settle();
}

Result<> Player::scan(std::string_view code) {
    ui::scan(code);
    return settle();
}

Result<> Player::picture(std::string_view name) {
    VESTIBULE_CHECK(settle());
    return display_.screenshot(folder_ / fmt::format("{:02}-{}.png", ++pictures_, name));
}

}  // namespace vestibule
