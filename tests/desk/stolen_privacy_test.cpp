// What a stolen door's words do to people's data: nothing is erased, kept or opened by them.
#include "tests/desk/stolen_door.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::hours;

TEST_CASE("no time that a door claims makes anybody's data due, or keeps it for ever", "[desk]") {
    StolenDoor site;
    site.reception.import({site.reception.appointment("Maja Horvat", site.reception.at(10, 0, 3))});
    const auto visit = must(site.reception->day(site.reception.at(10, 0, 3))).rows.at(0);
    const auto days = site.reception->policy().retention_days;
    site.reception.hear_forged(site.other, {{.kind = kind::visit_admitted,
                                             .stream = stream_of(visit.id),
                                             .body = R"({"policy":1})",
                                             .turn = 2,
                                             .at = from_micros(1)},
                                            {.kind = kind::visit_left,
                                             .stream = stream_of(visit.id),
                                             .body = R"({"how":"gate"})",
                                             .turn = 3,
                                             .at = from_micros(1)},
                                            {.kind = kind::host_listed,
                                             .stream = stream_of(visit.person),
                                             .body = "{}",
                                             .at = site.reception.at(9, 0, 4000)}});
    CHECK(site.reception.phase(visit.id) == VisitPhase::left);
    CHECK(must(site.reception->due_for_erasure()).empty());
    site.reception.set_clock(site.reception.at(12, 0, 4 + days));
    CHECK(must(site.reception->due_for_erasure()) == std::vector{visit.person});
}

TEST_CASE("a door's word that somebody is inside gives it no key of the archive", "[desk]") {
    StolenDoor site;
    // Somebody of long ago.
    const auto old = site.reception.walk_in("Long Ago");
    must(site.reception->cancel(old));
    const auto person = site.reception.visit(old).person;
    site.reception.wait(hours{24 * 60});
    const auto until_of = [&](PersonId id) {
        for (const auto& key : must(site.reception.vault().keys_after(0, 1'000)).keys)
            if (key.person == id) return key.window.until;
        FAIL("no key is held");
        return Instant{};
    };
    const auto before = until_of(person);
    const auto made = make_id<VisitId>(site.other.station());
    site.forge(kind::visit_requested, stream_of(made.id),
               {{"nonce", to_hex(made.nonce)},
                {"person", to_string(person)},
                {"type", "visitor"},
                {"from", micros(site.reception->now())},
                {"until", micros(site.reception->now() + hours{8})}});
    site.forge(kind::visit_admitted, stream_of(made.id), {{"policy", 1}}, 2);
    CHECK(site.reception.phase(made.id) == VisitPhase::inside);
    must(site.reception->keep_names_of_those_inside());
    CHECK(until_of(person) == before);
    // Whom reception itself has let in keeps the name.
    const auto guest = site.reception.walk_in("Really Inside");
    must(site.reception->admit(guest, site.anna));
    const auto first = until_of(site.reception.visit(guest).person);
    site.reception.wait(hours{24});
    must(site.reception->keep_names_of_those_inside());
    CHECK(until_of(site.reception.visit(guest).person) > first);
}
