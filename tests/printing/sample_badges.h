// Templates and fields that the printing tests share.
#pragma once

#include <array>
#include <string>

#include "printing/badge_drawings.h"
#include "printing/badge_preview.h"

namespace printing_tests {

using printing::sample_fields;

// As long as a badge's token may be: 221 alphanumeric characters, QR version 8 at level M.
inline std::string longest_token() {
    return sample_fields().token;
}

inline printing::BadgeDrawings bundled_drawings() {
    static const auto drawings = printing::BadgeDrawings::in({VESTIBULE_SOURCE "/assets/badges"}).value();
    return drawings;
}

// A card's drawing, lying, for a printer with colours.
inline printing::BadgeTemplate card_of(const std::string& look = "visitor") {
    return bundled_drawings().for_medium(printing::card_medium(), {.look = look}, printing::Inks::colour).value();
}

inline constexpr std::array looks{"visitor", "vip", "contractor", "escort-required", "temporary-pass"};

// One PWG name for each kind of medium that the bundled drawings are for.
inline constexpr std::array media{
    "custom_cr80_53.98x85.6mm", "roll_dk2205-continuous_2.4x1200in", "oe_shipping-label_2.3125x4in",
    "custom_54x101_54x101mm",   "oe_name-badge-label_2.25x4in",      "iso_a6_105x148mm",
    "iso_a4_210x297mm"};

}  // namespace printing_tests
