// To which script a character belongs, as ICU says.
#pragma once

#include <unicode/uscript.h>

namespace vestibule {

// USCRIPT_COMMON for signs, digits and spaces.
[[nodiscard]] inline UScriptCode script_of(UChar32 c) {
    auto status = U_ZERO_ERROR;
    return uscript_getScript(c, &status);
}

}  // namespace vestibule
