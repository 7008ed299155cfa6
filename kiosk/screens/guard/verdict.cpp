// A verdict fills the display in one colour: icon, word, why, whose badge it is, what holds inside, what to do.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/common/flow.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/guard/verdict_words.h"
#include "kiosk/screens/guard/view.h"

namespace vestibule::guard {
namespace {

using ui::Align, ui::Colour, ui::Rect, ui::Type, ui::Weight;

struct Colours {
    Colour ground, ink;
};

// Amber is the only light ground: told from red and green by its brightness alone, for those who don't see colours.
Colours colours_of(const ui::Palette& p, const CheckView& check) {
    constexpr auto amber = ui::rgb(0xF2B441);
    switch (check.result.verdict) {
        case Verdict::welcome:
            if (check.let_in_by) return {amber, p.ink};  // a person's decision, not the badge's
            return {p.welcome, p.card};
        case Verdict::goodbye:
            return {p.brand, p.card};
        case Verdict::details_missing:
            return {amber, p.ink};
        case Verdict::refused:
            break;
    }
    return {p.stop, p.card};
}

std::string time_left(const Texts& t, const View& view, const CheckView& check) {
    auto said = words::end_of(t, view.zone, check.claims.expires, view.now);
    if (check.claims.expires > view.now)
        said += " · " + t.say("{time} left", {{"time", words::duration(t, check.claims.expires - view.now)}});
    return said;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out += (out.empty() ? "" : " · ") + part;
    return out;
}

bool names_someone(const CheckView& check) {
    return check.visit.has_value() || !check.type_label.empty();
}

// A name that doesn't fit in two lines of the large type is set smaller, never cut.
ui::TextLook name_look(ui::Ui& ui, const std::string& name, float width) {
    for (const auto type : {Type::face, Type::question}) {
        auto look = ui::ink(ui, type, Weight::bold);
        look.lines_max = 3;
        const float two_lines = ui.theme().type_px(type) * 1.12F * 2.5F;
        if (ui.paint().text_size(name, look, std::floor(width)).height <= two_lines) return look;
    }
    auto look = ui::ink(ui, Type::title, Weight::bold);
    look.lines_max = 4;
    return look;
}

// The card as it is, and for the longest names and conditions of one visit a smaller one that still shows them all.
struct CardLook {
    float pad = 0, gap = 0;
    FactsLook facts{};
    Type company = Type::body;
    bool small = false;
};
CardLook card_look(ui::Ui& ui, bool small) {
    const bool upright = ui.theme().portrait();
    if (small)
        return {.pad = ui.px(32),
                .gap = ui.px(16),
                .facts = {.type = Type::caption, .label_width = ui.px(190), .gap = ui.px(8), .value_lines_max = 2},
                .company = Type::caption,
                .small = true};
    return {.pad = ui.px(upright ? 56.0F : 44.0F),
            .gap = ui.px(upright ? 40.0F : 28.0F),
            .facts = {.type = Type::body, .label_width = ui.px(230), .gap = ui.px(14), .value_lines_max = 2}};
}

std::vector<Line> person_lines(ui::Ui& ui, const CheckView& check, float width, const CardLook& card) {
    auto below = ui::second_ink(ui, card.company);
    below.lines_max = card.small ? 2 : 3;
    if (!check.visit) {
        auto unknown = ui::ink(ui, Type::title, Weight::bold);
        return {{"guard.name", ui.texts().say("Name not known here"), unknown},
                {"guard.company", check.type_label, below, ui.px(12)}};
    }
    const auto name = words::visitor(ui.texts(), *check.visit);
    auto look = name_look(ui, name, width);
    if (card.small) look.type = Type::choice, look.lines_max = 3;
    return {{"guard.name", name, look},
            {"guard.company", words::company_and_type(ui.texts(), *check.visit), below, ui.px(12)}};
}

std::vector<Fact> facts_of(const Texts& t, const CheckView& check, const View& view) {
    std::vector<Fact> facts;
    if (check.visit) facts.push_back({"guard.host", t.say("Host"), words::host(t, *check.visit), true});
    const bool live = check.result.verdict == Verdict::welcome || check.result.verdict == Verdict::details_missing;
    if (!live) return facts;
    if (check.visit && check.visit->companions > 0)
        facts.push_back({"guard.people", t.say("People"), std::to_string(check.visit->people()), true});
    if (!check.zones.empty()) facts.push_back({"guard.zones", t.say("May go to"), joined(check.zones), true});
    if (check.claims.expires > Instant{})
        facts.push_back({"guard.until", t.say("Until"), time_left(t, view, check), true});
    return facts;
}

// The white card: the name as large as a face, then what holds for the visit.
class PersonCard {
  public:
    PersonCard(ui::Ui& ui, const CheckView& check, const View& view, float width, bool small)
        : ui_{ui}, look_{card_look(ui, small)}, width_{width - 2 * look_.pad} {
        if (!names_someone(check)) return;
        lines_ = person_lines(ui, check, width_, look_);
        facts_ = facts_of(ui.texts(), check, view);
        text_ = lines_height(ui, lines_, width_);
        gap_ = facts_.empty() ? 0 : look_.gap;
        height_ = look_.pad * 2 + text_ + gap_ + facts_height(ui, facts_, width_, look_.facts) + ui.px(32);
    }
    // With what parts it from what follows; 0 for a badge that names nobody.
    [[nodiscard]] float height() const { return height_; }
    void draw(Rect rect) const {
        if (height_ == 0) return;
        rect.height = height_ - ui_.px(32);
        ui_.paint().fill(rect, ui_.palette().card, ui_.px(36));
        auto inside = rect.inset(look_.pad, look_.pad);
        draw_lines(ui_, inside.cut_top(text_), lines_, ui_.palette().card);
        inside.cut_top(gap_);
        draw_facts(ui_, inside, facts_, look_.facts);
    }

  private:
    ui::Ui& ui_;
    CardLook look_;
    float width_, text_ = 0, gap_ = 0, height_ = 0;
    std::vector<Line> lines_;
    std::vector<Fact> facts_;
};

// Who must go along, and what must be worn (R7, R8).
std::optional<ui::BannerSpec> conditions_of(ui::Ui& ui, Rect rect, const CheckView& check) {
    auto& t = ui.texts();
    if (check.result.verdict != Verdict::welcome && check.result.verdict != Verdict::details_missing) return {};
    std::string escort, wear;
    if (check.claims.escort)
        escort = check.visit && !check.visit->host_name.empty()
                     ? t.say("Escort: wait for {name}", {{"name", check.visit->host_name}})
                     : t.say("Escort needed: please call reception");
    if (!check.wear.empty()) wear = t.say("Wear: {things}", {{"things", joined(check.wear)}});
    if (escort.empty() && wear.empty()) return {};
    ui::BannerSpec spec{.id = "guard.escort", .rect = rect, .icon = escort.empty() ? "shield" : "escort"};
    spec.title = escort.empty() ? wear : escort;
    if (!escort.empty()) spec.text = wear;
    spec.rect.height = ui::banner_height(ui, spec);
    return spec;
}

// Who it is, and what holds for them.
void draw_cards(ui::Ui& ui, Rect rect, const CheckView& check, const View& view) {
    auto conditions = conditions_of(ui, rect, check);
    const float below = conditions ? conditions->rect.height : 0;
    const bool small = PersonCard{ui, check, view, rect.width, false}.height() + below > rect.height;
    const PersonCard card{ui, check, view, rect.width, small};
    auto content = ui.begin_scroll("guard.cards", rect, card.height() + below);
    card.draw(content.cut_top(card.height()));
    if (conditions) {
        conditions->rect.y = content.y;
        ui::banner(ui, *conditions);
    }
    ui.end_scroll();
}

// Beside each other; on a wide display with nothing else to say, the icon stands above the word.
float draw_word(ui::Ui& ui, Rect rect, const VerdictWords& words, Colours colours) {
    const float side = ui.px(208), inset = side * 0.1F;  // icons have room around them
    const bool stacked = !ui.theme().portrait() && words.advice.empty();
    auto line = rect.cut_top(ui.px(190));
    auto box = line.middle({line.width, side});
    box = {box.x - inset, box.y, side, side};
    ui.paint().icon(words.icon, box, colours.ink);
    if (stacked)
        line = rect.cut_top(ui.px(170));
    else
        line.cut_left(side - 2 * inset + ui.px(40));
    ui::TextLook look{.type = Type::verdict, .weight = Weight::bold, .colour = colours.ink};
    if (ui.paint().text_size(words.word, look).width > line.width) look.type = Type::greeting;
    look.lines_max = 1;
    ui::label(ui, {.id = "guard.verdict",
                   .rect = line,
                   .text = words.word,
                   .look = look,
                   .within = ui::Within::middle,
                   .ground = colours.ground});
    return ui.px(stacked ? 360 : 190);
}

std::vector<Line> reason_lines(ui::Ui& ui, const VerdictWords& words, const std::optional<Notice>& notice,
                               Colours colours) {
    std::vector<Line> lines = {
        {"guard.reason", words.reason, {.type = Type::title, .weight = Weight::semibold, .colour = colours.ink}},
        {"guard.advice", words.advice, {.type = Type::body, .colour = colours.ink}, ui.px(24)},
    };
    if (notice)
        lines.push_back({"guard.notice",
                         words_of(ui.texts(), *notice),
                         {.type = Type::body, .weight = Weight::semibold, .colour = colours.ink},
                         ui.px(24)});
    return lines;
}

float button_height(const ui::Ui& ui) {
    return std::max(ui.px(136), ui.theme().mm(20.2F));
}

float buttons_gap(const ui::Ui& ui) {
    return ui.px(24);
}

struct Choice {
    const char* id;
    std::string label;
    Event event;
};

std::vector<Choice> choices_of(const Texts& t, const CheckView& check, const View& view) {
    std::vector<Choice> choices = {{"guard.clear", t.say("Done"), Back{}}};
    if (may_be_let_in(check)) choices.push_back({"guard.let_in", t.say("Let in with PIN"), LetInAsked{}});
    const bool exits = view.direction == GateDirection::both || view.direction == GateDirection::out;
    if (exits && check.result.refusal == Refusal::already_inside)
        choices.push_back({"guard.is_leaving", t.say("They’re leaving"), GoingOutAsked{}});
    return choices;
}

float buttons_height(const ui::Ui& ui, const std::vector<Choice>& choices) {
    return choices.size() > 2 ? 2 * button_height(ui) + buttons_gap(ui) : button_height(ui);
}

std::optional<Event> draw_buttons(ui::Ui& ui, Rect rect, const std::vector<Choice>& choices, Verdict verdict,
                                  Colours colours) {
    const bool light = colours.ground.red > 200;
    const auto kind = [&](bool strong) {
        if (light) return strong ? ui::ButtonKind::inverse : ui::ButtonKind::secondary;
        return strong && verdict == Verdict::refused ? ui::ButtonKind::inverse : ui::ButtonKind::outline_on_colour;
    };
    // Three don't fit beside each other: the last one stands above the first two.
    const float gap = buttons_gap(ui), width = choices.size() > 1 ? (rect.width - gap) / 2 : rect.width;
    auto row = rect.cut_bottom(button_height(ui));
    rect.cut_bottom(gap);
    std::optional<Event> event;
    for (const auto& choice : choices) {
        const bool above = &choice - choices.data() >= 2;
        const auto at = above ? rect.cut_bottom(button_height(ui)) : row.cut_left(width);
        if (!above) row.cut_left(gap);
        const bool strong = &choice == &choices.front();
        if (ui::button(ui, {.id = choice.id,
                            .rect = at,
                            .label = choice.label,
                            .kind = kind(strong),
                            .type = Type::body,
                            .ground = light ? ui.palette().ink : colours.ground}))
            event = choice.event;
    }
    return event;
}

void draw_edge(ui::Ui& ui, Rect rect, const char* id_left, const std::string& left, const char* id_right,
               const std::string& right, Colours colours) {
    const ui::TextLook look{.type = Type::caption, .colour = colours.ink, .lines_max = 1, .tabular = true};
    auto end = look;
    end.align = Align::end;
    auto half = rect.cut_left(rect.width * 0.4F);
    ui::label(ui, {.id = id_left,
                   .rect = half,
                   .text = left,
                   .look = look,
                   .within = ui::Within::middle,
                   .ground = colours.ground});
    ui::label(ui, {.id = id_right,
                   .rect = rect,
                   .text = right,
                   .look = end,
                   .within = ui::Within::middle,
                   .ground = colours.ground});
}

}  // namespace

std::optional<Event> draw(ui::Ui& ui, const ShowVerdict& screen, const View& view) {
    auto& t = ui.texts();
    const auto& check = screen.check;
    const auto colours = colours_of(ui.palette(), check);
    const auto words = words_of(t, check, view.zone, screen.since);
    ui.paint().paper(colours.ground);
    auto page = ui.display().inset(ui.px(72));
    draw_edge(ui, page.cut_top(ui.px(48)), "guard.gate", view.gate, "guard.clock",
              view.zone.hour_minute(screen.since) + " · " + words::data_age(t, view.exchange, screen.since), colours);
    draw_edge(ui, page.cut_bottom(ui.px(48)), "guard.inside", t.say_count("{n} inside", "{n} inside", view.inside),
              "guard.next", t.say("The next scan clears this"), colours);
    page.cut_bottom(ui.px(36));
    std::optional<Event> event;
    auto cards = page;
    auto left = page;
    if (!ui.theme().portrait()) {
        cards = left.cut_right(left.width * 0.52F);
        left.cut_right(ui.px(72));
        cards.cut_top(ui.px(40));
    }
    const auto choices = choices_of(t, check, view);
    event = draw_buttons(ui, left.cut_bottom(buttons_height(ui, choices)), choices, check.result.verdict, colours);
    left.cut_bottom(ui.px(36));
    left.cut_top(ui.px(56));
    left.cut_top(draw_word(ui, left, words, colours));
    left.cut_top(ui.px(28));
    auto reasons = fitted(ui, reason_lines(ui, words, screen.notice, colours), left.width, left.height);
    // What has just failed is said even where it leaves no room for the advice.
    if (screen.notice && lines_height(ui, reasons, left.width) > left.height)
        std::erase_if(reasons, [](const Line& line) { return line.id == "guard.advice"; });
    const float height = lines_height(ui, reasons, left.width);
    draw_lines(ui, left.cut_top(height), reasons, colours.ground);
    if (ui.theme().portrait()) {
        left.cut_top(height > 0 ? ui.px(48) : ui.px(12));
        cards = left;
    }
    draw_cards(ui, cards, check, view);
    // Enter ends a code that is typed as well: it clears no stop.
    const bool calm = check.result.verdict != Verdict::refused;
    if (ui.pressed(ui::Key::escape) || (calm && ui.focused().empty() && ui.pressed(ui::Key::enter))) event = Back{};
    return event;
}

}  // namespace vestibule::guard
