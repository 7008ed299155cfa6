// Plays a person at the screens.
#include "kiosk/command/player.h"

#include <fmt/format.h>

#include <thread>

#include "kiosk/ui/inject.h"

namespace vestibule {
namespace {

constexpr std::chrono::milliseconds pause{8};
// Typing is told from a scan by a pause of some 40 ms, and a press shows before it acts: quiet for this long is
// settled.
constexpr int quiet_pauses = 12;
// A screen with a clock that runs is never quiet.
constexpr std::chrono::milliseconds settling_max{700};

}  // namespace

void Player::show(AppScreen& screens, std::function<void()> meanwhile) {
    screens_ = &screens;
    meanwhile_ = std::move(meanwhile);
    screens_->on_wake();
    ui::Ui::wake();
    settle();
}

bool Player::draw_once() {
    if (meanwhile_) meanwhile_();
    const bool wanted = display_.poll();
    if (wanted)
        (void)screens_->frame(display_);
    else
        std::this_thread::sleep_for(pause);
    return wanted;
}

void Player::settle() {
    const auto give_up_at = std::chrono::steady_clock::now() + settling_max;
    for (int quiet = 0; quiet < quiet_pauses && std::chrono::steady_clock::now() < give_up_at;)
        quiet = draw_once() ? 0 : quiet + 1;
}

Result<> Player::until(const std::function<bool(const ui::WidgetTree&)>& holds, std::string_view what) {
    const auto give_up_at = std::chrono::steady_clock::now() + player_patience;
    while (!holds(tree())) {
        if (std::chrono::steady_clock::now() > give_up_at)
            return ask_staff(
                fmt::format("the rehearsal waited for {}, but the screen still shows {}", what, tree().screen));
        screens_->on_wake();
        ui::Ui::wake();
        (void)draw_once();
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
    settle();
    return {};
}

Result<> Player::type(std::string_view field, std::string_view text) {
    if (text.empty()) return {};
    VESTIBULE_CHECK(until_widget(field));
    if (!tree().find(field)->focused) VESTIBULE_CHECK(tap(field));
    ui::type_text(text);
    settle();
    return {};
}

Result<> Player::scan(std::string_view code) {
    ui::scan(code);
    settle();
    return {};
}

Result<> Player::picture(std::string_view name) {
    settle();
    return display_.screenshot(folder_ / fmt::format("{:02}-{}.png", ++pictures_, name));
}

}  // namespace vestibule
