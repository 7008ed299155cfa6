// Welcome: a greeting, or whoever is called; three ways on, languages and comfort.
#include <algorithm>
#include <array>

#include "kiosk/screens/lobby/called.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

std::string greeting(const Texts& texts, int hour) {
    if (hour >= 4 && hour < 12) return texts.say("Good morning,\nwelcome.");
    if (hour >= 12 && hour < 18) return texts.say("Good afternoon,\nwelcome.");
    return texts.say("Good evening,\nwelcome.");
}

// A welcome in the site's other languages, so that everybody sees at once that theirs is spoken here.
std::string other_welcomes(const View& view, const std::string& language) {
    struct Word {
        std::string_view language, welcome;
    };
    constexpr std::array<Word, 10> words{{{"en", "Welcome"},
                                          {"zh_CN", "欢迎光临"},
                                          {"es", "Bienvenidos"},
                                          {"fr", "Bienvenue"},
                                          {"de", "Willkommen"},
                                          {"ja", "ようこそ"},
                                          {"ko", "환영합니다"},
                                          {"pt", "Bem-vindos"},
                                          {"it", "Benvenuti"},
                                          {"ar", "أهلاً وسهلاً"}}};
    std::string out;
    for (const auto& other : view.languages) {
        const auto found =
            std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.language == other; });
        if (other == language || found == words.end()) continue;
        if (!out.empty()) out += " · ";
        out += found->welcome;
    }
    return out;
}

void draw_greeting(ui::Ui& ui, const View& view, ui::Rect& area) {
    const float height = ui::label(ui, {.id = "welcome.greeting",
                                        .rect = area,
                                        .text = greeting(ui.texts(), view.hour),
                                        .look = ui::ink(ui, ui::Type::greeting, ui::Weight::semibold)});
    area.cut_top(height + ui.px(24));
    area.cut_top(ui::label(ui, {.id = "welcome.others",
                                .rect = area,
                                .text = other_welcomes(view, ui.texts().language()),
                                .look = ui::second_ink(ui, ui::Type::body)}));
}

// One quiet line, where somebody is called.
void draw_small_greeting(ui::Ui& ui, const View& view, ui::Rect area) {
    auto text = greeting(ui.texts(), view.hour);
    std::ranges::replace(text, '\n', ' ');
    const auto look = ui::second_ink(ui, ui::Type::body);
    const auto others = text + "  " + other_welcomes(view, ui.texts().language());
    if (ui.paint().text_size(others, look).width <= area.width) text = others;
    ui::label(ui, {.id = "welcome.greeting", .rect = area, .text = text, .look = look});
}

struct ChoiceSizes {
    float first, leaving, gap;
    [[nodiscard]] float all() const { return 2 * first + leaving + 2 * gap; }
};

ChoiceSizes choice_sizes(const ui::Ui& ui, bool compact) {
    const float least = ui.theme().mm(20.2F);
    if (compact) return {std::max(ui.px(176), least), std::max(ui.px(122), least), ui.px(24)};
    return {std::max(ui.px(224), least), std::max(ui.px(140), least), ui.px(32)};
}

Action draw_choices(ui::Ui& ui, ui::Rect area, const ChoiceSizes& sizes) {
    const auto& texts = ui.texts();
    Action action;
    const float gap = sizes.gap, tall = sizes.first;
    if (ui::choice_card(ui, {.id = "welcome.appointment",
                             .rect = area.cut_top(tall),
                             .icon = "qr",
                             .title = texts.say("I have an appointment"),
                             .subtitle = texts.say("Scan or enter your code"),
                             .primary = true}))
        action = AppointmentChosen{};
    area.cut_top(gap);
    if (ui::choice_card(ui, {.id = "welcome.walk_in",
                             .rect = area.cut_top(tall),
                             .icon = "person",
                             .title = texts.say("I’m visiting without one"),
                             .subtitle = texts.say("Tell us whom you’d like to see")}))
        action = WalkInChosen{};
    area.cut_top(gap);
    if (ui::choice_card(ui, {.id = "welcome.leaving",
                             .rect = area.cut_top(sizes.leaving),
                             .icon = "leave",
                             .title = texts.say("I’m leaving")}))
        action = LeavingChosen{};
    return action;
}

Action draw_languages(ui::Ui& ui, const View& view, ui::Rect row) {
    Action action;
    const float aa = ui::pill_width(ui, "Aa", ui::Type::caption, true);
    if (ui::pill(ui, {.id = "welcome.comfort",
                      .rect = row.cut_right(aa),
                      .label = "Aa",
                      .selected = ui.comfort().large,
                      .icon = "contrast"}))
        action = ComfortToggled{};
    row.cut_right(ui.px(20));
    for (const auto& language : view.languages) {
        const auto name = own_name_of(language);
        const float width = ui::pill_width(ui, name);
        if (row.width < width) break;
        if (ui::pill(ui, {.id = "welcome.language." + language,
                          .rect = row.cut_left(width),
                          .label = name,
                          .selected = language == ui.texts().language()}))
            action = LanguageChosen{language};
        row.cut_left(ui.px(20));
    }
    return action;
}

// Whoever is called stands above; check-in stays whole below, or beside on a wide display.
Action draw_with_calls(ui::Ui& ui, const Welcome& screen, const View& view, ui::Rect area) {
    const float pills = std::max(ui.px(96), ui.theme().target_min());
    const float greeting = ui.theme().type_px(ui::Type::body) * 1.5F, gap = ui.px(28);
    const bool upright = ui.theme().portrait();
    const auto sizes = choice_sizes(ui, upright);
    auto left = upright ? area : area.cut_left((area.width - ui.px(96)) * 0.5F);
    if (!upright) area.cut_left(ui.px(96)), area.cut_top(ui.px(60));
    auto action = draw_languages(ui, view, left.cut_bottom(pills));
    left.cut_bottom(gap);
    const float below = upright ? sizes.all() + greeting + 2 * gap : 0;
    if (auto taken = draw_calls(ui, view, screen.calls_from, left.height - below, left)) action = taken;
    if (upright) {
        left.cut_top(gap + ui.px(16));
        draw_small_greeting(ui, view, left.cut_top(greeting));
        left.cut_top(gap - ui.px(16));
    }
    if (auto chosen = draw_choices(ui, upright ? left : area, sizes)) action = chosen;
    return action;
}

}  // namespace

Action draw(ui::Ui& ui, const Welcome& screen, const View& view, Draft&) {
    auto area = page_area(ui);
    auto action = header(ui, view, "welcome", area);
    ui.paint().mark_content();
    if (!view.calls.empty()) {
        if (auto called = draw_with_calls(ui, screen, view, area)) action = called;
        return action;
    }
    const float pills = std::max(ui.px(96), ui.theme().target_min());
    ui::Rect choices;
    Action from_languages;
    if (ui.theme().portrait()) {
        area.cut_top(ui.px(90));
        draw_greeting(ui, view, area);
        from_languages = draw_languages(ui, view, area.cut_bottom(pills));
        area.cut_top(ui.comfort().large ? ui.px(56) : ui.px(130));
        choices = area;
    } else {
        auto left = area.cut_left((area.width - ui.px(96)) * 0.5F);
        area.cut_left(ui.px(96));
        from_languages = draw_languages(ui, view, left.cut_bottom(pills));
        left.cut_top(ui.px(60));
        draw_greeting(ui, view, left);
        area.cut_top(ui.px(60));
        choices = area;
    }
    if (from_languages) action = from_languages;
    if (auto chosen = draw_choices(ui, choices, choice_sizes(ui, false))) action = chosen;
    return action;
}

}  // namespace vestibule::lobby
