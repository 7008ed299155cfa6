// Reads media names by libcups, which holds the whole PWG register.
#include "printing/medium.h"

#include <cups/cups.h>
#include <cups/pwg.h>
#include <fmt/format.h>

namespace printing {
namespace {

constexpr double hundredths_per_mm = 100.0;
constexpr std::size_t media_name_length_max = 127;

// Longer than any badge: such a "page" is the whole roll.
constexpr double page_length_mm_max = 1500.0;

}  // namespace

// Some printers hang the tray or the width on it: "roll_max-62_…", "custom_max.tray-1_…".
bool is_end_of_range(std::string_view name) {
    for (const std::string_view kind : {"custom_", "roll_"}) {
        if (!name.starts_with(kind)) continue;
        const auto rest = name.substr(kind.size());
        const auto word = rest.substr(0, rest.find_first_of("_-.0123456789"));
        return word == "max" || word == "min" || word == "maximum" || word == "minimum";
    }
    return false;
}

Result<Medium> medium_named(std::string_view name) {
    const std::string text(name.substr(0, media_name_length_max + 1));
    if (text.empty() || text.size() > media_name_length_max)
        return failure(FailureKind::bad_input, "A medium needs a name of 1 to 127 characters.");
    if (is_end_of_range(text))
        return failure(FailureKind::bad_input,
                       fmt::format("'{}' is the end of a range of sizes, not a medium.", text));
    const pwg_media_t* media = pwgMediaForPWG(text.c_str());
    if (media == nullptr) media = pwgMediaForLegacy(text.c_str());
    if (media == nullptr || media->width <= 0 || media->length <= 0)
        return failure(FailureKind::bad_input, fmt::format("'{}' isn't a medium's name.", text));
    Medium medium{
        .name = text, .width_mm = media->width / hundredths_per_mm, .height_mm = media->length / hundredths_per_mm};
    medium.continuous = text.starts_with("roll_") || medium.height_mm > page_length_mm_max;
    return medium;
}

Medium card_medium() {
    return {.name = "custom_cr80_53.98x85.6mm", .width_mm = 53.98, .height_mm = 85.6};
}

Medium custom_medium(double width_mm, double height_mm) {
    return {.name = fmt::format("custom_badge_{:g}x{:g}mm", width_mm, height_mm),
            .width_mm = width_mm,
            .height_mm = height_mm};
}

}  // namespace printing
