// Whom would you like to see: hosts as one types, or "I don't know the name" (R4). Never says who is in (R3).
#include <functional>

#include "kiosk/base/text.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

void choose(Draft& draft, const HostView& host) {
    draft.visit.host = host.id;
    draft.visit.host_text.clear();
    draft.host_name = host.name;
    draft.host_department = host.department;
    draft.host_typed = host.name;
    draft.host_unknown = false;
}

void leave_to_reception(Draft& draft) {
    draft.visit.host.reset();
    draft.visit.host_text = clean_line(draft.host_typed, name_length_max);
    draft.host_name.clear();
    draft.host_department.clear();
    draft.host_unknown = true;
}

}  // namespace

Action draw(ui::Ui& ui, const ChooseHost& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    ui.focus_if_none("host.search");
    const bool chosen = draft.visit.host && draft.host_typed == draft.host_name;
    auto page = begin_page(ui, view,
                           {.id = "host",
                            .step = 2,
                            .steps = screen.changing ? 0 : 4,
                            .question = texts.say("Whom would you like to see?"),
                            .keyboard = ui::FieldKind::words,
                            .action = texts.say("Next"),
                            .action_enabled = chosen || view.hosts.size() == 1,
                            .back = texts.say("Back")});
    auto area = page.content;
    const auto typed = ui::field(ui,
                                 {.id = "host.search",
                                  .rect = area.cut_top(ui::field_height(ui, false)),
                                  .placeholder = texts.say("Name or department"),
                                  .length_max = name_length_max,
                                  .icon = "search"},
                                 draft.host_typed);
    area.cut_top(ui.px(ui.theme().portrait() ? 24.0F : 12.0F));
    const float row_height = std::max(ui.px(140), ui.theme().target_min());
    const auto rows = static_cast<float>(view.hosts.size() + 1);
    auto list = area;
    list.height = std::min(area.height, rows * row_height);
    ui::card(ui, list);
    Action action;
    ui.scroll_anew_for("host.list", std::hash<std::string>{}(draft.host_typed));
    auto inside = ui.begin_scroll("host.list", list, rows * row_height);
    bool first = true;
    for (const auto& host : view.hosts) {
        if (ui::list_row(ui, {.id = "host.row." + to_string(host.id),
                              .rect = inside.cut_top(row_height),
                              .monogram = monogram(host.name),
                              .title = host.name,
                              .subtitle = host.department,
                              .line_above = !first})) {
            choose(draft, host);
            action = Next{};
        }
        first = false;
    }
    if (ui::list_row(ui, {.id = "host.unknown",
                          .rect = inside.cut_top(row_height),
                          .monogram = "?",
                          .title = texts.say("I don’t know the name"),
                          .subtitle = texts.say("Reception will help you"),
                          .line_above = !first,
                          .plain = true})) {
        leave_to_reception(draft);
        action = Next{};
    }
    ui.end_scroll();
    if (page.next || typed.submitted) {
        if (!chosen && view.hosts.size() == 1) choose(draft, view.hosts.front());
        if (draft.visit.host && draft.host_typed == draft.host_name) action = Next{};
    }
    if (page.back) action = Back{};
    return action;
}

}  // namespace vestibule::lobby
