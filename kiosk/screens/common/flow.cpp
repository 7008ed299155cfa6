// Measuring and drawing of lines and facts.
#include "kiosk/screens/common/flow.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace vestibule {
namespace {

float line_height(ui::Ui& ui, const Line& line, float width) {
    return line.text.empty() ? 0 : std::ceil(ui.paint().text_size(line.text, line.look, std::floor(width)).height);
}

ui::TextLook label_look(ui::Ui& ui, const FactsLook& look) {
    return {.type = look.type, .colour = ui.palette().ink_second, .lines_max = 2};
}

ui::TextLook value_look(ui::Ui& ui, const FactsLook& look, const Fact& fact) {
    const auto colour = fact.tone ? ui::colours_of(ui.palette(), *fact.tone).ink : ui.palette().ink;
    return {.type = look.type,
            .weight = fact.strong ? ui::Weight::semibold : ui::Weight::regular,
            .colour = colour,
            .lines_max = look.value_lines_max,
            .tabular = true};
}

float fact_height(ui::Ui& ui, const Fact& fact, float width, const FactsLook& look) {
    const float value_width = std::floor(width - look.label_width);
    return std::ceil(std::max(
        ui.paint().text_size(fact.label, label_look(ui, look), std::floor(look.label_width - ui.px(16))).height,
        ui.paint().text_size(fact.value, value_look(ui, look, fact), value_width).height));
}

}  // namespace

float lines_height(ui::Ui& ui, const std::vector<Line>& lines, float width) {
    float height = 0;
    for (const auto& line : lines) {
        if (line.text.empty()) continue;
        height += (height > 0 ? line.gap_before : 0) + line_height(ui, line, width);
    }
    return height;
}

std::vector<Line> fitted(ui::Ui& ui, std::vector<Line> lines, float width, float room) {
    using ui::Type;
    constexpr std::array smaller{std::pair{Type::question, Type::title}, std::pair{Type::title, Type::choice},
                                 std::pair{Type::choice, Type::body}, std::pair{Type::body, Type::caption},
                                 std::pair{Type::caption, Type::row}};
    for (int tries = 0; tries < 3 && lines_height(ui, lines, width) > room; ++tries)
        for (auto& line : lines) {
            const auto* next = std::ranges::find(smaller, line.look.type, &std::pair<Type, Type>::first);
            if (next != smaller.end()) line.look.type = next->second;
            line.gap_before = std::min(line.gap_before, ui.px(12));
        }
    return lines;
}

void draw_lines(ui::Ui& ui, ui::Rect rect, const std::vector<Line>& lines, ui::Colour ground) {
    bool first = true;
    for (const auto& line : lines) {
        if (line.text.empty()) continue;
        if (!first) rect.cut_top(line.gap_before);
        first = false;
        const auto at = rect.cut_top(line_height(ui, line, rect.width));
        ui::label(ui, {.id = line.id, .rect = at, .text = line.text, .look = line.look, .ground = ground});
    }
}

float facts_height(ui::Ui& ui, const std::vector<Fact>& facts, float width, const FactsLook& look) {
    float height = 0;
    for (const auto& fact : facts) height += (height > 0 ? look.gap : 0) + fact_height(ui, fact, width, look);
    return height;
}

void draw_facts(ui::Ui& ui, ui::Rect rect, const std::vector<Fact>& facts, const FactsLook& look) {
    const auto card = ui.palette().card;
    for (const auto& fact : facts) {
        auto row = rect.cut_top(fact_height(ui, fact, rect.width, look));
        rect.cut_top(look.gap);
        auto name = row.cut_left(look.label_width);
        name.width -= ui.px(16);
        ui::label(ui, {.id = {}, .rect = name, .text = fact.label, .look = label_look(ui, look), .ground = card});
        ui::label(
            ui, {.id = fact.id, .rect = row, .text = fact.value, .look = value_look(ui, look, fact), .ground = card});
    }
}

}  // namespace vestibule
