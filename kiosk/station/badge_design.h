// Which drawing a badge gets: the one place that printing, previews and the doctor share.
#pragma once

#include "kiosk/base/config.h"
#include "kiosk/base/result.h"
#include "kiosk/desk/views.h"
#include "printing/badge_drawings.h"

namespace vestibule {

// The look is the badge's own (its type's `badge_template` in the policy), else the station's; a badge that needs an
// escort gets the look `escort-required` where it would have the plain one.
[[nodiscard]] printing::BadgeDesign design_of(const BadgeView& badge, const Config& config);

// The company's own folder (printer.drawings) first, then assets/badges. Blocks: reads the files.
// Errors: retry_later where they can't be read just now; ask_staff where none of them can be used.
[[nodiscard]] Result<printing::BadgeDrawings> badge_drawings(const Config& config);

// The drawing of a badge on a plastic card: for previews without a printer. Errors: as those above;
// ask_staff for a look that nobody drew.
[[nodiscard]] Result<printing::BadgeTemplate> card_drawing(const BadgeView& badge, const Config& config);

}  // namespace vestibule
