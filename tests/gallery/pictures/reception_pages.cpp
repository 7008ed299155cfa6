// Pictures of reception's sign-in and of its pages.
#include "tests/gallery/pictures/reception_scene.h"

namespace vestibule::reception {

using namespace gallery;
using std::chrono::days, std::chrono::hours, std::chrono::minutes, std::chrono::seconds;

namespace {

Scene page(std::string state, Page page, std::vector<VisitView> rows) {
    Scene scene{.state = std::move(state), .screen = Day{.page = page}};
    scene.view.heads = heads_of(rows);
    list(scene.view, std::move(rows));
    return scene;
}

Scene badges(std::string state, std::size_t printer_count, std::size_t job_count) {
    Scene scene{.state = std::move(state), .screen = Day{.page = Page::badges}};
    scene.view.jobs = jobs(job_count);
    if (printer_count == 1) return scene;  // all is well
    scene.view.printer.printers = printers(printer_count);
    scene.view.printer.ready = scene.view.printer.printers.front().ready;
    scene.view.printer.trouble = scene.view.printer.printers.front().trouble;
    return scene;
}

Scene badges_as_files(std::string state, std::size_t count) {
    Scene scene{.state = std::move(state), .screen = Day{.page = Page::badges}};
    const std::string folder = "/var/lib/vestibule/lobby/badges";
    scene.view.printer = {
        .name = folder, .saves_files = true, .printers = {{.name = folder, .saves_files = true}}, .queues = {}};
    scene.view.saved = jobs(count);
    for (auto& badge : scene.view.saved)
        badge.stage = PrintStage::saved, badge.queue = folder, badge.cancelling = badge.elsewhere = false;
    return scene;
}

Scene searched(std::string state, std::string text, std::vector<VisitView> found) {
    auto scene = page(std::move(state), Page::today, std::move(found));
    scene.draft.search = std::move(text);
    scene.view.searched = true, scene.view.rows_in_all = 12;
    return scene;
}

// Rows of today, then of two years.
Scene over_many_days() {
    auto rows = visits(9);
    for (std::size_t i = 3; i < rows.size(); ++i) {
        const auto back = days{i % 2 == 0 ? 3 : 500};
        rows[i].from -= back, rows[i].until -= back;
        for (auto* at : {&rows[i].arrived_at, &rows[i].decided_at, &rows[i].admitted_at, &rows[i].left_at})
            if (*at) **at -= back;
    }
    auto scene = searched("searched over all days", "a", std::move(rows));
    scene.view.other_days_from = 3, scene.view.other_days_matches = 1234;
    return scene;
}

void break_all(View& view) {
    view.reading = unread(), view.exchange = out_of_touch();
    view.exchange.disk_trouble = "the disk is full: make room for /var/lib/vestibule/station, then try again";
    view.exchange.clock_behind = hours{31};
    view.printer.ready = false, view.printer.jobs_waiting = 7;
    view.printer.trouble = "The printer's memory is full. Delete waiting jobs or restart it.";
    view.locked_keypads = locked_keypads();
}

void add_lists(Album& album) {
    add(album, page("a dozen", Page::today, visits(12)));
    add(album, page("nobody", Page::today, {}));
    add(album, page("two hundred", Page::today, visits(200)));
    auto last = page("two hundred, the last of them", Page::today, visits(200));
    last.scrolled = "reception.rows", last.staff = long_staff();
    add(album, std::move(last));
    auto unlike = std::vector{long_visit(VisitPhase::waiting), bare_visit(VisitPhase::waiting),
                              long_visit(VisitPhase::inside), bare_visit(VisitPhase::left)};
    unlike[2].id = numbered<VisitId>(8002), unlike[3].id = numbered<VisitId>(8003), unlike[3].erased = false;
    add(album, page("the longest and the barest", Page::today, std::move(unlike)));
    auto waiting = page("those who wait, one chosen", Page::today, visits(3, VisitPhase::waiting));
    waiting.screen = Day{.filter = Filter::waiting, .row = waiting.view.rows[1].id};
    waiting.view.shares_display = true;
    add(album, std::move(waiting));
    auto none = page("no-shows, none", Page::today, {});
    none.screen = Day{.filter = Filter::no_show}, none.view.rows_in_all = 12;
    add(album, std::move(none));
    add(album, searched("searched", "adria", visits(2)));
    auto typing = searched("searched on the glass", "adria", visits(2));
    typing.focus = "reception.search";
    add(album, std::move(typing));
    add(album, searched("nobody found", "xyzzy", {}));
    add(album, over_many_days());
    add(album, page("nine", Page::inside, visits(9, VisitPhase::inside)));
    add(album, page("nobody", Page::inside, {}));
}

void add_roll_calls(Album& album) {
    const std::pair<const char*, PaperJobView> papers[] = {
        {"the roll call failed",
         {.phase = PaperPhase::failed,
          .remark = "no office printer is set up: choose a printer, or save it as a file (office_queue in the config "
                    "sets one up)"}},
        {"the roll call waits",
         {.phase = PaperPhase::waiting, .remark = "The office printer is out of paper. Put some in."}},
        {"the roll call is in doubt",
         {.phase = PaperPhase::unknown, .remark = "the office printer didn't say whether the paper came out"}}};
    for (const auto& [state, paper] : papers) {
        auto scene = page(state, Page::inside, visits(9, VisitPhase::inside));
        scene.view.roll_call = paper;
        add(album, std::move(scene));
    }
}

void add_notices(Album& album) {
    const std::pair<const char*, Done> all[] = {{"approved", Done::approved},
                                                {"declined", Done::declined},
                                                {"admitted", Done::admitted},
                                                {"let out", Done::let_out},
                                                {"reprinted", Done::reprinted},
                                                {"moved", Done::print_moved},
                                                {"cancelled", Done::print_cancelled},
                                                {"a badge was seen", Done::badge_seen},
                                                {"over already", Done::print_over},
                                                {"the roll call asked for", Done::roll_call_asked},
                                                {"a keypad unlocked", Done::keypad_unlocked}};
    for (const auto& [state, done] : all) {
        auto scene = page(state, Page::today, visits(12));
        scene.screen = Day{.notice = told(done)};
        scene.view.noticed = long_name;
        add(album, std::move(scene));
    }
    auto failed = page("failed", Page::today, visits(12));
    failed.screen = Day{.notice = failure()};
    add(album, std::move(failed));
}

void add_troubles(Album& album) {
    auto scene = page("the printer is out of badges", Page::today, visits(12));
    scene.view.printer.ready = false, scene.view.printer.trouble = printers(1).front().trouble;
    add(album, scene);
    scene.state = "the printer isn't ready, badges wait", scene.view.printer.trouble.clear();
    scene.view.printer.jobs_waiting = 3;
    add(album, scene);
    scene = page("badges are printed, the clock went ahead", Page::today, visits(12));
    scene.view.printer.jobs_waiting = 2, scene.view.exchange.clock_ahead = hours{9000};
    add(album, scene);
    scene = page("two keypads are locked", Page::today, visits(12));
    scene.view.locked_keypads = locked_keypads();
    add(album, scene);
    scene = page("everything is broken", Page::today, visits(12));
    break_all(scene.view);
    add(album, scene);
    scene = badges("everything is broken", 5, 12);
    break_all(scene.view);
    add(album, scene);
}

void add_sites(Album& album) {
    auto scene = page("three sites", Page::today, visits(12));
    scene.view.sites = sites(3);
    add(album, scene);
    scene.state = "twenty sites, the eighteenth shown, shares its display", scene.view.sites = sites(20);
    scene.view.site_shown = 17, scene.view.site_fresh = true, scene.view.shares_display = true;
    scene.view.site = long_site, scene.staff = long_staff(), scene.view.exchange = out_of_touch();
    add(album, scene);
}

}  // namespace

void add_pictures(Of<EnterPin>, Album& album) {
    add(album, {.state = "asked", .screen = EnterPin{}});
    add(album, {.state = "typed", .screen = EnterPin{}, .draft = {.search = {}, .pin = "482915482915"}});
    auto view = gallery_view();
    view.keypad.tries_left = 1;
    add(album, {.state = "wrong", .screen = EnterPin{.wrong = true}, .view = view});
    view.keypad = {.wait_s = 959};
    add(album, {.state = "a pause", .screen = EnterPin{.wrong = true}, .view = view});
    view.keypad = {.locked = true};
    add(album, {.state = "locked", .screen = EnterPin{}, .view = view});
    add(album, {.state = "failed", .screen = EnterPin{.notice = failure()}});
    view = gallery_view();
    view.has_staff = false, view.shares_display = true, view.site = long_site;
    add(album, {.state = "no staff yet, shares its display", .screen = EnterPin{}, .view = view});
    view = gallery_view();
    view.reading = unread();
    add(album, {.state = "the log can't be read", .screen = EnterPin{}, .view = view});
    view = gallery_view();
    view.sites = sites(3), view.way_back = 0, view.site = long_site;
    view.keypad.tries_left = 3;
    add(album, {.state = "at another site", .screen = EnterPin{.wrong = true}, .view = view});
}

void add_pictures(Of<Day>, Album& album) {
    add_lists(album);
    add(album, badges("every badge is printed", 1, 0));
    add(album, badges("two printers, six badges", 2, 6));
    add(album, badges("five printers, sixty badges", 5, 60));
    add(album, badges_as_files("badges as files, none yet", 0));
    add(album, badges_as_files("badges as files, seven to hand out", 7));
    add_roll_calls(album);
    add_notices(album);
    add_troubles(album);
    add_sites(album);
}

void add_pictures(Of<ShowRollCall>, Album& album) {
    const auto scene = [](std::string state, RollCall list, PaperPhase phase) {
        Scene made{.state = std::move(state), .screen = ShowRollCall{}};
        made.view.inside = list.people;
        made.view.list_inside = std::move(list);
        made.view.roll_call = PaperJobView{.id = {}, .phase = phase, .remark = {}, .queue = "office"};
        return made;
    };
    add(album, scene("printing", roll_call(12), PaperPhase::printing));
    add(album, scene("printed, two hundred", roll_call(200), PaperPhase::printed));
    auto saved = scene("saved", roll_call(5), PaperPhase::saved);
    saved.view.roll_call->file = "/var/lib/vestibule/station/papers/roll-call-2026-11-25-0941.pdf";
    add(album, std::move(saved));
    auto failed = scene("not printed", roll_call(5), PaperPhase::failed);
    failed.view.roll_call->remark = "The printer is out of paper. Put some in.";
    add(album, std::move(failed));
    auto longest = scene("the longest, not asked for", long_roll_call(), PaperPhase::unknown);
    longest.screen = ShowRollCall{.behind = {}, .notice = failure()};
    longest.view.site = long_site;
    longest.view.reading = unread();
    add(album, std::move(longest));
    auto choosing = scene("where to print", roll_call(12), PaperPhase::failed);
    choosing.screen = ShowRollCall{.behind = {}, .choosing_printer = true};
    choosing.view.printer.queues = {"badge-lobby", "front-desk", "office"};
    choosing.view.office_queue = "office";
    add(album, std::move(choosing));
    auto none = scene("no printer at all", roll_call(12), PaperPhase::failed);
    none.screen = ShowRollCall{.behind = {}, .choosing_printer = true};
    add(album, std::move(none));
}

}  // namespace vestibule::reception
