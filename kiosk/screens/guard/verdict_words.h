// What each verdict is called, why, and what the guard does about it: one table.
#pragma once

#include <string>

#include "kiosk/base/texts.h"
#include "kiosk/desk/views.h"

namespace vestibule::guard {

struct VerdictWords {
    std::string icon;    // a name in assets/icons
    std::string word;    // "Welcome", "Stop", …
    std::string reason;  // why not; empty for a welcome
    std::string advice;  // what to do; empty where nothing is
};
[[nodiscard]] VerdictWords words_of(const Texts& texts, const CheckView& check, const SiteZone& zone, Instant now);

}  // namespace vestibule::guard
