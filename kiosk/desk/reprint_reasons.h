// Why a badge is printed anew, as the log keeps it: for the use case, the command and the screen.
#pragma once

#include <array>
#include <string_view>

namespace vestibule {

// Any other is kept as "other", for the log holds no free text.
inline constexpr std::array<std::string_view, 5> reprint_reasons{"lost", "damaged", "not-printed", "wrong-data",
                                                                 "stolen"};

}  // namespace vestibule
