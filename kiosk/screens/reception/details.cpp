// One visit's sheet: all its data, the badge's story, and what may be done.
#include <algorithm>
#include <span>

#include "kiosk/screens/common/flow.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/reception/print_words.h"
#include "kiosk/screens/reception/visit_words.h"

namespace vestibule::reception {
namespace {

using ui::Rect, ui::Tone, ui::Type, ui::Weight;

// What is longer than the sheet is scrolled to, so a name isn't cut; a page of text is.
constexpr int value_lines_max = 10;

std::string answered(const Texts& t, const VisitView& visit, const std::string& when) {
    if (when.empty() || visit.decided_by.empty()) return when;
    return t.say("{when} by {name}", {{"when", when}, {"name", visit.decided_by}});
}

std::string answer_of(const Texts& t, const VisitView& visit) {
    if (visit.phase == VisitPhase::declined) return t.say("Declined");
    const bool came_of_it =
        visit.phase == VisitPhase::approved || visit.phase == VisitPhase::inside || visit.phase == VisitPhase::left;
    return came_of_it ? t.say("Approved") : t.say("Answered");
}

std::vector<Fact> facts_of(const Texts& t, const VisitView& visit, const View& view) {
    std::vector<Fact> facts;
    const auto add = [&facts](const char* id, std::string label, std::string value, std::optional<Tone> tone = {}) {
        if (!value.empty()) facts.push_back({id, std::move(label), std::move(value), tone.has_value(), tone});
    };
    const auto when = [&](const std::optional<Instant>& at) {
        return at ? words::moment(t, view.zone, *at, view.now) : std::string{};
    };
    add("details.host", t.say("Host"), words::host(t, visit));
    auto place = visit.host_department;
    if (!visit.host_location.empty()) place += (place.empty() ? "" : " · ") + visit.host_location;
    add("details.host_place", t.say("Department"), place);
    add("details.host_phone", t.say("Host’s phone"), visit.host_phone);
    add("details.purpose", t.say("Purpose"), visit.purpose);
    add("details.room", t.say("Room"), visit.room);
    if (!visit.walk_in)
        add("details.planned", t.say("Planned"), words::span(t, view.zone, visit.from, visit.until, view.now));
    add("details.cancelled", t.say("Cancelled"), why_cancelled(t, visit));
    add("details.arrived", t.say("Arrived"), when(visit.arrived_at));
    add("details.decided", answer_of(t, visit), answered(t, visit, when(visit.decided_at)));
    add("details.called", t.say("Called"), when(visit.called_at));
    const bool stands_there = visit.phase == VisitPhase::waiting || visit.answered_at_the_door();
    if (const auto silence = silence_of_door(visit, view); silence && stands_there)
        add("details.lobby", t.say("Lobby"),
            t.say("not heard of for {time}", {{"time", words::duration(t, *silence)}}), Tone::attention);
    add("details.admitted", t.say("Admitted"), when(visit.admitted_at));
    if (visit.inside_since != visit.admitted_at)
        add("details.inside", t.say("Inside since"), when(visit.inside_since));
    add("details.left", t.say("Left"), when(visit.left_at));
    if (!badge_needs_a_person(visit, view)) add("details.badge", t.say("Badge"), badge_story(t, view));
    if (view.job) add("details.printing", t.say("Printing"), next_of(t, *view.job, view));
    if (view.badge) add("details.badge_code", t.say("Badge code"), view.badge->code);
    if (visit.phase == VisitPhase::inside && visit.badge_until)
        add("details.badge_until", t.say("Badge until"), words::end_of(t, view.zone, *visit.badge_until, view.now),
            visit.overdue ? std::optional{Tone::attention} : std::nullopt);
    add("details.phone", t.say("Phone"), visit.phone);
    add("details.email", t.say("Email"), visit.email);
    add("details.plate", t.say("Plate"), visit.plate);
    add("details.code", t.say("Appointment code"), visit.code);
    if (!visit.language.empty()) add("details.language", t.say("Language"), own_name_of(visit.language));
    if (view.job) add("details.attempts", t.say("Printers tried"), attempts_of(t, *view.job, view));
    return facts;
}

struct Choice {
    const char* id;
    std::string label;
    ui::ButtonKind kind;
    Event event;
};

// While a badge is on its way it can still be turned round: the next step where its printer is in trouble.
void add_print_choices(std::vector<Choice>& out, const Texts& t, const View& view) {
    const auto& job = view.job;
    if (!job || job->cancelling || (job->stage != PrintStage::waiting && job->stage != PrintStage::printing)) return;
    out.push_back({"details.dont_print", t.say("Don’t print"), ui::ButtonKind::secondary, PrintCancelAsked{}});
    if (job->may_move_to.empty()) return;
    const bool first = job->stage == PrintStage::waiting && needs_a_person(*job, view.now);
    if (first)
        for (auto& other : out)
            if (other.kind == ui::ButtonKind::primary) other.kind = ui::ButtonKind::secondary;
    out.insert(first ? out.begin() : out.end() - 1,
               {"details.move", t.say("Another printer"), first ? ui::ButtonKind::primary : ui::ButtonKind::secondary,
                MoveAsked{}});
}

Choice admitting(const Texts& t, const VisitView& visit, const View& view, ui::ButtonKind kind) {
    return {"details.admit", visit.another_day ? t.say("Admit today") : t.say("Admit and print"), kind,
            AdmitAsked{.has_question = view.question.asks()}};
}

// The lobby gives the badge to whom one approves; where it can't hear of it, one press here does both.
void add_answers(std::vector<Choice>& out, const Texts& t, const VisitView& visit, const View& view) {
    using ui::ButtonKind;
    const bool silent = silence_of_door(visit, view).has_value();
    out.push_back(
        {"details.approve", t.say("Approve"), silent ? ButtonKind::secondary : ButtonKind::primary, Approved{}});
    out.push_back(admitting(t, visit, view, silent ? ButtonKind::primary : ButtonKind::secondary));
    if (silent) std::swap(out[out.size() - 1], out[out.size() - 2]);
    out.push_back({"details.decline", t.say("Decline"), ButtonKind::stop, Declined{}});
}

std::vector<Choice> choices_of(const Texts& t, const VisitView& visit, const View& view) {
    using ui::ButtonKind;
    std::vector<Choice> out;
    switch (visit.phase) {
        case VisitPhase::waiting:
            add_answers(out, t, visit, view);
            break;
        case VisitPhase::expected:
        case VisitPhase::approved:
            out.push_back(admitting(t, visit, view, visit.called_at ? ButtonKind::secondary : ButtonKind::primary));
            break;
        case VisitPhase::inside:
            if (badge_in_doubt(visit)) {
                out.push_back({"details.badge_seen", t.say("They have it"), ButtonKind::primary, BadgeSeen{}});
                out.push_back({"details.reprint", t.say("Reprint"), ButtonKind::secondary, ReprintAsked{}});
                out.push_back({"details.let_out", t.say("Let out"), ButtonKind::secondary, LetOutAsked{}});
            } else if (badge_in_trouble(visit)) {
                out.push_back({"details.reprint", t.say("Reprint"), ButtonKind::primary, ReprintAsked{}});
                out.push_back({"details.let_out", t.say("Let out"), ButtonKind::secondary, LetOutAsked{}});
            } else {
                out.push_back({"details.let_out", t.say("Let out"), ButtonKind::primary, LetOutAsked{}});
                out.push_back({"details.reprint", t.say("Reprint"), ButtonKind::secondary, ReprintAsked{}});
            }
            break;
        case VisitPhase::left:
        case VisitPhase::declined:
        case VisitPhase::cancelled:
        case VisitPhase::merged:
        case VisitPhase::unknown:
            break;
    }
    add_print_choices(out, t, view);
    return out;
}

std::optional<Event> draw_choice(ui::Ui& ui, Rect at, const Choice& choice) {
    const bool pressed =
        ui::button(ui, {.id = choice.id, .rect = at, .label = choice.label, .kind = choice.kind, .type = Type::row});
    return pressed ? std::optional{choice.event} : std::nullopt;
}

// From the left on; the first is `lead` times as wide as the others.
std::optional<Event> draw_row(ui::Ui& ui, Rect bar, std::span<const Choice> choices, float lead) {
    const float gap = ui.px(20), count = static_cast<float>(choices.size());
    const float each = std::min((bar.width - gap * count) / (count - 1 + lead), ui.px(320));
    std::optional<Event> event;
    for (const auto& choice : choices) {
        const auto at = bar.cut_left(&choice == &choices.front() ? each * lead : each);
        bar.cut_left(gap);
        if (auto done = draw_choice(ui, at, choice)) event = std::move(done);
    }
    return event;
}

// Upright, more than three have no room for their words beside the way out.
bool in_two_rows(const ui::Ui& ui, std::span<const Choice> choices) {
    return ui.theme().portrait() && choices.size() > 3;
}

float choices_height(const ui::Ui& ui, std::span<const Choice> choices) {
    const float button = std::max(ui.px(108), ui.theme().mm(20.2F));
    return in_two_rows(ui, choices) ? 2 * button + ui.px(20) : button;
}

// What may be done, the next step widest; the way out apart from it, at the right of the last row.
std::optional<Event> draw_choices(ui::Ui& ui, Rect bar, std::span<const Choice> choices) {
    constexpr float next_step = 1.35F;
    std::optional<Event> event;
    auto last = choices;
    if (in_two_rows(ui, choices)) {
        const auto first = choices.first((choices.size() + 1) / 2);
        last = choices.subspan(first.size());
        event = draw_row(ui, bar.cut_top((bar.height - ui.px(20)) / 2), first, next_step);
        bar.cut_top(ui.px(20));
    }
    const Choice close{"details.close", ui.texts().say("Close"),
                       choices.empty() ? ui::ButtonKind::secondary : ui::ButtonKind::quiet, Back{}};
    const float words = ui.paint().text_size(close.label, {.type = Type::row, .weight = Weight::semibold}).width;
    if (auto done = draw_choice(ui, bar.cut_right(std::max(words + ui.px(72), ui.px(160))), close))
        event = std::move(done);
    if (auto done = draw_row(ui, bar, last, last.size() == choices.size() ? next_step : 1)) event = std::move(done);
    return event;
}

// In a list the state of the visit stands; on its sheet a badge that can't come out counts more.
Pill sheet_pill(const Texts& t, const VisitView& visit, const View& view) {
    const bool waits = badge_needs_a_person(visit, view) && !badge_in_trouble(visit);
    return waits && !visit.overdue ? Pill{t.say("badge not printed yet"), Tone::attention} : pill_of(t, visit, view);
}

std::vector<Line> heading(ui::Ui& ui, const VisitView& visit, const std::optional<Notice>& notice, const View& view) {
    auto name = ui::ink(ui, Type::title, Weight::semibold);
    name.lines_max = 3;
    std::vector<Line> lines = {
        {"details.name", words::visitor(ui.texts(), visit), name},
        {"details.company", words::company_and_type(ui.texts(), visit), ui::second_ink(ui, Type::caption), ui.px(4)}};
    // What somebody has to do about it stands before all that may be looked up.
    if (badge_needs_a_person(visit, view)) {
        auto story = ui::ink(ui, Type::row, Weight::semibold);
        story.colour = ui.palette().attention;
        lines.push_back({"details.badge", badge_story(ui.texts(), view), story, ui.px(16)});
    }
    if (notice) {
        auto trouble = ui::ink(ui, Type::row, Weight::semibold);
        trouble.colour = ui.palette().stop;
        lines.push_back({"details.notice", words_of(ui.texts(), *notice, view), trouble, ui.px(16)});
    }
    return lines;
}

// Facts in one column upright, in two on a wide display; the taller column sets the sheet's height.
struct FactColumns {
    std::vector<Fact> left, right;
    FactsLook look;
    float width = 0, height = 0;
};

FactColumns columns_of(ui::Ui& ui, std::vector<Fact> facts, float inner) {
    FactColumns out{
        .look = {.type = Type::row, .label_width = ui.px(220), .gap = ui.px(12), .value_lines_max = value_lines_max}};
    const bool two = !ui.theme().portrait() && facts.size() > 4;
    out.width = two ? (inner - ui.px(56)) / 2 : inner;
    const auto half = two ? (facts.size() + 1) / 2 : facts.size();
    out.left.assign(facts.begin(), facts.begin() + static_cast<std::ptrdiff_t>(half));
    out.right.assign(facts.begin() + static_cast<std::ptrdiff_t>(half), facts.end());
    out.height =
        std::max(facts_height(ui, out.left, out.width, out.look), facts_height(ui, out.right, out.width, out.look));
    return out;
}

}  // namespace

std::optional<Event> draw(ui::Ui& ui, const Details& screen, const View& view) {
    if (!view.open) return Back{};
    const auto& visit = *view.open;
    const float margin = ui.px(56),
                width = std::min(ui.px(ui.theme().portrait() ? 1000.0F : 1360.0F), ui.display().width - ui.px(64));
    const float inner = width - 2 * margin;
    const auto choices = choices_of(ui.texts(), visit, view);
    const float bar = choices_height(ui, choices);
    const auto pill = sheet_pill(ui.texts(), visit, view);
    const float pill_width =
        ui.paint().text_size(pill.text, {.type = Type::small, .weight = Weight::semibold}).width + ui.px(48);
    const auto lines = heading(ui, visit, screen.notice, view);
    const float heading_height = lines_height(ui, lines, inner - pill_width - ui.px(24));
    const auto facts = columns_of(ui, facts_of(ui.texts(), visit, view), inner);
    auto area = ui::sheet(ui, "reception.details",
                          {width, 2 * margin + heading_height + ui.px(36) + facts.height + ui.px(48) + bar});
    const auto event = draw_choices(ui, area.cut_bottom(bar), choices);
    auto head = area.cut_top(heading_height);
    auto corner = head.cut_right(pill_width);
    head.cut_right(ui.px(24));
    draw_lines(ui, head, lines, ui.palette().paper);
    ui::status_pill(ui, "details.state", corner.cut_top(ui.px(64)), pill.text, pill.tone, pill.outlined);
    area.cut_top(ui.px(36));
    area.cut_bottom(ui.px(24));
    // What the display has no room for is scrolled to; another visit's sheet begins at its own top.
    auto body = ui.begin_scroll("details.facts." + to_string(visit.id).substr(0, 8), area, facts.height);
    draw_facts(ui, body.cut_left(facts.width), facts.left, facts.look);
    body.cut_left(ui.px(56));
    if (!facts.right.empty()) draw_facts(ui, body, facts.right, facts.look);
    ui.end_scroll();
    if (ui.pressed(ui::Key::escape)) return Back{};
    return event;
}

}  // namespace vestibule::reception
