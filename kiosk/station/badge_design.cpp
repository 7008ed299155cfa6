// The policy's words to printing/'s.
#include "kiosk/station/badge_design.h"

#include "kiosk/base/paths.h"

namespace vestibule {
namespace {

constexpr std::string_view plain_look = "visitor";
constexpr std::string_view escort_look = "escort-required";

printing::Orientation orientation_of(const Config& config) {
    if (config.printer.orientation == "landscape") return printing::Orientation::landscape;
    if (config.printer.orientation == "portrait") return printing::Orientation::portrait;
    return printing::Orientation::any;
}

}  // namespace

printing::BadgeDesign design_of(const BadgeView& badge, const Config& config) {
    auto look = badge.badge_template.empty() ? config.printer.badge_template : badge.badge_template;
    if (badge.escort && look == plain_look) look = escort_look;
    return {.look = std::move(look), .orientation = orientation_of(config)};
}

Result<printing::BadgeDrawings> badge_drawings(const Config& config) {
    auto drawings = printing::BadgeDrawings::in({config.printer.drawings, asset_folder() / "badges"});
    if (drawings) return std::move(*drawings);
    const auto may_pass = drawings.error().kind == printing::FailureKind::storage;
    return may_pass ? retry_later(drawings.error().what) : ask_staff(drawings.error().what);
}

Result<printing::BadgeTemplate> card_drawing(const BadgeView& badge, const Config& config) {
    VESTIBULE_TRY(drawings, badge_drawings(config));
    auto drawing = drawings.for_medium(printing::card_medium(), design_of(badge, config), printing::Inks::colour);
    if (!drawing) return ask_staff(drawing.error().what);
    return std::move(*drawing);
}

}  // namespace vestibule
