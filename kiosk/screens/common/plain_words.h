// What printing/, the desk and the log say in plain English, said to staff in the station's language.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/texts.h"

namespace vestibule::words {

// A sentence that isn't known, or only in parts, stays English: better than nothing where something is wrong.
[[nodiscard]] std::string plain(const Texts& texts, std::string_view english);
// The same for somebody who works with visitors: a file's trouble without its path and the system's words for it.
[[nodiscard]] std::string plain_at_the_desk(const Texts& texts, std::string_view english);

}  // namespace vestibule::words
