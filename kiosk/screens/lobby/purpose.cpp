// What brings the visitor (R1: 来意), who comes along, and the car.
#include <vector>

#include "kiosk/base/text.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

// How many lines pills of these widths take.
int lines_of(const std::vector<float>& widths, float width, float gap) {
    int lines = 1;
    float x = 0;
    for (const float one : widths) {
        if (x > 0 && x + one > width) ++lines, x = 0;
        x += one + gap;
    }
    return lines;
}

// The least width that takes no more lines: three and two rather than four and one.
float balanced(const std::vector<float>& widths, float width, float gap) {
    const int lines = lines_of(widths, width, gap);
    if (lines == 1) return width;
    while (width > gap && lines_of(widths, width - gap, gap) == lines) width -= gap;
    return width;
}

// Policy's kinds of visitors as pills that flow over the lines.
void draw_types(ui::Ui& ui, const View& view, Draft& draft, ui::Rect& area) {
    const float height = std::max(ui.px(92), ui.theme().target_min()), gap = ui.px(16);
    ui::Rect at{area.x, area.y, 0, height};
    const auto& current =
        draft.visit.type.empty() && !view.visit_types.empty() ? view.visit_types.front() : draft.visit.type;
    std::vector<float> widths;
    for (const auto& type : view.visit_types)
        widths.push_back(ui::pill_width(ui, standing_alone(ui.texts().say(type))));
    const float right = area.x + balanced(widths, area.width, gap);
    std::string picked;
    for (const auto& type : view.visit_types) {
        const auto words = standing_alone(ui.texts().say(type));
        const float width = ui::pill_width(ui, words);
        if (at.x + width > right && at.x > area.x) at.x = area.x, at.y += height + gap;
        if (at.y + height > area.bottom()) break;
        at.width = std::min(width, area.width);
        if (ui::pill(ui, {.id = "purpose.type." + type, .rect = at, .label = words, .selected = type == current}))
            picked = type;
        at.x += width + gap;
    }
    if (!picked.empty()) draft.visit.type = picked, ui.redraw_in(1);
    area.cut_top(at.y + height - area.y + gap);
}

}  // namespace

Action draw(ui::Ui& ui, const GivePurpose& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    ui.focus_if_none("purpose.text");
    auto page = begin_page(ui, view,
                           {.id = "purpose",
                            .step = 3,
                            .steps = screen.changing ? 0 : 4,
                            .question = texts.say("What brings you here?"),
                            .keyboard = ui::FieldKind::words,
                            .action = screen.changing ? texts.say("Done") : texts.say("Next"),
                            .back = texts.say("Back")});
    auto area = page.content;
    const auto typed = ui::field(ui,
                                 {.id = "purpose.text",
                                  .rect = area.cut_top(ui::field_height(ui, false)),
                                  .placeholder = texts.say("A meeting, a repair, an interview…"),
                                  .length_max = line_length_max},
                                 draft.visit.purpose);
    area.cut_top(ui.px(32));
    if (view.visit_types.size() > 1) {
        auto look = ui::second_ink(ui, ui::Type::caption);
        area.cut_top(
            ui::label(ui, {.id = "purpose.as", .rect = area, .text = texts.say("You’re here as"), .look = look}) +
            ui.px(12));
        draw_types(ui, view, draft, area);
    }
    if (page.back) return Back{};
    if (page.next || typed.submitted) return Next{};
    return std::nullopt;
}

Action draw(ui::Ui& ui, const GiveDetails& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    auto page = begin_page(ui, view,
                           {.id = "details",
                            .step = 4,
                            .steps = screen.changing ? 0 : 4,
                            .question = texts.say("Is anyone with you?"),
                            .hint = texts.say("If you came alone and on foot, just continue."),
                            .keyboard = ui::FieldKind::words,
                            .action = screen.changing ? texts.say("Done") : texts.say("Next"),
                            .back = texts.say("Back")});
    auto area = page.content;
    ui::stepper(ui,
                {.id = "details.companions",
                 .rect = area.cut_top(std::max(ui::field_height(ui, true), ui.theme().target_min() + ui.px(12))),
                 .label = texts.say("People with you"),
                 .most = companions_most},
                draft.visit.companions);
    area.cut_top(ui.px(24));
    const auto plate = ui::field(ui,
                                 {.id = "details.plate",
                                  .rect = area.cut_top(ui::field_height(ui, true)),
                                  .label = texts.say("Your car’s number plate (if any)"),
                                  .length_max = plate_length_max},
                                 draft.visit.plate);
    if (page.back) return Back{};
    if (page.next || plate.submitted) return Next{};
    return std::nullopt;
}

}  // namespace vestibule::lobby
