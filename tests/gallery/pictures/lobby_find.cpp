// Pictures of finding an appointment, meeting it, and leaving.
#include "tests/gallery/pictures/lobby_scene.h"

namespace vestibule::lobby {

using namespace gallery;
using std::chrono::seconds;

namespace {

constexpr seconds a_pause{58};

struct WhyNot {
    const char* name;
    NotFound why;
};
constexpr WhyNot not_found[] = {{"unknown", NotFound::unknown},
                                {"not today", NotFound::not_today},
                                {"already inside", NotFound::already_inside},
                                {"over", NotFound::over},
                                {"called off", NotFound::called_off},
                                {"moved", NotFound::moved},
                                {"uninvited", NotFound::uninvited},
                                {"turned down", NotFound::turned_down},
                                {"too many tries", NotFound::too_many_tries}};
constexpr WhyNot not_left[] = {{"unknown", NotFound::unknown},
                               {"not inside", NotFound::not_inside},
                               {"too many tries", NotFound::too_many_tries}};

Draft with_code(std::string code) {
    Draft d;
    d.code = d.badge_code = std::move(code);
    return d;
}

Draft with_name(std::string name, std::string digits) {
    Draft d;
    d.name = std::move(name), d.phone_last4 = std::move(digits);
    return d;
}

}  // namespace

void add_pictures(Of<FindByCode>, Album& album) {
    add(album, {.state = "asked", .screen = FindByCode{}});
    add(album, {.state = "typed", .screen = FindByCode{}, .draft = with_code("7K2M-9QXA")});
    for (const auto& [name, why] : not_found)
        add(album, {.state = name,
                    .screen = FindByCode{.why = why, .again_at = now() + a_pause},
                    .draft = with_code("7K2M-9QXA")});
    add(album, {.state = "still there?",
                .screen = FindByCode{},
                .draft = with_code("7K2M"),
                .still_there = now() + still_there_shown});
}

void add_pictures(Of<FindByName>, Album& album) {
    add(album, {.state = "asked", .screen = FindByName{}});
    add(album, {.state = "named",
                .screen = FindByName{},
                .draft = with_name("Maja Horvat", "0101"),
                .focus = "find_name.phone"});
    add(album, {.state = "a long name", .screen = FindByName{}, .draft = with_name(long_name, "")});
    auto by_host = with_name("Maja Horvat", "");
    by_host.by_host = by_host.asked_by_host = true;
    by_host.name_of_host = "Tomás Rivera";
    add(album, {.state = "by the host", .screen = FindByName{}, .draft = by_host, .focus = "find_name.host"});
    add(album, {.state = "by the host, unknown",
                .screen = FindByName{.why = NotFound::unknown},
                .draft = by_host,
                .focus = "find_name.host"});
    for (const auto& [name, why] : not_found) {
        const auto* focus = why == NotFound::unknown ? "find_name.phone" : "find_name.name";
        add(album, {.state = name,
                    .screen = FindByName{.why = why, .again_at = now() + a_pause},
                    .draft = with_name("Maja Horvat", "0101"),
                    .focus = focus});
    }
}

void add_pictures(Of<MeetAppointment>, Album& album) {
    add(album, {.state = "ordinary", .screen = MeetAppointment{visit(8, VisitPhase::expected)}});
    add(album, {.state = "with companions", .screen = MeetAppointment{visit(1, VisitPhase::expected)}});
    add(album, {.state = "the longest", .screen = MeetAppointment{long_visit(VisitPhase::expected)}});
    add(album, {.state = "hardly anything known", .screen = MeetAppointment{bare_visit(VisitPhase::expected)}});
    add(album, {.state = "still there?",
                .screen = MeetAppointment{visit(3, VisitPhase::expected)},
                .still_there = now() + seconds{3}});
}

void add_pictures(Of<Leaving>, Album& album) {
    add(album, {.state = "asked", .screen = Leaving{}});
    add(album, {.state = "typed", .screen = Leaving{}, .draft = with_code("7K2M-9QXA")});
    for (const auto& [name, why] : not_left)
        add(album, {.state = name,
                    .screen = Leaving{.why = why, .again_at = now() + a_pause},
                    .draft = with_code("7K2M-9QXA")});
}

}  // namespace vestibule::lobby
