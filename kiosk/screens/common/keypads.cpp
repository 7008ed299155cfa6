// Words and banners of keypads.
#include "kiosk/screens/common/keypads.h"

#include "kiosk/screens/common/words.h"

namespace vestibule {

std::string words::keypad_closed(const Texts& texts, const KeypadView& keypad) {
    if (keypad.locked)
        return texts.say(
            "Too many wrong PINs: this keypad is locked. Another member of staff can unlock it at another station, "
            "or whoever runs this machine.");
    if (keypad.wait_s > 0)
        return texts.say("Too many wrong PINs. Please wait {time}.",
                         {{"time", duration(texts, std::chrono::seconds{keypad.wait_s})}});
    return {};
}

std::string words::pin_wrong(const Texts& texts, const KeypadView& keypad) {
    if (keypad.tries_left <= 0) return texts.say("That PIN isn’t right.");
    return texts.say_count("That PIN isn’t right. {n} try is left.", "That PIN isn’t right. {n} tries are left.",
                           keypad.tries_left);
}

ui::BannerSpec locked_keypad_banner(ui::Ui& ui, const LockedKeypad& keypad, ui::Rect rect, const SiteZone& zone,
                                    Instant now, std::string& id) {
    const auto& t = ui.texts();
    id = "keypad." + to_string(keypad.station).substr(0, 8);
    ui::BannerSpec banner{
        .id = id,
        .rect = rect,
        .icon = "lock",
        .title = t.say("The keypad of “{station}” is locked", {{"station", keypad.name}}),
        .text =
            t.say("{time}: the last of {count} wrong PINs. Find out who it was, then unlock it.",
                  {{"count", std::to_string(keypad.failures)}, {"time", words::moment(t, zone, keypad.since, now)}}),
        .action = t.say("Unlock")};
    banner.rect.height = ui::banner_height(ui, banner);
    return banner;
}

float draw_locked_keypads(ui::Ui& ui, ui::Rect rect, const std::vector<LockedKeypad>& keypads, const SiteZone& zone,
                          Instant now, std::optional<UnlockAsked>& asked) {
    const float gap = ui.px(24);
    float taken = 0;
    for (const auto& keypad : keypads) {
        std::string id;
        const auto banner = locked_keypad_banner(ui, keypad, rect, zone, now, id);
        if (taken > 0 && banner.rect.height > rect.height / 2) break;  // the next one follows when this is unlocked
        if (ui::banner(ui, banner)) asked = UnlockAsked{keypad.station};
        rect.cut_top(banner.rect.height + gap);
        taken += banner.rect.height + gap;
    }
    return taken;
}

Result<std::vector<LockedKeypad>> locked_elsewhere(const Desk& desk) {
    VESTIBULE_TRY(keypads, desk.locked_keypads());
    std::erase_if(keypads, [&](const LockedKeypad& keypad) { return keypad.station == desk.identity().station(); });
    return std::move(keypads);
}

}  // namespace vestibule
