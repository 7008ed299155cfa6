// Pictures of a visit's sheet, and of the questions over it.
#include "tests/gallery/pictures/reception_scene.h"

namespace vestibule::reception {

using namespace gallery;
using std::chrono::minutes, std::chrono::seconds;

namespace {

// The sheet's visit is one of those behind it.
Scene over(std::string state, VisitView visit, std::optional<PrintOutcome> badge = {}) {
    Scene scene{.state = std::move(state), .screen = Details{.behind = {}, .visit = visit.id}};
    if (badge) {
        scene.view.badge = gallery::badge();
        scene.view.badge->print = *badge;
        visit.print = *badge;
        visit.badge = scene.view.badge->id;
    }
    scene.view.open = std::move(visit);
    return scene;
}

Details& sheet_of(Scene& scene) {
    return std::get<Details>(scene.screen);
}

Scene in_the_queue(std::string state, VisitView visit) {
    auto scene = over(std::move(state), std::move(visit), PrintOutcome::pending);
    scene.view.job = waiting_job(*scene.view.open);
    scene.view.jobs = {*scene.view.job};
    scene.view.badge->print_late = true;
    scene.view.badge->print_remark = "The printer is out of badges. Put in a new roll or cards.";
    return scene;
}

Scene longest(std::string state, VisitPhase phase) {
    auto scene = in_the_queue(std::move(state), long_visit(phase));
    scene.view.open->overdue = phase == VisitPhase::inside;
    sheet_of(scene).notice = failure();
    return scene;
}

void add_phases(Album& album) {
    add(album, over("waiting", visit(8, VisitPhase::waiting)));
    add(album, over("expected", visit(8, VisitPhase::expected)));
    auto no_show = visit(3, VisitPhase::expected);
    no_show.no_show = true;
    add(album, over("no-show", no_show));
    add(album, over("approved", visit(8, VisitPhase::approved)));
    add(album, over("inside", visit(8, VisitPhase::inside), PrintOutcome::printed));
    add(album, over("inside, a badge as a file", visit(1, VisitPhase::inside), PrintOutcome::saved));
    add(album, over("inside, not printed", visit(2, VisitPhase::inside), PrintOutcome::failed));
    add(album, over("inside, perhaps printed", visit(2, VisitPhase::inside), PrintOutcome::unknown));
    add(album, over("left", visit(8, VisitPhase::left), PrintOutcome::printed));
    add(album, over("declined", visit(8, VisitPhase::declined)));
    add(album, over("cancelled", visit(8, VisitPhase::cancelled)));
    add(album, over("merged", visit(8, VisitPhase::merged)));
    add(album, over("erased", bare_visit(VisitPhase::left)));
}

// The badge can still be turned round there.
template <class Question>
Scene asked(std::string state, VisitView visit, std::optional<Notice> notice = {}) {
    auto scene = in_the_queue(std::move(state), std::move(visit));
    scene.screen = Question{.behind = sheet_of(scene), .notice = std::move(notice)};
    return scene;
}

Scene moving(std::string state, std::vector<std::string> queues) {
    auto scene = asked<MovePrint>(std::move(state), visit(8, VisitPhase::inside));
    scene.view.job->may_move_to = std::move(queues);
    return scene;
}

}  // namespace

void add_pictures(Of<Details>, Album& album) {
    add_phases(album);
    add(album, in_the_queue("in the queue", visit(8, VisitPhase::inside)));
    auto cancelling = in_the_queue("in the queue, being cancelled", visit(8, VisitPhase::inside));
    cancelling.view.job->cancelling = true;
    add(album, std::move(cancelling));
    add(album, longest("the longest, waiting", VisitPhase::waiting));
    add(album, longest("the longest, inside", VisitPhase::inside));
    auto from_inside = over("from the list of those inside", visit(8, VisitPhase::inside), PrintOutcome::printed);
    sheet_of(from_inside).behind.page = Page::inside;
    add(album, std::move(from_inside));
    auto from_badges = in_the_queue("from the print queue", visit(8, VisitPhase::inside));
    sheet_of(from_badges).behind.page = Page::badges;
    add(album, std::move(from_badges));
}

void add_pictures(Of<Reprint>, Album& album) {
    add(album, asked<Reprint>("asked", visit(8, VisitPhase::inside)));
    add(album, asked<Reprint>("the longest, failed", long_visit(VisitPhase::inside), failure()));
}

void add_pictures(Of<MovePrint>, Album& album) {
    const std::string far = "ipp://printers.harbour.example:631/printers/hall-north";
    add(album, moving("one other printer", {"front-desk"}));
    add(album, moving("seven other printers", {"front-desk", far, "badge-lobby", far, "front-desk", far, far}));
    add(album, asked<MovePrint>("the longest, failed", long_visit(VisitPhase::inside), failure()));
}

void add_pictures(Of<AdmitAnyway>, Album& album) {
    auto other_day = over("another day", visit(8, VisitPhase::expected));
    other_day.screen = AdmitAnyway{.behind = sheet_of(other_day)};
    other_day.view.open->another_day = true, other_day.view.open->from += std::chrono::hours{26};
    other_day.view.question.another_day = true;
    add(album, std::move(other_day));
    auto inside = over("already admitted", visit(8, VisitPhase::expected));
    inside.screen = AdmitAnyway{.behind = sheet_of(inside)};
    inside.view.question.inside_as = visit(9, VisitPhase::inside);
    add(album, std::move(inside));
    auto longest = over("both, the longest, failed", long_visit(VisitPhase::expected));
    longest.screen = AdmitAnyway{.behind = sheet_of(longest), .notice = failure()};
    longest.view.question = {.another_day = true, .inside_as = long_visit(VisitPhase::inside)};
    add(album, std::move(longest));
}

}  // namespace vestibule::reception
