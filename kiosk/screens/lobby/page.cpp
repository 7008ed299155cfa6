// Header, columns, keyboard and actions of a lobby screen.
#include "kiosk/screens/lobby/page.h"

#include <algorithm>
#include <cmath>

namespace vestibule::lobby {
namespace {

constexpr int staff_hold_ms = 2000;

// The corner reaches to the display's edges: a hidden place has to be easy for those who know it.
std::optional<Event> staff_corner(ui::Ui& ui, std::string_view id, ui::Rect mark) {
    const auto& p = ui.palette();
    const ui::Rect corner{0, 0, std::max(mark.right() + ui.px(8), ui.theme().target_min()),
                          std::max(mark.bottom() + ui.px(24), ui.theme().target_min())};
    const auto touch = ui.touch({.id = std::string{id} + ".staff_corner",
                                 .rect = corner,
                                 .role = ui::WidgetRole::button,
                                 .label = ui.texts().say("For staff: hold for two seconds"),
                                 .focusable = false,
                                 .fg = p.brand,
                                 .bg = p.paper});
    if (!touch.held) return std::nullopt;
    if (touch.held_ms >= staff_hold_ms) return StaffAsked{};
    ui.redraw_in(staff_hold_ms - touch.held_ms + 1);
    return std::nullopt;
}

// With a long name in it it's set smaller, so that what stands below keeps its room.
ui::TextLook question_look(ui::Ui& ui, const std::string& words, float width, ui::Align align = ui::Align::start) {
    constexpr float lines_most = 3;
    auto look = ui::ink(ui, ui::Type::question, ui::Weight::semibold, align);
    const float line = ui.paint().text_size("A", look).height;
    if (ui.paint().text_size(words, look, width).height > (lines_most + 0.5F) * line) look.type = ui::Type::choice;
    return look;
}

void question(ui::Ui& ui, const PageSpec& spec, ui::Rect& column) {
    const auto id = std::string{spec.id};
    if (spec.question.empty()) return;
    auto look = question_look(ui, spec.question, column.width);
    if (spec.compact && !ui.theme().portrait()) look.type = ui::Type::choice;
    auto words = column;
    words.width = ui::balanced_width(ui, spec.question, look, column.width);
    const float height = ui::label(ui, {.id = id + ".question", .rect = words, .text = spec.question, .look = look});
    column.cut_top(height);
    if (spec.hint.empty()) return;
    column.cut_top(ui.px(18));
    // With large letters a wide display has no room for more beside its keyboard.
    const bool little_room = ui.comfort().large && spec.keyboard && !ui.theme().portrait();
    const auto hint = ui::second_ink(ui, little_room ? ui::Type::caption : ui::Type::body);
    auto lines = column;
    lines.width = ui::balanced_width(ui, spec.hint, hint, column.width);
    column.cut_top(ui::label(ui, {.id = id + ".hint", .rect = lines, .text = spec.hint, .look = hint}));
}

void steps(ui::Ui& ui, const PageSpec& spec, ui::Rect& column) {
    if (spec.steps == 0) return;
    const auto words =
        ui.texts().say("Step {n} of {all}", {{"n", std::to_string(spec.step)}, {"all", std::to_string(spec.steps)}});
    ui::progress(ui, std::string{spec.id} + ".progress", column.cut_top(ui.px(10)), spec.step, spec.steps, words);
    column.cut_top(ui.px(ui.theme().portrait() ? 48.0F : 36.0F));
}

bool back_button(ui::Ui& ui, const PageSpec& spec, ui::Rect rect, ui::ButtonKind kind) {
    return ui::button(ui, {.id = std::string{spec.id} + ".back",
                           .rect = rect,
                           .label = spec.back,
                           .icon = "arrow-left",
                           .kind = kind,
                           .type = ui::Type::body});
}

bool next_button(ui::Ui& ui, const PageSpec& spec, ui::Rect rect) {
    return ui::button(ui, {.id = std::string{spec.id} + ".next",
                           .rect = rect,
                           .label = spec.action,
                           .enabled = spec.action_enabled,
                           .by_enter = true});
}

float back_width(ui::Ui& ui, const PageSpec& spec) {
    const float words =
        ui.paint().text_size(spec.back, {.type = ui::Type::body, .weight = ui::Weight::semibold}).width;
    return words + ui.theme().type_px(ui::Type::body) * 1.6F + ui.px(64);
}

// The keyboard with its own key for the next step; the way back stands above it at the left.
void with_keyboard(ui::Ui& ui, const PageSpec& spec, ui::Rect& area, Page& page) {
    const float height = ui::keyboard_height(ui, *spec.keyboard);
    const auto display = ui.display();
    const ui::Rect keys{0, display.bottom() - height, display.width, height};
    const auto action_id = std::string{spec.id} + ".next";
    page.next = ui::keyboard(ui, {.rect = keys,
                                  .kind = *spec.keyboard,
                                  .action = spec.action,
                                  .action_enabled = spec.action_enabled,
                                  .action_id = action_id,
                                  .at_start_of_word = spec.at_start_of_word});
    area.height = keys.y - area.y - ui.px(24);
    if (spec.back.empty()) return;
    auto row = area;
    row = row.cut_bottom(button_height(ui));
    if (ui.theme().portrait()) {
        area.cut_bottom(row.height + ui.px(16));
        page.back =
            back_button(ui, spec, row.cut_left(back_width(ui, spec)).moved(-ui.px(24), 0), ui::ButtonKind::quiet);
    } else {
        page.aside = row;  // kept free on the left only
        row = row.cut_left(back_width(ui, spec)).moved(-ui.px(24), 0);
        page.back = back_button(ui, spec, row, ui::ButtonKind::quiet);
    }
}

void with_actions(ui::Ui& ui, const PageSpec& spec, ui::Rect& area, Page& page) {
    if (spec.action.empty() && spec.back.empty()) return;
    const float gap = ui.px(32);
    auto row = area.cut_bottom(spec.action.empty() ? button_height(ui) : ui.theme().primary_height());
    area.cut_bottom(gap);
    if (!spec.back.empty()) {
        const float width = spec.action.empty() || !ui.theme().portrait()
                                ? back_width(ui, spec)
                                : std::max(row.width * 0.32F, back_width(ui, spec));
        page.back = back_button(ui, spec, row.cut_left(width), ui::ButtonKind::secondary);
        row.cut_left(gap);
    }
    if (spec.action.empty()) return;
    if (!ui.theme().portrait()) row = row.cut_right(std::min(row.width, (area.width - ui.px(96)) * 0.56F));
    page.next = next_button(ui, spec, row);
}

}  // namespace

std::string wait_words(const Texts& texts, Instant again_at, Instant now) {
    const auto left = std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(again_at - now).count());
    return texts.say_count("Please wait {n} second before the next try, or ask at reception.",
                           "Please wait {n} seconds before the next try, or ask at reception.",
                           static_cast<int>(left));
}

bool code_complete(const std::string& code) {
    std::size_t letters = 0;
    for (const char c : code)
        if (c != '-' && c != ' ') ++letters;
    return letters >= 8;
}

float button_height(const ui::Ui& ui) {
    return std::max(ui.px(112), ui.theme().target_min());
}

std::string standing_alone(std::string word) {
    if (!word.empty() && word.front() >= 'a' && word.front() <= 'z')
        word.front() = static_cast<char>(word.front() - 'a' + 'A');
    return word;
}

ui::Rect page_area(const ui::Ui& ui) {
    auto area = ui.display().inset(ui.px(72), ui.px(ui.theme().portrait() ? 72.0F : 56.0F));
    return area;
}

std::optional<Event> header(ui::Ui& ui, const View& view, std::string_view id, ui::Rect& area) {
    auto row = area.cut_top(ui.px(48));
    const float side = ui.px(46);
    const auto mark = row.cut_left(side).middle({side, side});
    const auto name = std::string{id};
    ui::logo(ui, name + ".logo", mark, view.logo);
    row.cut_left(std::max(ui.px(18), ui.theme().target_min() - mark.right() + 1));
    ui::label(ui, {.id = name + ".clock",
                   .rect = row.cut_right(ui.px(200)),
                   .text = view.clock,
                   .look = {.type = ui::Type::caption,
                            .colour = ui.palette().ink_second,
                            .align = ui::Align::end,
                            .lines_max = 1,
                            .tabular = true},
                   .within = ui::Within::middle});
    auto look = ui::ink(ui, ui::Type::caption, ui::Weight::bold);
    look.lines_max = 1;
    ui::label(ui, {.id = name + ".site", .rect = row, .text = view.site, .look = look, .within = ui::Within::middle});
    area.cut_top(ui.px(ui.theme().portrait() ? 54.0F : 40.0F));
    return staff_corner(ui, id, mark);
}

Page begin_page(ui::Ui& ui, const View& view, const PageSpec& spec) {
    Page page;
    auto area = page_area(ui);
    page.staff = header(ui, view, spec.id, area);
    ui.paint().mark_content();
    if (ui.theme().portrait()) steps(ui, spec, area);
    if (spec.keyboard && !ui.focused().empty())
        with_keyboard(ui, spec, area, page);
    else
        with_actions(ui, spec, area, page);
    if (ui.theme().portrait()) {
        question(ui, spec, area);
        area.cut_top(ui.px(48));
    } else {
        auto left = area.cut_left((area.width - ui.px(96)) * 0.44F);
        area.cut_left(ui.px(96));
        steps(ui, spec, left);
        question(ui, spec, left);
        left.cut_top(ui.px(24));
        if (!page.aside.empty()) left.cut_bottom(std::max(0.0F, left.bottom() - page.aside.y + ui.px(16)));
        page.aside = left;
    }
    page.content = area;
    return page;
}

float message_height(ui::Ui& ui, float width, const Message& m) {
    const auto title = question_look(ui, m.title, width, ui::Align::centre);
    const auto text = ui::second_ink(ui, ui::Type::body, ui::Align::centre);
    const float words = ui.paint().text_size(m.title, title, width).height;
    const float below = m.text.empty() ? 0 : ui.px(24) + ui.paint().text_size(m.text, text, width).height;
    return (m.icon.empty() ? 0 : ui.px(168 + 56)) + words + below;
}

ui::Rect message(ui::Ui& ui, ui::Rect area, const Message& m) {
    const auto id = std::string{m.id};
    if (!m.icon.empty()) {
        const auto colours = ui::colours_of(ui.palette(), m.tone);
        const float side = ui.px(168);
        const auto circle = area.cut_top(side).middle({side, side});
        ui.paint().fill_circle(circle.centre(), side / 2, colours.wash);
        ui.paint().icon(m.icon, circle.middle({side * 0.5F, side * 0.5F}), colours.ink);
        area.cut_top(ui.px(56));
    }
    const auto centred = [&](const std::string& suffix, const std::string& words, const ui::TextLook& look) {
        const auto at = area.middle({ui::balanced_width(ui, words, look, area.width), area.height});
        area.cut_top(ui::label(ui, {.id = id + suffix, .rect = at, .text = words, .look = look}));
    };
    centred(".title", m.title, question_look(ui, m.title, area.width, ui::Align::centre));
    if (m.text.empty()) return area;
    area.cut_top(ui.px(24));
    centred(".text", m.text, ui::second_ink(ui, ui::Type::body, ui::Align::centre));
    return area;
}

std::optional<Event> closing_message(ui::Ui& ui, const View& view, std::string_view id, const Message& words,
                                     Instant closes_at, const std::string& again) {
    auto area = page_area(ui);
    auto action = header(ui, view, id, area);
    ui.paint().mark_content();
    closing_line(ui, id, area.cut_bottom(ui.theme().type_px(ui::Type::caption) * 1.5F), closes_at, view.now);
    area.cut_bottom(ui.px(16));
    auto row = area.cut_bottom(ui.theme().primary_height());
    if (!ui.theme().portrait()) row = row.middle({std::min(row.width, ui.px(1000)), row.height});
    if (ui::button(ui,
                   {.id = std::string{id} + ".done", .rect = row, .label = ui.texts().say("Done"), .by_enter = true}))
        action = Closed{};
    if (!again.empty()) {
        area.cut_bottom(ui.px(24));
        auto second = area.cut_bottom(ui.theme().primary_height());
        second.x = row.x, second.width = row.width;
        if (ui::button(ui, {.id = std::string{id} + ".again",
                            .rect = second,
                            .label = again,
                            .kind = ui::ButtonKind::secondary}))
            action = Back{};
    }
    const float width = std::min(area.width, ui.px(1000));
    auto shown = words;
    if (message_height(ui, width, shown) > area.height) shown.icon.clear();  // the words matter more
    message(ui, area.middle({width, message_height(ui, width, shown)}), shown);
    return action;
}

void trouble(ui::Ui& ui, std::string_view id, const std::string& words, const Page& page, ui::Rect& area) {
    if (words.empty()) return;
    ui::BannerSpec banner{
        .id = id, .rect = page.aside.empty() ? area : page.aside, .icon = "info", .title = {}, .text = words};
    banner.rect.height = ui::banner_height(ui, banner);
    ui::banner(ui, banner);
    if (page.aside.empty()) area.cut_top(banner.rect.height + ui.px(24));
}

void closing_line(ui::Ui& ui, std::string_view id, ui::Rect rect, Instant closes_at, Instant now) {
    const auto left = std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(closes_at - now).count());
    auto look = ui::second_ink(ui, ui::Type::caption, ui::Align::centre);
    look.tabular = true;
    ui::label(ui, {.id = std::string{id} + ".closes",
                   .rect = rect,
                   .text = ui.texts().say_count("Closes by itself in {n} second", "Closes by itself in {n} seconds",
                                                static_cast<int>(left)),
                   .look = look,
                   .within = ui::Within::middle});
    ui.redraw_in(1000);
}

}  // namespace vestibule::lobby
