// The table of displays and looks, and the catalogues that are found.
#include "tests/gallery/pictures/places.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "kiosk/base/ensure.h"

namespace vestibule::gallery {
namespace {

constexpr ui::Size upright{1080, 1920}, small{1280, 800}, wide{1920, 1080};

}  // namespace

std::string Place::size_name() const {
    return fmt::format("{:.0f}x{:.0f}", size.width, size.height);
}

std::string Place::name() const {
    return fmt::format("{} {}", name_of(role), size_name());
}

const std::vector<Place>& places() {
    // "Aa" stands on the visitors' welcome screen only: nobody can ask for it at a gate or at the desk.
    static const std::vector<Look> visitors{{"normal", {}}, {"large", {.large = true}}}, staff{{"normal", {}}};
    static const std::vector<Place> all{{Role::lobby, upright, visitors, true},
                                        {Role::lobby, small, visitors},
                                        {Role::lobby, wide, visitors},
                                        {Role::guard, upright, staff, true},
                                        {Role::guard, wide, staff},
                                        {Role::reception, wide, staff, true},
                                        {Role::reception, small, staff},
                                        {Role::reception, upright, staff}};
    return all;
}

const Place& place_named(const std::string& name) {
    const auto found = std::ranges::find(places(), name, &Place::name);
    ensure(found != places().end(), "each display that is named is in the table");
    return *found;
}

std::vector<std::string> languages() {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator{VESTIBULE_SOURCE "/assets/locales"})
        if (entry.path().extension() == ".po") out.push_back(entry.path().stem().string());
    std::ranges::sort(out);
    out.insert(out.begin(), "en");
    return out;
}

bool drawn_everywhere(const std::string& language) {
    constexpr std::array<std::string_view, 4> hardest{"en", "zh_CN", "ar", "de"};
    return std::ranges::find(hardest, language) != hardest.end();
}

bool is_drawn(const Place& place, const Look& look, const std::string& language) {
    return drawn_everywhere(language) || (place.reference && look.name == "normal");
}

}  // namespace vestibule::gallery
