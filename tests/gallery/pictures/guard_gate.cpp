// Pictures of the gate at rest, and of each verdict.
#include "tests/gallery/pictures/guard_scene.h"

namespace vestibule::guard {

using namespace gallery;
using std::chrono::hours, std::chrono::minutes;

namespace {

View changed(View view, void (*change)(View&)) {
    change(view);
    return view;
}

void add_troubles(Album& album) {
    const auto with = [&album](std::string state, void (*change)(View&)) {
        add(album, {.state = std::move(state), .screen = Idle{}, .view = changed(gallery_view(), change)});
    };
    with("works alone", [](View& v) { v.exchange = out_of_touch(), v.overdue = 3; });
    with("never in touch", [](View& v) { v.exchange = never_in_touch(); });
    with("the clock is behind", [](View& v) { v.exchange.clock_behind = hours{31}; });
    with("the clock went ahead", [](View& v) { v.exchange.clock_ahead = hours{9000}; });
    with("the log can't be read", [](View& v) { v.reading = unread(); });
}

CheckView check(Verdict verdict, VisitView visit) {
    CheckView c;
    c.result = {.verdict = verdict, .refusal = Refusal::none};
    c.type_label = "VISITOR 访客", c.token = "VB1:" + std::string(190, 'A');
    c.claims.type = visit.type, c.claims.not_before = at(9), c.claims.expires = at(18);
    c.zones = {"Ground floor", "Floors 1–2"};
    c.visit = std::move(visit);
    return c;
}

CheckView refused(Refusal refusal) {
    const bool knows_who = refusal >= Refusal::not_yet_valid && refusal != Refusal::erased;
    auto c = check(Verdict::refused, visit(8, VisitPhase::inside));
    c.result.refusal = refusal;
    if (!knows_who) c.visit.reset(), c.type_label.clear();
    if (refusal == Refusal::expired) c.claims.expires = now() - hours{15};
    if (refusal == Refusal::not_yet_valid) c.claims.not_before = now() + hours{30};
    if (refusal == Refusal::already_inside) c.inside_since = at(9, 12), c.inside_gate = "Gate 2";
    return c;
}

ShowVerdict shown(CheckView check) {
    return {.check = std::move(check), .since = now()};
}

void add_refusals(Album& album) {
    for (int i = static_cast<int>(Refusal::unreadable); i <= static_cast<int>(Refusal::erased); ++i) {
        const auto refusal = static_cast<Refusal>(i);
        add(album, {.state = "stop, " + std::string{name_of(refusal)}, .screen = shown(refused(refusal))});
    }
    auto inside = refused(Refusal::already_inside);
    inside.visit = long_visit(VisitPhase::inside), inside.inside_gate = "North gate for lorries and deliveries";
    inside.inside_since = now() - hours{50};
    auto screen = shown(inside);
    screen.notice = failure();
    auto view = gallery_view();
    view.gate = inside.inside_gate, view.exchange = out_of_touch();
    add(album, {.state = "stop, the longest, letting in failed", .screen = screen, .view = view});
    inside = refused(Refusal::already_inside);
    inside.inside_since.reset();
    view = gallery_view();
    view.direction = GateDirection::in;
    add(album, {.state = "stop, already inside, a gate inwards", .screen = shown(inside), .view = view});
    auto codes = refused(Refusal::unreadable);
    codes.wait_s = 58;
    add(album, {.state = "stop, too many codes", .screen = shown(codes)});
}

}  // namespace

void add_pictures(Of<Idle>, Album& album) {
    add(album, {.state = "quiet", .screen = Idle{}});
    auto view = gallery_view();
    view.direction = GateDirection::in, view.waiting = 2, view.overdue = 1;
    add(album, {.state = "one way, two wait", .screen = Idle{}, .view = view, .session = signed_in()});
    view = gallery_view();
    view.inside = 12'345, view.waiting = 678, view.overdue = 1234, view.shares_display = true;
    view.gate = "North gate for lorries and deliveries";
    add(album, {.state = "crowded, shares its display",
                .screen = Idle{},
                .view = view,
                .session = signed_in(long_staff()),
                .passage = Passage::out});
    add(album, {.state = "a code is typed",
                .screen = Idle{},
                .draft = {.code = "7K2M-9QXA", .search = {}, .pin = {}},
                .focus = "guard.code"});
    for (const auto& [name, about] : {std::pair{"let out", Notice::About::let_out},
                                      {"approved", Notice::About::approved},
                                      {"declined", Notice::About::declined},
                                      {"signed out", Notice::About::signed_out}})
        add(album, {.state = name, .screen = Idle{notice(about)}, .session = signed_in()});
    add(album, {.state = "failed", .screen = Idle{failure()}, .session = signed_in()});
    add_troubles(album);
}

void add_pictures(Of<ShowVerdict>, Album& album) {
    add(album, {.state = "welcome", .screen = shown(check(Verdict::welcome, visit(8, VisitPhase::inside)))});
    auto overridden = check(Verdict::welcome, visit(8, VisitPhase::inside));
    overridden.let_in_by = "J. Ferrer";
    add(album, {.state = "let in by staff", .screen = shown(overridden)});
    auto longest_name = check(Verdict::welcome, long_visit(VisitPhase::inside));
    longest_name.let_in_by = long_name;
    add(album, {.state = "let in by staff, the longest", .screen = shown(longest_name)});
    auto escorted = check(Verdict::welcome, visit(1, VisitPhase::inside));
    escorted.claims.escort = true, escorted.wear = {"Shoe covers and safety glasses"};
    add(album, {.state = "welcome, with an escort and a group", .screen = shown(escorted)});
    auto longest = check(Verdict::welcome, long_visit(VisitPhase::inside));
    longest.claims.escort = true, longest.wear = {"Shoe covers and safety glasses"};
    longest.zones = {"Ground floor", "Floors 1–2", "Workshop", "Calibration laboratory"};
    add(album, {.state = "welcome, the longest", .screen = shown(longest)});
    auto bare = check(Verdict::welcome, bare_visit(VisitPhase::inside));
    bare.zones.clear(), bare.claims.escort = true;
    add(album, {.state = "welcome, erased since", .screen = shown(bare)});
    add(album, {.state = "goodbye", .screen = shown(check(Verdict::goodbye, visit(8, VisitPhase::inside)))});
    add(album,
        {.state = "goodbye, the longest", .screen = shown(check(Verdict::goodbye, long_visit(VisitPhase::inside)))});
    auto unheard = check(Verdict::details_missing, {});
    unheard.visit.reset(), unheard.claims.escort = true;
    add(album, {.state = "compare", .screen = shown(unheard)});
    add(album, {.state = "compare, a visit of a long name",
                .screen = shown(check(Verdict::details_missing, long_visit(VisitPhase::expected)))});
    add_refusals(album);
}

}  // namespace vestibule::guard
