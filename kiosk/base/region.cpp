// Zone to country to paper, by ICU.
#include "kiosk/base/region.h"

#include <unicode/timezone.h>
#include <unicode/ulocdata.h>

#include <array>

namespace vestibule {

bool uses_letter_paper(std::string_view time_zone) {
    std::array<char, 8> region{};
    auto status = U_ZERO_ERROR;
    const auto id =
        icu::UnicodeString::fromUTF8(icu::StringPiece{time_zone.data(), static_cast<int>(time_zone.size())});
    icu::TimeZone::getRegion(id, region.data(), static_cast<std::int32_t>(region.size()), status);
    if (U_FAILURE(status) || std::string_view{region.data()} == "001") return false;
    std::int32_t height_mm = 0, width_mm = 0;
    ulocdata_getPaperSize((std::string{"und_"} + region.data()).c_str(), &height_mm, &width_mm, &status);
    return U_SUCCESS(status) && width_mm == 216 && height_mm == 279;
}

}  // namespace vestibule
