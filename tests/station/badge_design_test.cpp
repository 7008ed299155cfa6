// Which look a badge gets on paper: its type's, but never the plain one where an escort is needed.
#include "kiosk/station/badge_design.h"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace vestibule;

namespace {

BadgeView badge(const std::string& look, bool escort) {
    BadgeView view;
    view.badge_template = look;
    view.escort = escort;
    return view;
}

}  // namespace

TEST_CASE("a badge has its type's look, and that of an escort where it would be plain", "[station]") {
    const Config config;
    CHECK(design_of(badge("visitor", false), config).look == "visitor");
    CHECK(design_of(badge("visitor", true), config).look == "escort-required");
    CHECK(design_of(badge("contractor", true), config).look == "contractor");
    CHECK(design_of(badge("", false), config).look == "visitor");
    CHECK(design_of(badge("", true), config).look == "escort-required");
    CHECK(design_of(badge("", false), config).orientation == printing::Orientation::any);
}

TEST_CASE("the station's settings say which look a type without one has, and how badges are held", "[station]") {
    ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 1);
    Config config;
    config.printer.badge_template = "vip";
    config.printer.orientation = "portrait";
    CHECK(design_of(badge("", true), config).look == "vip");
    CHECK(design_of(badge("visitor", false), config).look == "visitor");
    CHECK(design_of(badge("visitor", false), config).orientation == printing::Orientation::portrait);
    const auto drawing = card_drawing(badge("visitor", false), config);
    if (!drawing) FAIL(drawing.error().what);
    CHECK(drawing->width_mm() < 100);
}

TEST_CASE("a look that nobody drew and drawings of which none can be used are told to staff", "[station]") {
    ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 1);
    Config config;
    const auto unknown = card_drawing(badge("dignitary", false), config);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().remedy == Remedy::ask_staff);
    CHECK_THAT(unknown.error().what, Catch::Contains("'dignitary'"));
    ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/tests", 1);  // in which there are no drawings
    config.printer.drawings = VESTIBULE_SOURCE "/assets/icons";
    const auto icons = badge_drawings(config);
    ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 1);
    REQUIRE_FALSE(icons);
    CHECK(icons.error().remedy == Remedy::ask_staff);
    CHECK_THAT(icons.error().what, Catch::Contains("assets/icons/"));
}
