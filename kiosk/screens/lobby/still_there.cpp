// "Are you still there?": before what a visitor typed leaves the display (ACCEPTANCE E3).
#include <algorithm>

#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {

Action draw_still_there(ui::Ui& ui, Instant until, Instant now) {
    const auto& texts = ui.texts();
    const auto left = std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(until - now).count());
    const auto all = ui.display();
    const float width = std::min(all.width - ui.px(144), ui.px(936)), inside_width = width - ui.px(112);
    const auto title = texts.say("Are you still there?");
    const auto text =
        texts.say_count("To protect your data, this page closes in {n} second.",
                        "To protect your data, this page closes in {n} seconds.", static_cast<int>(left));
    const auto title_look = ui::ink(ui, ui::Type::question, ui::Weight::semibold);
    auto text_look = ui::second_ink(ui, ui::Type::body);
    text_look.tabular = true;
    const float title_height = ui.paint().text_size(title, title_look, inside_width).height;
    const float text_height = ui.paint().text_size(text, text_look, inside_width).height;
    const float button = ui.theme().primary_height(), gap = ui.px(24);
    auto body =
        ui::sheet(ui, "still_there", {width, title_height + gap + text_height + 2 * gap + button + ui.px(112)});
    ui::label(ui, {.id = "still_there.title", .rect = body.cut_top(title_height), .text = title, .look = title_look});
    body.cut_top(gap);
    ui::label(ui, {.id = "still_there.text", .rect = body.cut_top(text_height), .text = text, .look = text_look});
    ui.redraw_in(1000);
    if (ui::button(ui,
                   {.id = "still_there.yes", .rect = body.cut_bottom(button), .label = texts.say("I’m still here")}))
        return StillHere{};
    return std::nullopt;
}

}  // namespace vestibule::lobby
