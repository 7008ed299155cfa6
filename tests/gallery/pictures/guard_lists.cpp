// Pictures of the guard's PIN and lists.
#include "tests/gallery/pictures/guard_scene.h"

namespace vestibule::guard {

using namespace gallery;
using std::chrono::seconds;

namespace {

Scene list_scene(std::string state, List list, std::vector<VisitView> rows) {
    Scene scene{.state = std::move(state), .screen = ShowList{.list = list}};
    scene.view.rows_in_all = static_cast<int>(rows.size());
    (list == List::inside ? scene.view.inside : scene.view.waiting) = scene.view.rows_in_all;
    scene.view.rows = std::move(rows);
    scene.session = signed_in();
    return scene;
}

// One of them is late.
std::vector<VisitView> inside(std::size_t count) {
    auto rows = visits(count, VisitPhase::inside);
    if (rows.size() > 1) rows[1].overdue = true, rows[1].until = at(9, 30);
    return rows;
}

Scene sheet_scene(std::string state, List list, VisitView visit, std::optional<Notice> notice = {}) {
    auto scene = list_scene(std::move(state), list, {visit});
    scene.screen = ShowList{.list = list, .chosen = visit.id, .notice = std::move(notice)};
    return scene;
}

void add_sheets(Album& album) {
    add(album, sheet_scene("inside", List::inside, visit(8, VisitPhase::inside)));
    auto late = long_visit(VisitPhase::inside);
    late.overdue = true, late.until = at(9, 30);
    add(album, sheet_scene("inside, the longest", List::inside, late, failure()));
    add(album, sheet_scene("inside, erased", List::inside, bare_visit(VisitPhase::inside)));
    add(album, sheet_scene("waiting", List::waiting, visit(8, VisitPhase::waiting)));
    add(album, sheet_scene("waiting, the longest", List::waiting, long_visit(VisitPhase::waiting), failure()));
}

Scene roll_call_scene(std::string state, RollCall list) {
    Scene scene{.state = std::move(state), .screen = ShowRollCall{}};
    scene.view.site = "Harbour House";
    scene.view.inside = list.people, scene.view.only_admitted = list.only_admitted;
    scene.view.list_inside = std::move(list);
    scene.session = signed_in();
    return scene;
}

}  // namespace

void add_pictures(Of<EnterPin>, Album& album) {
    add(album, {.state = "to sign in", .screen = EnterPin{.purpose = JustSignIn{}}});
    add(album, {.state = "for a list, typed",
                .screen = EnterPin{.purpose = OpenList{}},
                .draft = {.code = {}, .search = {}, .pin = "482915482915"}});
    CheckView check;
    check.visit = long_visit(VisitPhase::expected);
    auto view = gallery_view();
    view.keypad.tries_left = 1;
    add(album, {.state = "to let a long name in, wrong",
                .screen = EnterPin{.purpose = LetIn{check}, .wrong = true},
                .view = view});
    view.keypad.tries_left = 3;
    add(album, {.state = "to let in", .screen = EnterPin{.purpose = LetIn{}, .wrong = true}, .view = view});
    add(album, {.state = "wrong", .screen = EnterPin{.purpose = JustSignIn{}, .wrong = true}});
    view.keypad = {.wait_s = 959};
    add(album, {.state = "a pause", .screen = EnterPin{.purpose = JustSignIn{}, .wrong = true}, .view = view});
    view.keypad = {.locked = true};
    add(album, {.state = "locked", .screen = EnterPin{.purpose = LetIn{check}, .wrong = true}, .view = view});
    add(album, {.state = "failed", .screen = EnterPin{.purpose = JustSignIn{}, .notice = failure()}});
    view = gallery_view();
    view.has_staff = false;
    add(album, {.state = "no staff yet", .screen = EnterPin{.purpose = JustSignIn{}}, .view = view});
    view = gallery_view();
    view.reading = unread();
    add(album, {.state = "the log can't be read", .screen = EnterPin{.purpose = JustSignIn{}}, .view = view});
}

void add_pictures(Of<ShowList>, Album& album) {
    add(album, list_scene("nobody", List::inside, {}));
    add(album, list_scene("six", List::inside, inside(6)));
    add(album, list_scene("two hundred", List::inside, inside(200)));
    auto last = list_scene("two hundred, the last of them", List::inside, inside(200));
    last.scrolled = "guard.rows", last.session = signed_in(long_staff());
    add(album, std::move(last));
    add(album, list_scene("the longest and the barest", List::inside,
                          {long_visit(VisitPhase::inside), bare_visit(VisitPhase::inside)}));
    auto typed = list_scene("searched", List::inside, inside(2));
    typed.draft.search = "adria", typed.focus = "guard.search";
    add(album, std::move(typed));
    auto none = list_scene("nobody found", List::inside, {});
    none.draft.search = "xyzzy", none.view.rows_in_all = 6;
    add(album, std::move(none));
    auto unreadable = list_scene("the log can't be read", List::inside, inside(6));
    unreadable.view.reading = unread();
    add(album, std::move(unreadable));
    auto locked = list_scene("two keypads are locked", List::inside, inside(6));
    locked.view.locked_keypads = locked_keypads();
    add(album, std::move(locked));
    auto told = list_scene("approved", List::waiting, visits(3, VisitPhase::waiting));
    told.screen = ShowList{.list = List::waiting, .notice = notice(Notice::About::approved)};
    add(album, told);
    told.state = "a keypad unlocked";
    told.screen = ShowList{.list = List::waiting, .notice = notice(Notice::About::keypad_unlocked)};
    add(album, told);
    told = list_scene("failed", List::waiting, visits(3, VisitPhase::waiting));
    told.screen = ShowList{.list = List::waiting, .notice = failure()};
    add(album, std::move(told));
    add(album, list_scene("nobody", List::waiting, {}));
    add_sheets(album);
}

void add_pictures(Of<ShowRollCall>, Album& album) {
    add(album, roll_call_scene("nobody", roll_call(0)));
    add(album, roll_call_scene("twelve", roll_call(12)));
    add(album, roll_call_scene("two hundred", roll_call(200)));
    auto longest = roll_call_scene("the longest, out of touch", long_roll_call());
    longest.view.site = long_site;
    longest.view.exchange = never_in_touch();
    add(album, std::move(longest));
    auto choosing = roll_call_scene("where to print", roll_call(12));
    choosing.screen = ShowRollCall{.choosing_printer = true};
    choosing.view.printer.queues = {"badge-lobby", "front-desk", "office"};
    add(album, std::move(choosing));
}

}  // namespace vestibule::guard
