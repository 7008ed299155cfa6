// Drawing the printers and the print queue.
#include "kiosk/screens/reception/badges.h"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/common/flow.h"
#include "kiosk/screens/common/printer_words.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/reception/print_words.h"
#include "kiosk/screens/reception/table_card.h"

namespace vestibule::reception {
namespace {

using ui::Cell, ui::Rect, ui::Type, ui::Weight;

constexpr std::size_t printers_in_a_row = 3;
constexpr const char* job_rows_id = "reception.jobs";

// --- printers

std::string id_of(std::size_t printer, const char* part) {
    return "reception.printer." + std::to_string(printer) + part;
}

ui::Tone tone_of(const OnePrinterView& printer) {
    if (!printer.ready) return ui::Tone::attention;
    return printer.saves_files ? ui::Tone::neutral : ui::Tone::welcome;
}

const char* icon_of(const OnePrinterView& printer) {
    if (!printer.ready) return "warning";
    return printer.saves_files ? "note" : "printer";
}

// The server's default may not be known yet.
std::string name_of(const Texts& t, const OnePrinterView& printer) {
    if (printer.saves_files) return t.say("No printer");
    return printer.name.empty() ? t.say("Badge printer") : words::queue_name(printer.name);
}

std::vector<Line> lines_of(ui::Ui& ui, const OnePrinterView& printer, std::size_t index) {
    auto& t = ui.texts();
    auto name = ui::ink(ui, Type::caption, Weight::semibold);
    name.lines_max = 1;
    ui::TextLook state{.type = Type::row,
                       .weight = Weight::semibold,
                       .colour = ui::colours_of(ui.palette(), tone_of(printer)).ink,
                       .lines_max = 3};
    auto rest = ui::second_ink(ui, Type::small);
    rest.lines_max = 2;
    std::vector<Line> out = {{id_of(index, ".name"), name_of(t, printer), name},
                             {id_of(index, ".state"), state_of(t, printer), state, ui.px(6)}};
    if (printer.saves_files)
        out.push_back({id_of(index, ".place"), t.say("in {folder}", {{"folder", printer.name}}), rest, ui.px(6)});
    else if (!printer.place.empty())
        out.push_back(
            {id_of(index, ".place"), t.say("Stands at {place}", {{"place", t.say(printer.place)}}), rest, ui.px(6)});
    else if (printer.fallback)
        out.push_back({id_of(index, ".place"), t.say("Takes over when another one fails"), rest, ui.px(6)});
    if (const auto left = supplies_of(t, printer); !left.empty())
        out.push_back({id_of(index, ".left"), left, rest, ui.px(6)});
    return out;
}

struct Cards {
    std::vector<std::vector<Line>> lines;
    std::size_t columns = 1;
    float gap = 0, pad = 0, icon = 0, width = 0, height = 0;  // of each
};

Cards cards_of(ui::Ui& ui, const View& view, float width) {
    Cards cards{.gap = ui.px(24), .pad = ui.px(28), .icon = ui.px(64)};
    const auto& printers = view.printer.printers;
    const std::size_t most = ui.theme().portrait() ? printers_in_a_row - 1 : printers_in_a_row;
    cards.columns = std::clamp<std::size_t>(printers.size(), 1, most);
    const auto columns = static_cast<float>(cards.columns);
    cards.width = std::floor((width - cards.gap * (columns - 1)) / columns);
    const float words = cards.width - 2 * cards.pad - cards.icon - ui.px(20);
    for (std::size_t i = 0; i < printers.size(); ++i) {
        cards.lines.push_back(lines_of(ui, printers[i], i));
        cards.height = std::max(cards.height, lines_height(ui, cards.lines.back(), words) + 2 * cards.pad);
    }
    return cards;
}

float height_of(const Cards& cards) {
    if (cards.lines.empty()) return 0;
    const auto rows = static_cast<float>((cards.lines.size() + cards.columns - 1) / cards.columns);
    return rows * cards.height + (rows - 1) * cards.gap;
}

void draw_card(ui::Ui& ui, Rect rect, const std::vector<Line>& lines, const Cards& cards,
               const OnePrinterView& printer) {
    const auto& p = ui.palette();
    ui::card(ui, rect, ui.px(26));
    if (!printer.ready) ui.paint().outline(rect, p.attention, std::max(1.5F, ui.px(3)), ui.px(26));
    auto inside = rect.inset(cards.pad);
    const auto colours = ui::colours_of(p, printer.ready ? ui::Tone::neutral : ui::Tone::attention);
    const auto circle = inside.cut_left(cards.icon).cut_top(cards.icon);
    ui.paint().fill(circle, colours.wash, cards.icon / 2);
    ui.paint().icon(icon_of(printer), circle.inset(cards.icon * 0.25F), colours.ink);
    inside.cut_left(ui.px(20));
    draw_lines(ui, inside, lines, p.card);
}

void draw_printers(ui::Ui& ui, Rect rect, const View& view, const Cards& cards) {
    Rect row;
    for (std::size_t i = 0; i < cards.lines.size(); ++i) {
        if (i % cards.columns == 0) row = rect.cut_top(cards.height), rect.cut_top(cards.gap);
        draw_card(ui, row.cut_left(cards.width), cards.lines[i], cards, view.printer.printers[i]);
        row.cut_left(cards.gap);
    }
}

// --- badges

std::vector<ui::Column> columns_of(const Texts& t, bool narrow, std::vector<std::string>& titles) {
    titles = {t.say("Since"), t.say("Visitor"), t.say("Printer"), t.say("State"), t.say("Next step")};
    if (narrow) return {{titles[0], 0.75F}, {titles[1], 2.9F}, {titles[3], 1.8F}, {"", 1.1F, ui::Align::end}};
    return {{titles[0], 0.7F}, {titles[1], 2.0F}, {titles[2], 1.5F},
            {titles[3], 1.6F}, {titles[4], 2.2F}, {"", 1.0F, ui::Align::end}};
}

// Of a file the card above says where it lies.
std::string destination_of(const Texts& t, const PrintJobView& job) {
    if (job.stage == PrintStage::saved) return {};
    return job.queue.empty() ? printer_of(t, job) : words::queue_name(job.queue);
}

std::vector<Cell> cells_of(const Texts& t, const PrintJobView& job, const View& view, bool narrow) {
    const auto pill = pill_of(t, job, view.now);
    const Cell state{.text = pill.text, .as_pill = true, .tone = pill.tone, .outlined = pill.outlined};
    const Cell since{.text = words::moment(t, view.zone, job.since, view.now), .second = {}};
    const auto name = job.name_known ? job.visitor : t.say("Name not known here");
    const auto next = next_of(t, job, view);
    // Where there's room for one of the two, what becomes of it says more than its code, which its sheet has.
    if (narrow)
        return {since,
                {.text = name, .second = next.empty() ? destination_of(t, job) : next, .weight = Weight::semibold},
                state};
    return {since,
            {.text = name, .second = job.code, .weight = Weight::semibold},
            {.text = destination_of(t, job), .second = t.say(job.place)},
            state,
            {.text = next, .second = {}}};
}

std::string action_of(const Texts& t, const PrintJobView& job) {
    if (job.stage == PrintStage::unknown) return t.say("Ask");
    return job.stage == PrintStage::failed ? t.say("Reprint") : t.say("Details");
}

// Those that need a person first, then those that help themselves, then those that lie in the folder.
std::vector<const PrintJobView*> listed(const View& view) {
    std::vector<const PrintJobView*> out;
    for (const auto& job : view.jobs) out.push_back(&job);
    std::ranges::stable_partition(out, [&](const PrintJobView* job) { return needs_a_person(*job, view.now); });
    for (const auto& saved : view.saved) out.push_back(&saved);
    return out;
}

std::optional<Event> draw_jobs(ui::Ui& ui, Rect rect, const Day& screen, const View& view) {
    auto& t = ui.texts();
    const bool narrow = ui.theme().portrait();
    std::vector<std::string> titles;
    const auto columns = columns_of(t, narrow, titles);
    const auto jobs = listed(view);
    const float height = ui::table_row_height(ui), all = height * static_cast<float>(jobs.size());
    const auto body = draw_table_card(ui, rect, columns, all);
    std::optional<Event> event;
    auto content = ui.begin_scroll(job_rows_id, body, all);
    for (const auto* one : jobs) {
        const auto& job = *one;
        const auto row = content.cut_top(height);
        if (row.overlap(body).empty()) continue;
        const auto cells = cells_of(t, job, view, narrow);
        const auto done = ui::table_row(ui, {.id = "job." + to_string(job.badge).substr(0, 8),
                                             .rect = row,
                                             .columns = columns,
                                             .cells = cells,
                                             .action = action_of(t, job),
                                             .selected = screen.row == job.visit});
        if (done.opened || done.acted) event = DetailsAsked{job.visit};
    }
    ui.end_scroll();
    return event;
}

// Where there is no printer, badges are files: nothing is "printed" then.
void draw_empty(ui::Ui& ui, Rect rect, bool as_files) {
    auto& t = ui.texts();
    auto box = rect.middle({std::min(rect.width, ui.px(900)), std::min(rect.height, ui.px(240))});
    const float side = ui.px(96);
    const auto circle = box.cut_top(side);
    ui::monogram(ui, {circle.centre().x - side / 2, circle.y, side, side}, {}, "check", true);
    box.cut_top(ui.px(24));
    box.cut_top(ui::label(ui, {.id = "reception.empty",
                               .rect = box,
                               .text = as_files ? t.say("No printer: badges are saved as files")
                                                : t.say("Every badge is printed"),
                               .look = ui::ink(ui, Type::choice, Weight::semibold, ui::Align::centre)}) +
                ui.px(8));
    ui::label(
        ui,
        {.id = "reception.empty_hint",
         .rect = box,
         .text = as_files ? t.say("Each appears here, to be printed elsewhere and handed out.")
                          : t.say("Badges on their way to a printer, and those that didn’t come out, appear here."),
         .look = ui::second_ink(ui, Type::row, ui::Align::centre)});
}

}  // namespace

std::optional<Event> draw_badges(ui::Ui& ui, ui::Rect page, const Day& screen, const View& view) {
    const auto cards = cards_of(ui, view, page.width);
    const float all = height_of(cards);
    const bool listed_below = !view.jobs.empty() || !view.saved.empty();
    const auto shown = page.cut_top(std::min(all, (listed_below ? 0.5F : 0.7F) * page.height));
    draw_printers(ui, ui.begin_scroll("reception.printers", shown, all), view, cards);
    ui.end_scroll();
    page.cut_top(ui.px(32));
    if (view.jobs.empty() && view.saved.empty()) {
        draw_empty(ui, page, view.printer.saves_files);
        return std::nullopt;
    }
    return draw_jobs(ui, page, screen, view);
}

std::vector<VisitId> rows_of(const Day& screen, const View& view) {
    std::vector<VisitId> out;
    if (screen.page == Page::badges)
        for (const auto* job : listed(view)) out.push_back(job->visit);
    else
        for (const auto& visit : view.rows) out.push_back(visit.id);
    return out;
}

}  // namespace vestibule::reception
