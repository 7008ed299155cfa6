// The words for a paper's way, and a sheet with every queue that there is.
#include "kiosk/screens/common/roll_call_printers.h"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/common/flow.h"
#include "kiosk/screens/common/plain_words.h"
#include "kiosk/screens/common/words.h"

namespace vestibule {
namespace {

using ui::Rect, ui::Tone, ui::Type, ui::Weight;

struct Status {
    std::string text;
    Tone tone = Tone::neutral;
};

Status status_of(const Texts& t, const PaperJobView& job) {
    const auto remark = job.remark.empty() ? std::string{} : " " + words::plain(t, job.remark);
    const bool is_file = job.queue.empty();
    const auto queue = words::queue_name(job.queue);
    switch (job.phase) {
        case PaperPhase::waiting:
            if (is_file) return {t.say("The list is being saved.")};
            return {t.say("The roll call waits for {queue}.", {{"queue", queue}}) + remark,
                    remark.empty() ? Tone::neutral : Tone::attention};
        case PaperPhase::printing:
            if (is_file) return {t.say("The list is being saved.")};
            return {t.say("The roll call is being printed at {queue}.", {{"queue", queue}}) + remark,
                    remark.empty() ? Tone::neutral : Tone::attention};
        case PaperPhase::printed:
            return {t.say("The roll call is printed. It lies at {queue}.", {{"queue", queue}}), Tone::welcome};
        case PaperPhase::saved:
            return {t.say("Saved as {file}", {{"file", job.file}}), Tone::welcome};
        case PaperPhase::failed:
            return {(is_file ? t.say("The list wasn’t saved.") : t.say("The roll call wasn’t printed.")) + remark,
                    Tone::attention};
        case PaperPhase::unknown:
            break;
    }
    return {t.say("Look whether the roll call lies at {queue}.", {{"queue", queue}}) + remark, Tone::attention};
}

std::optional<Status> status_of(const Texts& t, const RollCallPage& page) {
    if (page.problem) return Status{words::problem(t, *page.problem), Tone::attention};
    if (!page.job) return std::nullopt;
    return status_of(t, *page.job);
}

ui::BannerSpec banner_of(const std::string& text, Tone tone, Rect rect) {
    return {.id = "roll_call.status",
            .rect = rect,
            .icon = tone == Tone::attention ? "warning"
                    : tone == Tone::welcome ? "check-circle"
                                            : "printer",
            .title = {},
            .text = text,
            .tone = tone};
}

std::vector<Line> question_of(ui::Ui& ui, bool there_are_some) {
    const auto& t = ui.texts();
    const auto below =
        there_are_some
            ? t.say("Every print queue that there is. A printer without office paper says so at once.")
            : t.say("The print server has no queue, or doesn’t answer. Read the list from this display, or save it.");
    return {{"roll_call.choice",
             there_are_some ? t.say("Where shall the list be printed?") : t.say("No printer was found"),
             ui::ink(ui, Type::title, Weight::semibold)},
            {"roll_call.choice_hint", below, ui::second_ink(ui, Type::caption), ui.px(8)}};
}

}  // namespace

bool asks_for_another_printer(const std::optional<PaperJobView>& job) {
    if (!job || job->queue.empty()) return false;
    const bool is_held_up = job->phase == PaperPhase::waiting && !job->remark.empty();
    return is_held_up || job->phase == PaperPhase::failed || job->phase == PaperPhase::unknown;
}

float roll_call_status_height(ui::Ui& ui, float width, const RollCallPage& page) {
    const auto status = status_of(ui.texts(), page);
    return status ? ui::banner_height(ui, banner_of(status->text, status->tone, {0, 0, width, 0})) : 0;
}

void draw_roll_call_status(ui::Ui& ui, Rect rect, const RollCallPage& page) {
    if (const auto status = status_of(ui.texts(), page)) ui::banner(ui, banner_of(status->text, status->tone, rect));
}

std::optional<RollCallAction> draw_printer_choice(ui::Ui& ui, const RollCallPage& page) {
    const float margin = ui.px(56), width = std::min(ui.px(1000), ui.display().width - ui.px(64)),
                inner = width - 2 * margin;
    const float button = std::max(ui.px(108), ui.theme().mm(20.2F)), gap = ui.px(20);
    const auto lines = question_of(ui, !page.queues.empty());
    const float words = lines_height(ui, lines, inner);
    const auto rows = static_cast<float>((page.queues.size() + 1) / 2);
    const float choices = rows * (button + gap), around = 2 * margin + words + ui.px(40) + button;
    auto area = ui::sheet(ui, "roll_call.printers", {width, around + choices});
    draw_lines(ui, area.cut_top(words), lines, ui.palette().paper);
    area.cut_top(ui.px(40));
    std::optional<RollCallAction> action;
    if (ui::button(ui, {.id = "roll_call.no_printer",
                        .rect = area.cut_bottom(button),
                        .label = ui.texts().say("Don’t print"),
                        .kind = ui::ButtonKind::quiet,
                        .type = Type::row}))
        action = RollCallClosed{};
    auto content = ui.begin_scroll("roll_call.queues", area, choices);
    Rect row;
    for (std::size_t i = 0; i < page.queues.size(); ++i) {
        if (i % 2 == 0) row = content.cut_top(button), content.cut_top(gap);
        const auto at = row.cut_left((inner - gap) / 2);
        row.cut_left(gap);
        if (at.overlap(area).empty()) continue;
        if (ui::button(ui, {.id = "roll_call.to." + std::to_string(i),
                            .rect = at,
                            .label = words::queue_name(page.queues[i]),
                            .icon = "printer",
                            .kind = ui::ButtonKind::secondary,
                            .type = Type::row}))
            action = RollCallPrintAsked{page.queues[i]};
    }
    ui.end_scroll();
    if (ui.pressed(ui::Key::escape)) action = RollCallClosed{};
    return action;
}

}  // namespace vestibule
