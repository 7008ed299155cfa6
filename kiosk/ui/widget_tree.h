// What is on the display, for speech, tests and outside tools (FORMATS.md "Widget tree").
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/ui/colour.h"
#include "kiosk/ui/geometry.h"

namespace vestibule::ui {

enum class WidgetRole { button, field, choice, text, image, key, list, row };

struct Widget {
    std::string id;  // screen.thing
    WidgetRole role = WidgetRole::text;
    std::string label, value;
    bool enabled = true, focused = false, ellipsized = false;
    Colour fg, bg;
    Rect rect;
};

struct WidgetTree {
    std::string screen;
    std::uint64_t frame = 0;
    std::uint64_t page =
        1;  // counts the pages shown, also those of one name: after a change taps are nobody's at first
    float mm_per_px = 0;
    std::string language;
    std::vector<Widget> widgets;

    [[nodiscard]] const Widget* find(std::string_view id) const;
};

// The JSON of FORMATS.md, without the frame's number when `with_frame` is false.
[[nodiscard]] std::string json_of(const WidgetTree& tree, bool with_frame = true);

// Writes a tree to its file whenever it changed, never half of it.
class WidgetTreeFile {
  public:
    explicit WidgetTreeFile(std::filesystem::path file) : file_{std::move(file)} {}
    // Blocks: one small file write. Errors: ask_staff, once.
    [[nodiscard]] Result<> update(const WidgetTree& tree);

  private:
    std::filesystem::path file_;
    std::string last_;
};

}  // namespace vestibule::ui
