// Texts and facts that follow each other downwards, measured before they are drawn, so that cards fit what they hold.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/widgets.h"

namespace vestibule {

struct Line {
    std::string id;  // empty: not reported
    std::string text;
    ui::TextLook look{};
    float gap_before = 0;  // window px; not before the first one
};
[[nodiscard]] float lines_height(ui::Ui& ui, const std::vector<Line>& lines, float width);
// The same set smaller, step by step, where they need more than `room`: the longest words take a smaller type, not
// the room of a button.
[[nodiscard]] std::vector<Line> fitted(ui::Ui& ui, std::vector<Line> lines, float width, float room);
void draw_lines(ui::Ui& ui, ui::Rect rect, const std::vector<Line>& lines, ui::Colour ground);

// A name and its value: "Host   Li Na".
struct Fact {
    std::string id;
    std::string label, value;
    bool strong = false;
    std::optional<ui::Tone> tone{};
};
struct FactsLook {
    ui::Type type = ui::Type::row;
    float label_width = 200;  // window px
    float gap = 12;           // between facts
    int value_lines_max = 3;
};
[[nodiscard]] float facts_height(ui::Ui& ui, const std::vector<Fact>& facts, float width, const FactsLook& look);
void draw_facts(ui::Ui& ui, ui::Rect rect, const std::vector<Fact>& facts, const FactsLook& look);

}  // namespace vestibule
