// The look in one place: colours, type sizes and lengths, made from the display and the visitor's comfort settings.
#pragma once

#include "kiosk/base/config.h"
#include "kiosk/ui/colour.h"
#include "kiosk/ui/geometry.h"

namespace vestibule::ui {

// Roles of text. Sizes in reference px (lobby 1080×1920, landscape 1920×1080); capital letters of the design's
// pictures.
enum class Type {
    verdict,   // 150: the one word of a gate's verdict
    face,      // 92: a visitor's name at a gate, as large as a face
    greeting,  // 104: the one sentence of the welcome screen
    question,  // 72: what a screen asks
    choice,    // 46: the label of a big button or card
    body,      // 38
    caption,   // 30
    title,     // 54: a staff screen's heading
    stat,      // 60: a number that counts
    row,       // 28: a table's text
    small,     // 24: a table's second line, its header
};

enum class Weight { regular, medium, semibold, bold };

// What a visitor asked for with "Aa"; reset for the next person.
struct Comfort {
    bool large = false;  // large text and strong contrast together
    auto operator<=>(const Comfort&) const = default;
};

struct Palette {
    Colour paper, card, ink, ink_second, hairline, line;
    Colour brand, brand_wash, on_brand, on_brand_second;
    Colour attention, attention_wash, welcome, welcome_wash, stop, stop_wash, neutral_wash;
    Colour keyboard, key, key_side;
};

// Immutable; made anew when the window or the comfort changes.
class Theme {
  public:
    Theme(const Config::Display& display, Role role, Size window, Comfort comfort);

    [[nodiscard]] const Palette& palette() const { return palette_; }
    // Window px of a length given in reference px.
    [[nodiscard]] float px(float reference) const { return reference * scale_; }
    // Window px of a physical length on this display.
    [[nodiscard]] float mm(float millimetres) const { return millimetres / mm_per_px_; }
    [[nodiscard]] float mm_per_px() const { return mm_per_px_; }
    [[nodiscard]] float type_px(Type type) const;
    [[nodiscard]] bool portrait() const { return window_.height > window_.width; }
    [[nodiscard]] bool motion() const { return motion_; }
    [[nodiscard]] Comfort comfort() const { return comfort_; }
    [[nodiscard]] Size window() const { return window_; }
    // Heights that keep ACCEPTANCE F.1: 20 mm for a primary target, 15 mm for any other.
    [[nodiscard]] float primary_height() const { return std::max(px(144), mm(20.2F)); }
    [[nodiscard]] float target_min() const { return mm(15.1F); }

  private:
    Palette palette_;
    Size window_;
    Comfort comfort_;
    float scale_ = 1, mm_per_px_ = 0.248F;
    bool motion_ = true;
};

}  // namespace vestibule::ui
