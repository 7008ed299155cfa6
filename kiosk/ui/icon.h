// Icons, logos and QR codes at the exact pixel size they are shown at.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/ui/sprites.h"

namespace vestibule::ui {

inline constexpr std::uintmax_t svg_bytes_max = 1U << 20;

class IconPainter {
  public:
    IconPainter(SpriteCache& sprites, std::filesystem::path folder) : sprites_{sprites}, folder_{std::move(folder)} {}

    // The icon `name` (assets/icons/name.svg) as coverage, to be tinted. One that can't be read is empty.
    [[nodiscard]] const Sprite& icon(std::string_view name, float side_px);
    // Any SVG in its own colours, fitted into the box.
    [[nodiscard]] const Sprite& drawing(const std::filesystem::path& file, Size box);
    // Dark modules of a QR code, one module a whole number of pixels; `extent` is its true side, without a quiet
    // zone.
    [[nodiscard]] const Sprite& qr(std::string_view text, float side_px);

  private:
    SpriteCache& sprites_;
    std::filesystem::path folder_;
};

}  // namespace vestibule::ui
