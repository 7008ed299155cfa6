// The questions over a visit's sheet: why a badge is printed again, where a badge that waits shall go, and whether
// somebody is admitted whom the plan doesn't have for today or who is inside already.
#include <algorithm>

#include "kiosk/screens/common/flow.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/reception/print_words.h"
#include "kiosk/screens/reception/visit_words.h"

namespace vestibule::reception {
namespace {

using ui::Rect, ui::Type, ui::Weight;

struct Reply {
    std::string id, label;
    Event event;
};

struct Question {
    const char* id;
    std::vector<Line> lines;
    std::vector<Reply> answers;  // two in a row
    Reply none;                  // below them: all stays as it is
};

Line notice_line(ui::Ui& ui, const char* id, const Notice& notice, const View& view) {
    auto trouble = ui::ink(ui, Type::row, Weight::semibold);
    trouble.colour = ui.palette().stop;
    return {id, words_of(ui.texts(), notice, view), trouble, ui.px(16)};
}

// A printer's address may be longer than two lines of a button have room for.
Type type_of(ui::Ui& ui, const std::string& label, float width) {
    const ui::TextLook look{.type = Type::row, .weight = Weight::semibold};
    return ui.paint().text_size(label, look).width > 1.8F * width ? Type::small : Type::row;
}

std::optional<Event> draw_question(ui::Ui& ui, const Question& question) {
    const float margin = ui.px(56), width = std::min(ui.px(1000), ui.display().width - ui.px(64)),
                inner = width - 2 * margin;
    const float button = std::max(ui.px(108), ui.theme().mm(20.2F)), gap = ui.px(20);
    const float words_height = lines_height(ui, question.lines, inner);
    const auto rows = static_cast<float>((question.answers.size() + 1) / 2);
    auto area =
        ui::sheet(ui, question.id, {width, 2 * margin + words_height + ui.px(40) + (rows + 1) * button + rows * gap});
    draw_lines(ui, area.cut_top(words_height), question.lines, ui.palette().paper);
    area.cut_top(ui.px(40));
    std::optional<Event> event;
    Rect row;
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
        if (i % 2 == 0) row = area.cut_top(button), area.cut_top(gap);
        const auto at = row.cut_left(question.answers.size() == 1 ? inner : (inner - gap) / 2);
        row.cut_left(gap);
        const auto& answer = question.answers[i];
        const auto kind = question.answers.size() == 1 ? ui::ButtonKind::primary : ui::ButtonKind::secondary;
        if (ui::button(ui, {.id = answer.id,
                            .rect = at,
                            .label = answer.label,
                            .kind = kind,
                            .type = type_of(ui, answer.label, at.width - ui.px(32))}))
            event = answer.event;
    }
    if (ui::button(ui, {.id = question.none.id,
                        .rect = area.cut_top(button),
                        .label = question.none.label,
                        .kind = ui::ButtonKind::quiet,
                        .type = Type::row}))
        event = question.none.event;
    if (ui.pressed(ui::Key::escape)) event = question.none.event;
    return event;
}

}  // namespace

std::optional<Event> draw(ui::Ui& ui, const Reprint& screen, const View& view) {
    if (!view.open) return Back{};
    auto& t = ui.texts();
    Question question{
        .id = "reception.reprint",
        .lines = {{"reprint.title", t.say("Why is a new badge needed?"), ui::ink(ui, Type::title, Weight::semibold)},
                  {"reprint.name", words::visitor(t, *view.open), ui::ink(ui, Type::caption, Weight::semibold),
                   ui.px(8)},
                  {"reprint.story",
                   badge_story(t, view),
                   {.type = Type::caption, .weight = Weight::semibold, .colour = ui.palette().attention},
                   ui.px(16)},
                  {"reprint.effect", t.say("The old badge stops counting at once."),
                   ui::second_ink(ui, Type::caption), ui.px(4)}},
        .answers = {},
        .none = {"reprint.close", t.say("Don’t print"), Back{}}};
    if (screen.notice) question.lines.push_back(notice_line(ui, "reprint.notice", *screen.notice, view));
    for (const auto reason : all_reprint_reasons)
        question.answers.push_back(
            {"reprint." + std::string{name_of(reason)}, words_of(t, reason), ReasonChosen{reason}});
    return draw_question(ui, question);
}

std::optional<Event> draw(ui::Ui& ui, const AdmitAnyway& screen, const View& view) {
    if (!view.open || !view.question.asks()) return Back{};
    auto& t = ui.texts();
    const auto& visit = *view.open;
    const auto other_day = view.question.another_day;
    const auto title = other_day ? t.say("This appointment is for {day}. Admit today?",
                                         {{"day", t.whole_day(visit.from, view.zone, view.now)}})
                                 : t.say("Already admitted. Admit again?");
    Question question{
        .id = "reception.admit",
        .lines = {{"admit.title", title, ui::ink(ui, Type::title, Weight::semibold)},
                  {"admit.name", words::visitor(t, visit), ui::ink(ui, Type::caption, Weight::semibold), ui.px(8)}},
        .answers = {{"admit.yes", other_day ? t.say("Admit today") : t.say("Admit again"), AdmitConfirmed{}}},
        .none = {"admit.close", t.say("Don’t admit"), Back{}}};
    if (const auto& inside = view.question.inside_as)
        question.lines.push_back(
            {"admit.inside",
             t.say("{name} was admitted at {time}. That visit ends then, and its badge is no longer valid.",
                   {{"name", words::visitor(t, *inside)},
                    {"time", words::moment(t, view.zone, inside->admitted_at.value_or(inside->from), view.now)}}),
             {.type = Type::caption, .weight = Weight::semibold, .colour = ui.palette().attention},
             ui.px(16)});
    if (screen.notice) question.lines.push_back(notice_line(ui, "admit.notice", *screen.notice, view));
    return draw_question(ui, question);
}

std::optional<Event> draw(ui::Ui& ui, const MovePrint& screen, const View& view) {
    if (!view.open || !view.job) return Back{};
    auto& t = ui.texts();
    Question question{.id = "reception.move",
                      .lines = {{"move.title", t.say("Where shall the badge be printed?"),
                                 ui::ink(ui, Type::title, Weight::semibold)},
                                {"move.name", words::visitor(t, *view.open),
                                 ui::ink(ui, Type::caption, Weight::semibold), ui.px(8)},
                                {"move.effect", t.say("It’s taken back where it waits now. It comes out once."),
                                 ui::second_ink(ui, Type::caption), ui.px(4)}},
                      .answers = {},
                      .none = {"move.close", t.say("Leave it there"), Back{}}};
    if (screen.notice) question.lines.push_back(notice_line(ui, "move.notice", *screen.notice, view));
    for (const auto& queue : view.job->may_move_to)
        question.answers.push_back(
            {"move.to." + std::to_string(question.answers.size()), words::queue_name(queue), QueueChosen{queue}});
    return draw_question(ui, question);
}

}  // namespace vestibule::reception
