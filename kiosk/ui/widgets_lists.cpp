// Rows, cards and the small pieces that show a state.
#include <cmath>

#include "kiosk/ui/widgets.h"

namespace vestibule::ui {

void card(Ui& ui, Rect rect, float radius) {
    const float round = radius < 0 ? ui.px(32) : radius;
    ui.paint().fill(rect, ui.palette().card, round);
    ui.paint().outline(rect, ui.palette().hairline, std::max(1.5F, ui.px(2)), round);
}

void monogram(Ui& ui, Rect circle, std::string_view letter, std::string_view icon, bool plain) {
    const auto& p = ui.palette();
    const auto wash = plain ? p.neutral_wash : p.brand_wash, words = plain ? p.ink_second : p.brand;
    const float side = std::min(circle.width, circle.height);
    ui.paint().fill_circle(circle.centre(), side / 2, wash);
    if (!icon.empty())
        ui.paint().icon(icon, circle.middle({side * 0.5F, side * 0.5F}), words);
    else
        ui.paint().text(circle, letter,
                        {.type = side > ui.px(80) ? Type::body : Type::row,
                         .weight = Weight::semibold,
                         .colour = words,
                         .align = Align::centre,
                         .lines_max = 1},
                        Within::middle);
}

bool list_row(Ui& ui, const ListRowSpec& spec) {
    const auto& p = ui.palette();
    auto& paint = ui.paint();
    const auto touch = ui.touch({.id = spec.id,
                                 .rect = spec.rect,
                                 .role = WidgetRole::row,
                                 .label = spec.title,
                                 .value = spec.subtitle,
                                 .fg = p.ink,
                                 .bg = p.card});
    if (touch.press > 0) paint.fill(spec.rect.inset(ui.px(4)), mix(p.card, p.brand_wash, touch.press), ui.px(28));
    auto row = spec.rect.inset(ui.px(36), 0);
    if (spec.line_above)
        paint.fill({spec.rect.x + 2, spec.rect.y, spec.rect.width - 4, std::max(1.0F, ui.px(2))}, p.hairline);
    const float side = std::min(ui.px(92), row.height * 0.68F);
    monogram(ui, row.cut_left(side).middle({side, side}), spec.monogram, spec.icon, spec.plain);
    row.cut_left(ui.px(32));
    TextLook title{.type = Type::body, .weight = Weight::medium, .colour = p.ink, .lines_max = 1};
    const TextLook below{.type = Type::caption, .colour = p.ink_second, .lines_max = 1};
    const float below_height = spec.subtitle.empty() ? 0 : paint.text_size(spec.subtitle, below, row.width).height;
    auto in_two = title;  // a long name
    in_two.type = Type::caption, in_two.lines_max = 2;
    if (paint.text_size(spec.title, title).width > row.width &&
        paint.text_size(spec.title, in_two, row.width).height + below_height <= row.height)
        title = in_two;
    const float title_height = paint.text_size(spec.title, title, row.width).height;
    auto text = row.middle({row.width, title_height + below_height});
    words_on(ui, spec.id, text.cut_top(title_height), spec.title, title);
    words_on(ui, spec.id, text, spec.subtitle, below);
    if (title_height + below_height > row.height) ui.report_cut_off(spec.id);
    if (touch.focused) focus_ring(ui, spec.rect.inset(ui.px(12)), ui.px(24));
    return touch.clicked;
}

void progress(Ui& ui, std::string_view id, Rect rect, int done, int of, std::string_view words) {
    const auto& p = ui.palette();
    const float gap = ui.px(14), height = std::max(4.0F, ui.px(9));
    const float width = (rect.width - gap * static_cast<float>(of - 1)) / static_cast<float>(of);
    for (int i = 0; i < of; ++i)
        ui.paint().fill({rect.x + static_cast<float>(i) * (width + gap), rect.y, width, height},
                        i < done ? p.brand : p.hairline, height / 2);
    ui.report({.id = std::string{id},
               .role = WidgetRole::text,
               .label = std::string{words},
               .value = fmt::format("{}/{}", done, of),
               .fg = p.brand,
               .bg = p.paper,
               .rect = {rect.x, rect.y, rect.width, height}});
}

void ring(Ui& ui, std::string_view id, Rect rect, float part, std::string_view text, std::string_view words) {
    const auto& p = ui.palette();
    const float width = std::max(6.0F, ui.px(15)), radius = std::min(rect.width, rect.height) / 2 - width / 2;
    ui.paint().ring(rect.centre(), radius, 1, p.hairline, width);
    ui.paint().ring(rect.centre(), radius, part, p.brand, width);
    ui.paint().text(rect, text,
                    {.type = Type::stat,
                     .weight = Weight::semibold,
                     .colour = p.ink,
                     .align = Align::centre,
                     .lines_max = 1,
                     .tabular = true},
                    Within::middle);
    ui.report({.id = std::string{id},
               .role = WidgetRole::text,
               .label = std::string{words},
               .value = std::string{text},
               .fg = p.ink,
               .bg = p.paper,
               .rect = rect});
}

namespace {

struct BannerLayout {
    TextLook title, text;
    float pad, icon_side, words_width, title_height, text_height, action_width, action_height;
};

BannerLayout banner_layout(Ui& ui, const BannerSpec& spec) {
    const auto colours = colours_of(ui.palette(), spec.tone);
    BannerLayout layout{.title = {.type = Type::body, .weight = Weight::semibold, .colour = colours.ink},
                        .text = {.type = Type::caption, .colour = colours.ink},
                        .pad = ui.px(36),
                        .icon_side = spec.icon.empty() ? 0 : ui.px(48),
                        .words_width = 0,
                        .title_height = 0,
                        .text_height = 0,
                        .action_width = 0,
                        .action_height = 0};
    if (!spec.action.empty()) {
        const TextLook look{.type = Type::caption, .weight = Weight::semibold, .lines_max = 1};
        layout.action_width = std::ceil(ui.paint().text_size(spec.action, look).width) + ui.px(96);
        layout.action_height = std::max(ui.px(80), ui.theme().target_min());
    }
    layout.words_width = spec.rect.width - 2 * layout.pad -
                         (layout.icon_side > 0 ? layout.icon_side + ui.px(24) : 0) -
                         (layout.action_width > 0 ? layout.action_width + ui.px(24) : 0);
    layout.title_height =
        spec.title.empty() ? 0 : ui.paint().text_size(spec.title, layout.title, layout.words_width).height;
    layout.text_height =
        spec.text.empty() ? 0 : ui.paint().text_size(spec.text, layout.text, layout.words_width).height;
    return layout;
}

}  // namespace

float banner_height(Ui& ui, const BannerSpec& spec) {
    const auto layout = banner_layout(ui, spec);
    return std::max(layout.title_height + layout.text_height, layout.action_height) + 2 * ui.px(26);
}

bool banner(Ui& ui, const BannerSpec& spec) {
    const auto colours = colours_of(ui.palette(), spec.tone);
    const auto layout = banner_layout(ui, spec);
    ui.paint().fill(spec.rect, colours.wash, ui.px(28));
    auto inside = spec.rect.inset(layout.pad, 0);
    if (layout.icon_side > 0) {
        const auto column = inside.cut_left(layout.icon_side);
        ui.paint().icon(spec.icon, column.middle({layout.icon_side, layout.icon_side}), colours.ink);
        inside.cut_left(ui.px(24));
    }
    const auto id = std::string{spec.id};
    bool pressed = false;
    if (layout.action_width > 0) {
        const auto at = inside.cut_right(layout.action_width).middle({layout.action_width, layout.action_height});
        pressed = button(ui, {.id = id + ".action",
                              .rect = at,
                              .label = spec.action,
                              .kind = ButtonKind::secondary,
                              .type = Type::caption});
        inside.cut_right(ui.px(24));
    }
    auto words = inside.middle({inside.width, layout.title_height + layout.text_height});
    label(ui, {.id = spec.title.empty() ? "" : id,
               .rect = words.cut_top(layout.title_height),
               .text = spec.title,
               .look = layout.title,
               .ground = colours.wash});
    label(ui, {.id = spec.text.empty()    ? ""
                     : spec.title.empty() ? id
                                          : id + ".text",
               .rect = words,
               .text = spec.text,
               .look = layout.text,
               .ground = colours.wash});
    return pressed;
}

float status_pill(Ui& ui, std::string_view id, Rect rect, std::string_view text, Tone tone, bool outlined) {
    const auto& p = ui.palette();
    const auto colours = colours_of(p, tone);
    const TextLook look{.type = Type::small,
                        .weight = Weight::semibold,
                        .colour = colours.ink,
                        .align = Align::centre,
                        .lines_max = 1};
    const float width = std::min(rect.width, std::ceil(ui.paint().text_size(text, look).width) + ui.px(38));
    const float height = std::min(rect.height, ui.theme().type_px(Type::small) * 1.85F);
    const Rect pill{rect.x, rect.y + (rect.height - height) / 2, width, height};
    const auto ground = outlined ? p.card : colours.wash;
    ui.paint().fill(pill, ground, height / 2);
    if (outlined || ui.comfort().large) ui.paint().outline(pill, p.line, std::max(1.0F, ui.px(2)), height / 2);
    auto inside = pill.inset(ui.px(14), 0);
    const auto drawn = ui.paint().text(inside, text, look, Within::middle);
    const auto seen = pill.overlap(ui.paint().clip());
    if (!id.empty() && !seen.empty())
        ui.report({.id = std::string{id},
                   .role = WidgetRole::text,
                   .label = std::string{text},
                   .value = {},
                   .ellipsized = drawn.ellipsized,
                   .fg = colours.ink,
                   .bg = ground,
                   .rect = seen});
    return width;
}

void qr_code(Ui& ui, std::string_view id, Rect rect, std::string_view text, std::string_view words) {
    ui.paint().fill(rect, rgb(0xFFFFFF), ui.px(16));
    constexpr float quiet = 4.0F / (49 + 8);  // modules of a version 8 code, and its quiet zone
    ui.paint().qr(text, rect.inset(rect.width * quiet), rgb(0x000000));
    if (id.empty()) return;
    ui.report({.id = std::string{id},
               .role = WidgetRole::image,
               .label = std::string{words},
               .value = {},
               .fg = rgb(0x000000),
               .bg = rgb(0xFFFFFF),
               .rect = rect});
}

Rect sheet(Ui& ui, std::string_view id, Size size) {
    const auto all = ui.display();
    ui.paint().fill(all, faded(ui.palette().ink, 0.55));
    const auto body =
        all.middle({std::min(size.width, all.width - ui.px(64)), std::min(size.height, all.height - ui.px(64))});
    ui.paint().fill(body, ui.palette().paper, ui.px(36));
    ui.report({.id = std::string{id},
               .role = WidgetRole::list,
               .label = {},
               .value = {},
               .fg = ui.palette().ink,
               .bg = ui.palette().paper,
               .rect = body});
    return body.inset(ui.px(56));
}

void logo(Ui& ui, std::string_view id, Rect box, const std::filesystem::path& file) {
    if (file.empty())
        ui.paint().icon("logo", box, ui.palette().brand);
    else
        ui.paint().drawing(file, box);
    if (!id.empty())
        ui.report({.id = std::string{id},
                   .role = WidgetRole::image,
                   .label = "logo",
                   .value = {},
                   .fg = ui.palette().brand,
                   .bg = ui.palette().paper,
                   .rect = box});
}

}  // namespace vestibule::ui
