// A stolen door harms nobody: what its key signs beyond its rights is kept, relayed, and counts nowhere.
#include "kiosk/credential/token.h"
#include "tests/desk/stolen_door.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Another key and rights, signed by nobody.
Json enrolment_of_a_stranger(const Identity& like) {
    auto certificate = like.certificate;
    certificate.station = new_id<StationId>();
    certificate.role = "reception";
    certificate.rights = every_right;
    return certificate_json(certificate);
}

bool is_revoked(FrontDesk& at, StationId station) {
    for (const auto& one : must(at->reader().stations()))
        if (one.station == station) return one.revoked;
    return false;
}

// What was written, and whether it had its effect at reception. `by` is a station's row of everything that needs a
// right; the same rows by a reception are the control.
struct Effects {
    bool policy = false, staff = false, host = false, no_host = false, booking = false, erased = false,
         joined = false, revoked = false;
    bool operator==(const Effects&) const = default;
};

Effects effects_of(StolenDoor& site) {
    auto policy = site.reception->policy();
    policy.version = 99, policy.admit_unknown_badges = true;
    const auto host = site.reception.list_host("Li Na"), fresh = new_id<PersonId>(), guest = new_id<PersonId>();
    const auto visit = must(site.reception->register_walk_in({.name = "Maja Horvat", .language = "en"}));
    const auto visitor = site.reception.visit(visit).person;
    const auto booked = new_id<VisitId>();
    FrontDesk third{site.reception, "third"};
    site.reception.hear_from(third);
    site.forge(kind::site_policy_set, site.reception.site_stream(),
               {{"version", 99}, {"policy", policy_json(policy)}}, 3);
    site.forge(kind::staff_listed, stream_of(fresh), {{"roles", {"reception"}}});
    site.forge(kind::host_listed, stream_of(guest), Json::object());
    site.forge(kind::host_unlisted, stream_of(host), Json::object(), 2);
    site.forge(kind::visit_booked, stream_of(booked),
               {{"person", to_string(guest)},
                {"type", "visitor"},
                {"code", "ABCDEFGH"},
                {"from", micros(site.reception.at(9))},
                {"until", micros(site.reception.at(11))}});
    site.forge(kind::person_erased, stream_of(visitor), {{"reason", "request"}}, 2);
    site.forge(kind::person_joined, stream_of(visitor), {{"with", to_string(host)}}, 2);
    site.forge(kind::station_revoked, site.reception.site_stream(), {{"station", to_string(third.station())}}, 3);
    const auto& reader = site.reception->reader();
    const auto listed = [&](const PersonId& id, bool PersonState::*as) {
        const auto state = must(reader.person(id));
        return state && (*state).*as;
    };
    return {.policy = site.reception->policy().admit_unknown_badges,
            .staff = listed(fresh, &PersonState::staff),
            .host = listed(guest, &PersonState::host),
            .no_host = !listed(host, &PersonState::host),
            .booking = must(reader.visit(booked))->phase != VisitPhase::unknown,
            .erased = listed(visitor, &PersonState::erased),
            .joined = !must(reader.joins()).empty(),
            .revoked = is_revoked(site.reception, third.station())};
}

}  // namespace

TEST_CASE("a door sets no policy, lists, books, erases, joins and revokes nobody: a reception does", "[desk]") {
    constexpr Effects all{true, true, true, true, true, true, true, true};
    {
        StolenDoor site;
        CHECK(effects_of(site) == Effects{});
        // Views that are made anew come to the same.
        must(site.reception->log().rebuild());
        must(site.reception->refresh());
        CHECK_FALSE(site.reception->policy().admit_unknown_badges);
        site.reception.chain_must_hold();
    }
    {
        StolenDoor site{every_right};
        CHECK(effects_of(site) == all);
    }
    StolenDoor site{{Right::door, Right::keeper}};
    CHECK(effects_of(site) == Effects{.erased = true});
}

TEST_CASE("answers count from stations whose staff corner is used, and from no other", "[desk]") {
    for (const bool staffed : {false, true}) {
        StolenDoor site{staffed ? Rights{Right::door, Right::staffed} : door_rights};
        const auto visit = must(site.reception->register_walk_in({.name = "Maja Horvat", .language = "en"}));
        site.forge(kind::visit_approved, stream_of(visit), {{"by", to_string(site.anna)}}, 2);
        CHECK(site.reception.phase(visit) == (staffed ? VisitPhase::approved : VisitPhase::waiting));
        const auto inside = site.reception->visit(site.reception.walk_in("Erik Berg"));
        const auto badge = must(site.reception->admit(must(inside)->id, site.anna));
        site.forge(kind::visit_left, stream_of(must(inside)->id), {{"how", "let out"}, {"by", to_string(site.anna)}},
                   4);
        CHECK(site.reception.phase(must(inside)->id) == (staffed ? VisitPhase::left : VisitPhase::inside));
        site.forge(kind::badge_entered, stream_of(badge), {{"gate", "North"}, {"by", to_string(site.anna)}}, 2);
        CHECK(must(site.reception->reader().badge(badge))->inside == staffed);
        // What a gate sees by itself is any station's to say.
        site.forge(kind::badge_entered, stream_of(badge), {{"gate", "North"}}, 2);
        CHECK(must(site.reception->reader().badge(badge))->inside);
    }
}

TEST_CASE("what another station made is changed by reception and by its maker alone", "[desk]") {
    StolenDoor site;
    FrontDesk lobby{site.reception, "lobby-2", door_rights};
    const auto own = lobby.walk_in("Maja Horvat"), second = lobby.walk_in("Erik Berg");
    site.reception.hear_from(lobby);
    const Json later = {{"from", micros(site.reception.at(15))}, {"until", micros(site.reception.at(16))}};
    site.forge(kind::visit_changed, stream_of(own), later, 2);
    site.forge(kind::visit_cancelled, stream_of(own), {{"by", "visitor"}}, 2);
    // Whoever claims to have begun it earlier hasn't.
    auto claim = Json{{"person", to_string(new_id<PersonId>())}, {"type", "visitor"}, {"needs_approval", false}};
    claim["from"] = micros(site.reception.at(1)), claim["until"] = micros(site.reception.at(23));
    site.reception.hear_forged(site.other, {{.kind = kind::visit_requested,
                                             .stream = stream_of(second),
                                             .body = dump(claim),
                                             .at = site.reception.at(1)}});
    CHECK(site.reception.phase(own) == VisitPhase::waiting);
    CHECK(site.reception.visit(own).from == lobby.visit(own).from);
    CHECK(site.reception.phase(second) == VisitPhase::waiting);
    CHECK(site.reception.visit(second).person == lobby.visit(second).person);
    // Its maker may, and so may reception.
    must(lobby->cancel(own));
    site.reception.hear_from(lobby);
    CHECK(site.reception.phase(own) == VisitPhase::cancelled);
    must(site.reception->cancel(second));
    CHECK(site.reception.phase(second) == VisitPhase::cancelled);
}

TEST_CASE("a visitor gives up at the door to which they have come, whoever booked them", "[desk]") {
    StolenDoor site;
    site.reception.import({site.reception.appointment("Maja Horvat", site.reception.at(10))});
    const auto visit = must(site.reception->day(site.reception.at(10))).rows.at(0).id;
    site.forge(kind::visit_cancelled, stream_of(visit), {{"by", "visitor"}}, 2);
    CHECK(site.reception.phase(visit) == VisitPhase::expected);
    FrontDesk lobby{site.reception, "lobby-2", door_rights};
    lobby.hear_from(site.reception);
    must(lobby->arrive(visit));
    must(lobby->cancel(visit));
    site.reception.hear_from(lobby);
    CHECK(site.reception.phase(visit) == VisitPhase::cancelled);
}

TEST_CASE("no turn is so high that it decides for ever, and the next one stays low", "[desk]") {
    StolenDoor site;
    const auto visit = must(site.reception->register_walk_in({.name = "Maja Horvat", .language = "en"}));
    must(site.reception->approve(visit, site.anna));
    must(site.reception->admit(visit));
    for (const std::uint64_t turn :
         {std::uint64_t{0}, std::uint64_t{9}, std::uint64_t{1} << 62, (std::uint64_t{1} << 63) - 1})
        site.forge(kind::visit_left, stream_of(visit), {{"how", "gate"}}, turn);
    CHECK(site.reception.phase(visit) == VisitPhase::inside);
    must(site.reception->let_out(visit, site.anna));
    CHECK(site.reception.phase(visit) == VisitPhase::left);
    std::uint64_t highest = 0;
    for (const auto& row : must(site.reception->reader().stream(stream_of(visit))))
        if (row.station == site.reception.station()) highest = std::max(highest, row.turn);
    CHECK(highest < 10);
}

TEST_CASE("an enrolment counts by the root's signature, whoever wrote it", "[desk]") {
    StolenDoor site;
    const auto stations = must(site.reception->reader().stations()).size();
    site.forge(kind::station_enrolled, site.reception.site_stream(), enrolment_of_a_stranger(site.other.identity()),
               3);
    CHECK(must(site.reception->reader().stations()).size() == stations);
    // Nor does it, with rights of its own choice under the root's signature.
    auto more = site.other.identity().certificate;
    more.rights = every_right;
    site.forge(kind::station_enrolled, site.reception.site_stream(), certificate_json(more), 4);
    site.forge(kind::staff_listed, stream_of(new_id<PersonId>()), {{"roles", {"reception"}}});
    CHECK(must(site.reception->reader().staff()).size() == 1);
    // What the root has signed counts, also when somebody else brings it.
    const auto granted =
        must(certified_with(site.reception.folder(), site.other.identity().certificate, every_right));
    site.forge(kind::station_enrolled, site.reception.site_stream(), certificate_json(granted), 5);
    CHECK(must(site.reception->reader().staff()).size() == 2);
}

TEST_CASE("a badge counts only as its issuer wrote it", "[desk]") {
    StolenDoor site;
    const auto badge = site.reception.admit_walk_in("Maja Horvat");
    const auto token = site.reception.token(badge);
    const auto issued = must(site.reception->reader().badge(badge)).value();
    const auto& thief = site.other.identity();
    auto claims = claims_of(badge, issued);
    const auto signed_by_thief = [&](const Claims& of) {
        return must(issue_token(of, thief.trust.issuer, thief.certificate.key, thief.signing_key.view()));
    };
    CHECK(site.reception.scan(token, Passage::check) == welcome);
    // The same badge by another station's key, and with more than was given.
    CHECK(site.reception.scan(signed_by_thief(claims), Passage::check).refusal == Refusal::unknown_key);
    claims.zones = 0xFFFF, claims.expires += hours{24 * 365};
    CHECK(site.reception.scan(signed_by_thief(claims), Passage::check).refusal == Refusal::unknown_key);
    // Nor does a badge.issued help that is dated before the honest one.
    const Json claim = {{"visit", to_string(issued.visit)},
                        {"person", to_string(issued.person)},
                        {"kid", to_hex(key_id_of(thief.certificate.key))},
                        {"type", claims.type},
                        {"zones", claims.zones},
                        {"escort", false},
                        {"nbf", micros(claims.not_before)},
                        {"exp", micros(claims.expires)}};
    site.reception.hear_forged(
        site.other,
        {{.kind = kind::badge_issued, .stream = stream_of(badge), .body = dump(claim), .at = site.reception.at(1)}});
    CHECK(must(site.reception->reader().badge(badge))->issuer == site.reception.station());
    CHECK(site.reception.scan(signed_by_thief(claims), Passage::check).refusal == Refusal::unknown_key);
    CHECK(site.reception.scan(token, Passage::check) == welcome);
    // Nobody else takes it away either.
    site.forge(kind::badge_revoked, stream_of(badge), {{"reason", "lost"}}, 2);
    CHECK_FALSE(must(site.reception->reader().badge(badge))->revoked);
}

TEST_CASE("after a revocation nothing later counts, whatever was heard first: --since takes back what stands there",
          "[desk]") {
    for (const bool since : {false, true}) {
        StolenDoor site{{Right::door, Right::staffed}};
        const auto early = site.reception.walk_in("Early"), late = site.reception.walk_in("Late");
        site.other.hear_from(site.reception);
        must(site.other->approve(early, site.anna));
        site.reception.wait(hours{1});
        site.other.wait(hours{1});
        must(site.other->approve(late, site.anna));
        site.reception.hear_from(site.other);
        CHECK(site.reception.phase(early) == VisitPhase::approved);
        CHECK(site.reception.phase(late) == VisitPhase::approved);
        Revocation how{.reason = "stolen"};
        if (since) how.since = site.reception.at(9, 30);
        must(site.reception->revoke_station(site.other.station(), how));
        CHECK(site.reception.phase(early) == VisitPhase::approved);
        CHECK(site.reception.phase(late) == (since ? VisitPhase::waiting : VisitPhase::approved));
        const auto third = site.reception.walk_in("Third");
        site.forge(kind::visit_approved, stream_of(third), {{"by", to_string(site.anna)}}, 2);
        CHECK(site.reception.phase(third) == VisitPhase::waiting);
        // Another station hears of all in the opposite order.
        FrontDesk elsewhere{site.reception, "elsewhere"};
        elsewhere.hear_from(site.other);
        elsewhere.hear_from(site.reception);
        for (const auto& visit : {early, late, third}) CHECK(elsewhere.phase(visit) == site.reception.phase(visit));
    }
}

TEST_CASE("badges of a stolen station open no entrance and every exit: of one that is revoked those held count",
          "[desk]") {
    for (const bool stolen : {false, true}) {
        StolenDoor site;
        const auto visit = site.other.walk_in("Maja Horvat");
        site.reception.hear_from(site.other);
        must(site.reception->approve(visit, site.anna));
        site.other.hear_from(site.reception);
        const auto token = site.other.token(must(site.other->admit(visit)));
        site.reception.hear_from(site.other);
        must(site.reception->revoke_station(site.other.station(), {.reason = "stolen", .stolen = stolen}));
        const auto way_in = site.reception.scan(token);
        CHECK(way_in == (stolen ? refused(Refusal::revoked) : welcome));
        CHECK(site.reception.scan(token, Passage::out) == goodbye);
        // One that nobody has heard of is refused either way.
        const auto& thief = site.other.identity();
        const Claims unheard{.badge = new_id<BadgeId>(),
                             .type = "visitor",
                             .zones = 0xFFFF,
                             .escort = false,
                             .not_before = site.reception.at(8),
                             .expires = site.reception.at(20)};
        const auto forged =
            must(issue_token(unheard, thief.trust.issuer, thief.certificate.key, thief.signing_key.view()));
        CHECK(site.reception.scan(forged).verdict == Verdict::refused);
    }
}

TEST_CASE("a station is told what it may not write, and nothing of it is written", "[desk]") {
    StolenDoor site;
    auto& door = site.other;
    const auto rows = must(door->reader().own_seq());
    const auto refusal = [](const auto& result) {
        REQUIRE_FALSE(result);
        CHECK(result.error().remedy == Remedy::ask_staff);
        return result.error().what;
    };
    CHECK(refusal(door->add_staff("Erik Berg", "482916", {"guard"})).find("hasn't the right") != std::string::npos);
    Imported<HostRow> hosts;
    hosts.taken.push_back({.name = "Li Na"});
    (void)refusal(import_hosts(*door, hosts));
    const auto visit = door.walk_in("Maja Horvat");
    (void)refusal(door->approve(visit, site.anna));
    (void)refusal(door->erase_person(door.visit(visit).person, "request"));
    CHECK(door.visit(visit).visitor == "Maja Horvat");
    CHECK(must(door->reader().own_seq()) == rows + 2);
    CHECK_FALSE(must(door->is_keeper()));
    CHECK(must(site.reception->is_keeper()));
}

TEST_CASE("a door describes no host or staff anew, and takes over no imported visit", "[desk]") {
    StolenDoor site;
    const auto host = site.reception.list_host("Li Na", "", "li.na@harbour.example");
    for (const auto& person : {host, site.anna}) {
        const auto before = must(site.reception->reader().person(person))->details;
        site.reception.hear_forged(
            site.other,
            {{.kind = kind::person_described, .stream = stream_of(person), .body = "{}", .at = Instant{}}});
        CHECK(must(site.reception->reader().person(person))->details == before);
    }
    site.reception.import({site.reception.appointment("Maja Horvat", site.reception.at(10))});
    const auto booked = must(site.reception->day(site.reception.at(10))).rows.at(0);
    const Json claim = {{"person", to_string(new_id<PersonId>())},
                        {"type", "visitor"},
                        {"needs_approval", false},
                        {"from", micros(site.reception.at(1))},
                        {"until", micros(site.reception.at(23))}};
    site.reception.hear_forged(site.other, {{.kind = kind::visit_requested,
                                             .stream = stream_of(booked.id),
                                             .body = dump(claim),
                                             .at = site.reception.at(1)}});
    CHECK(site.reception.visit(booked.id).person == booked.person);
    CHECK(site.reception.visit(booked.id).code == booked.code);
    CHECK(site.reception.phase(booked.id) == VisitPhase::expected);
}

TEST_CASE("an arrival that doesn't count opens nothing, nor does a name that is written with escapes", "[desk]") {
    StolenDoor site;
    const auto visit = site.reception.book("Maja Horvat", site.reception.at(10)).id;
    const auto second = site.reception.book("Ana Kos", site.reception.at(11)).id;
    site.forge(kind::visit_arrived, stream_of(visit), {{"needs_answer", false}}, 1'000'000'000);
    site.forge(kind::visit_cancelled, stream_of(visit), {{"by", "visitor"}}, 2);
    CHECK(site.reception.phase(visit) == VisitPhase::expected);
    // Who has come to it may be called off, but not for all later words of the calendar.
    site.forge(kind::visit_arrived, stream_of(second), {{"needs_answer", false}}, 2);
    site.forge(kind::visit_cancelled, stream_of(second), {{"sequence", 1'000'000}, {"taken", 1}}, 3);
    CHECK(site.reception.phase(second) == VisitPhase::approved);
    const auto badge = must(site.reception->admit(second));
    site.reception.hear_forged(site.other, {{.kind = kind::badge_print_moved,
                                             .stream = stream_of(badge),
                                             .body = R"({"queue":"thief","\u0062y":"x"})",
                                             .turn = 2}});
    CHECK(must(site.reception->reader().badge(badge))->print_queue.empty());
}

TEST_CASE("a row that waits for another counts once that one is there, of whatever kind it is", "[desk]") {
    StolenDoor site;
    FrontDesk third{site.reception, "third"};
    third.hear_from(site.reception);
    // The other one writes in the site's stream what nobody knows; the third one's revocation knows of it.
    site.reception.hear_from(third);
    const auto held = must(site.reception->reader().stream(site.reception.site_stream())).size();
    site.reception.hear_forged(third, {{.kind = kind::station_revoked,
                                        .stream = site.reception.site_stream(),
                                        .body = dump({{"station", to_string(site.other.station())}}),
                                        .turn = held + 2}});
    CHECK_FALSE(is_revoked(site.reception, site.other.station()));
    site.forge("unheard.of", site.reception.site_stream(), Json::object(), held + 1);
    CHECK(is_revoked(site.reception, site.other.station()));
    must(site.reception->log().rebuild());
    CHECK(is_revoked(site.reception, site.other.station()));
}

TEST_CASE("a badge of a stolen station opens no entrance by its typed code either", "[desk]") {
    StolenDoor site;
    const auto visit = site.other.walk_in("Maja Horvat");
    site.reception.hear_from(site.other);
    must(site.reception->approve(visit, site.anna));
    site.other.hear_from(site.reception);
    const auto badge = must(site.other->admit(visit));
    site.reception.hear_from(site.other);
    const auto code = must(site.reception->badge(badge))->code;
    CHECK(site.reception.scan(code, Passage::check) == welcome);
    must(site.reception->revoke_station(site.other.station(), {.reason = "stolen", .stolen = true}));
    CHECK(site.reception.scan(code) == refused(Refusal::revoked));
    CHECK(site.reception.scan(code, Passage::out) == goodbye);
}
