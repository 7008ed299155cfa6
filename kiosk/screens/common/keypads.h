// Keypads after wrong PINs, in words: what may be tried at one's own, and which others somebody has to unlock.
#pragma once

#include <vector>

#include "kiosk/desk/desk.h"
#include "kiosk/ui/widgets.h"

namespace vestibule {

// What a person does about a locked keypad, at every staffed station that shows it.
struct UnlockAsked {
    StationId station;
};

namespace words {
// Why nobody may try now, in one sentence; empty: somebody may.
[[nodiscard]] std::string keypad_closed(const Texts& texts, const KeypadView& keypad);
// … and of whoever typed a wrong one, how many tries are left.
[[nodiscard]] std::string pin_wrong(const Texts& texts, const KeypadView& keypad);
}  // namespace words

// The banner of one: what has happened there, and a button that unlocks it. `rect` gives the width. The spec holds
// while `id` does, which it sets.
[[nodiscard]] ui::BannerSpec locked_keypad_banner(ui::Ui& ui, const LockedKeypad& keypad, ui::Rect rect,
                                                  const SiteZone& zone, Instant now, std::string& id);

// The banners of all of them from the top of `rect` down, as far as there is room; answers the height that they took
// with the gaps below them. `asked`: whose button was pressed.
float draw_locked_keypads(ui::Ui& ui, ui::Rect rect, const std::vector<LockedKeypad>& keypads, const SiteZone& zone,
                          Instant now, std::optional<UnlockAsked>& asked);

// Those of other stations: the desk's own is unlocked elsewhere. Thread: the desk's.
[[nodiscard]] Result<std::vector<LockedKeypad>> locked_elsewhere(const Desk& desk);

}  // namespace vestibule
