// Small helpers to read calendars' properties.
#pragma once

#include <libical/ical.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "kiosk/base/text.h"

namespace vestibule {

inline std::string line_of(const char* text, std::size_t length_max) {
    return text == nullptr ? std::string{} : clean_line(text, length_max);
}

inline std::string upper(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

template <class Use>
void each_property(icalcomponent* event, icalproperty_kind kind, const Use& use) {
    for (auto* p = icalcomponent_get_first_property(event, kind); p != nullptr;
         p = icalcomponent_get_next_property(event, kind))
        use(p);
}

}  // namespace vestibule
