// Reception's frame around a picture, as its conductor draws it; its queues, printers and sites.
#include "tests/gallery/pictures/reception_scene.h"

#include <array>

#include "kiosk/ui/ui.h"
#include "tests/gallery/pictures/album.h"

namespace vestibule::reception {

using namespace gallery;
using std::chrono::minutes, std::chrono::seconds;

namespace {

struct Drawer {
    ui::Ui& ui;
    const State& state;
    const View& view;
    Draft& draft;
    std::optional<Event> operator()(const EnterPin& s) const { return draw(ui, s, view, draft); }
    std::optional<Event> operator()(const Day& s) const { return draw(ui, s, state, view, draft, false); }
    std::optional<Event> operator()(const Details& s) const { return over(s.behind, s); }
    std::optional<Event> operator()(const Reprint& s) const { return over(s.behind.behind, s); }
    std::optional<Event> operator()(const MovePrint& s) const { return over(s.behind.behind, s); }
    std::optional<Event> operator()(const AdmitAnyway& s) const { return over(s.behind.behind, s); }
    std::optional<Event> operator()(const ShowRollCall& s) const { return draw(ui, s, view); }
    template <class Sheet>
    std::optional<Event> over(const Day& day, const Sheet& sheet) const {
        static_cast<void>(draw(ui, day, state, view, draft, true));
        return draw(ui, sheet, view);
    }
};

constexpr const char* own_printer = "badge-lobby";
constexpr const char* other_printer = "ipp://printers.harbour.example:631/printers/hall-north";

}  // namespace

void list(View& view, std::vector<VisitView> rows) {
    view.day = {};
    for (const auto& v : rows) {
        const auto people = v.people();
        view.day.expected += v.phase == VisitPhase::expected && !v.no_show ? people : 0;
        view.day.waiting += v.phase == VisitPhase::waiting ? people : 0;
        view.day.inside += v.phase == VisitPhase::inside ? people : 0;
        view.day.left += v.phase == VisitPhase::left ? people : 0;
        view.day.no_show += v.no_show ? people : 0;
    }
    if (view.day.waiting > 0) view.day.longest_wait_since = now() - minutes{23};
    view.inside = view.day.inside;
    view.rows_in_all = static_cast<int>(rows.size());
    view.other_days_from = rows.size();
    view.rows = std::move(rows);
}

View gallery_view() {
    View view{.site = "Harbour House",
              .logo = {},
              .zone = zone(),
              .now = now(),
              .exchange = in_touch(),
              .printer = {.name = own_printer, .trouble = {}, .reason = {}},
              .reading = {},
              .day = {},
              .other_days_ready = true,
              .noticed = {}};
    view.printer.printers = {{.name = own_printer, .place = {}, .trouble = {}, .media_left = 212}};
    list(view, visits(12));
    return view;
}

void add(Album& album, Scene scene) {
    Picture picture{.screen = name_of(scene.screen),
                    .state = scene.state,
                    .alternative = scene.screen.index(),
                    .focus = scene.focus,
                    .scrolled = scene.scrolled,
                    .draw = {}};
    picture.draw = [scene = std::move(scene)](ui::Ui& ui) {
        auto draft = scene.draft;
        const State state{.screen = scene.screen, .session = {.staff = scene.staff, .last_touched = now()}};
        return std::visit(Drawer{ui, state, scene.view, draft}, scene.screen).has_value();
    };
    album.pictures.push_back(std::move(picture));
}

Notice told(Done done) {
    return {.done = done, .problem = {}, .visit = {}, .since = now()};
}

Notice failure() {
    return {.done = {}, .problem = unreadable_log(), .visit = {}, .since = now()};
}

Reading unread() {
    return {.problem = unreadable_log(), .read_at = now() - minutes{3}, .tried_at = now()};
}

PrintJobView waiting_job(const VisitView& visit) {
    PrintJobView job;
    job.badge = numbered<BadgeId>(1), job.visit = visit.id;
    job.name_known = !visit.visitor.empty(), job.visitor = visit.visitor, job.code = "7K2M-9QXA";
    job.since = now() - minutes{4}, job.queue = own_printer;
    job.reason = "media-empty", job.expires = at(18);
    job.attempts = {{own_printer, now() - minutes{4}, now() - minutes{3}, "media-empty"},
                    {other_printer, now() - minutes{3}, now() - minutes{2}, "not-processed"},
                    {own_printer, now() - minutes{1}, {}, {}}};
    job.attempts_made = 3;
    job.next = PrintNext::moves, job.next_at = now() + minutes{2}, job.next_queue = other_printer;
    job.may_move_to = {other_printer};
    return job;
}

std::vector<PrintJobView> jobs(std::size_t count) {
    constexpr std::array stages{PrintStage::waiting, PrintStage::failed,   PrintStage::unknown,
                                PrintStage::waiting, PrintStage::printing, PrintStage::waiting};
    constexpr std::array nexts{PrintNext::moves,   PrintNext::nothing, PrintNext::nothing,
                               PrintNext::retries, PrintNext::nothing, PrintNext::expires};
    std::vector<PrintJobView> out;
    for (unsigned i = 0; i < count; ++i) {
        auto job = waiting_job(visit(i + 1, VisitPhase::inside));
        job.badge = numbered<BadgeId>(i + 1);
        job.stage = stages.at(i % stages.size()), job.next = nexts.at(i % nexts.size());
        job.next_at = job.next == PrintNext::expires ? at(18) : now() + seconds{i % 2 == 0 ? 240 : 20};
        if (i % 7 == 4) job.place = "reception";
        if (i % 8 == 5) job.elsewhere = true, job.queue.clear(), job.next = PrintNext::nothing;
        if (i % 9 == 6) job.cancelling = true, job.stage = PrintStage::waiting;
        out.push_back(std::move(job));
    }
    return out;
}

std::vector<OnePrinterView> printers(std::size_t count) {
    std::vector<OnePrinterView> out{{.name = own_printer,
                                     .place = {},
                                     .ready = false,
                                     .reasons = {"media-empty"},
                                     .trouble = "The printer is out of badges. Put in a new roll or cards.",
                                     .supplies = {{"Ribbon YMCKO", 4}},
                                     .media_left = 0}};
    if (count > 1)
        out.push_back({.name = other_printer,
                       .place = "reception",
                       .fallback = true,
                       .trouble = {},
                       .supplies = {{"Black", 60}, {"Ribbon YMCKO", 41}},
                       .media_left = 38});
    while (out.size() < count)
        out.push_back({.name = "front-desk",
                       .place = {},
                       .fallback = true,
                       .ready = false,
                       .trouble = "The printer is off or not connected. Switch it on; check its cable."});
    return out;
}

std::vector<SiteRow> sites(std::size_t count) {
    constexpr std::array names{"Harbour House", "Lager Süd", "Shipping", long_site};
    std::vector<SiteRow> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back({.name = names.at(i % names.size()),
                       .waiting = i % 2 == 0 ? static_cast<int>(i) + 1 : 0,
                       .stale = i % 3 == 2,
                       .problem = {}});
    if (count > 1) out[1].problem = unreadable_log();
    return out;
}

}  // namespace vestibule::reception

namespace vestibule::gallery {

Album reception_album() {
    return album_of_screens<reception::Screen>(Role::reception);
}

Album album_of(Role role) {
    switch (role) {
        case Role::lobby:
            return lobby_album();
        case Role::guard:
            return guard_album();
        case Role::reception:
            break;
    }
    return reception_album();
}

}  // namespace vestibule::gallery
