// Who are you: name, company, phone (R1).
#include <array>

#include "kiosk/base/text.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {

Action draw(ui::Ui& ui, const WhoAreYou& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    struct Entry {
        std::string_view id;
        std::string label;
        ui::FieldKind kind;
        std::size_t length_max;
        std::string* text;
    };
    const std::array<Entry, 3> entries{
        {{"who.name", texts.say("Your name"), ui::FieldKind::name, name_length_max, &draft.visit.name},
         {"who.company", texts.say("Company (if any)"), ui::FieldKind::name, name_length_max, &draft.visit.company},
         {"who.phone", texts.say("Phone"), ui::FieldKind::digits, phone_length_max, &draft.visit.phone}}};
    ui.focus_if_none(entries[0].id);
    std::size_t at = 0;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (ui.focused() == entries[i].id) at = i;
    const auto& current = *entries[at].text;
    const bool named = !clean_line(draft.visit.name, name_length_max).empty();
    const bool last = at + 1 == entries.size(), asked_for = draft.name_asked_for && !named;
    auto page = begin_page(ui, view,
                           {.id = "who",
                            .step = 1,
                            .steps = screen.changing ? 0 : 4,
                            .question = texts.say("Please introduce yourself."),
                            .keyboard = entries[at].kind,
                            .at_start_of_word = current.empty() || current.back() == ' ',
                            .action = last && screen.changing ? texts.say("Done") : texts.say("Next"),
                            .back = texts.say("Back")});
    bool go_on = page.next;
    auto area = page.content;
    for (const auto& entry : entries) {
        go_on |= ui::field(ui,
                           {.id = entry.id,
                            .rect = area.cut_top(ui::field_height(ui, true)),
                            .label = &entry == &entries[0] && asked_for
                                         ? texts.say("Your name, please: it goes on the badge")
                                         : entry.label,
                            .kind = entry.kind,
                            .length_max = entry.length_max,
                            .valid = &entry != &entries[0] || !asked_for},
                           *entry.text)
                     .submitted;
        area.cut_top(ui.px(20));
    }
    if (page.back) return Back{};
    if (!go_on) return std::nullopt;
    if (last && named) return Next{};
    // On to the next field; nowhere but to the name while it's missing.
    draft.name_asked_for = !named;
    ui.focus(named ? entries[at + 1].id : entries[0].id);
    ui.redraw_in(1);
    return std::nullopt;
}

}  // namespace vestibule::lobby
