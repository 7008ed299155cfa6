// What the folds make of events, however they came in; what readers are told.
#include <algorithm>
#include <random>

#include "kiosk/log/projections.h"
#include "kiosk/log/state_json.h"
#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;

namespace {

NewEvent issued(BadgeId badge, VisitId visit, PersonId person, Instant from = at(0)) {
    return event(kind::badge_issued, stream_of(badge),
                 {{"visit", to_string(visit)},
                  {"person", to_string(person)},
                  {"kid", "00000000"},
                  {"type", "visitor"},
                  {"zones", 3},
                  {"escort", true},
                  {"nbf", micros(from)},
                  {"exp", micros(at(600))},
                  {"template", "visitor"}});
}

// As for a log that is larger than what a rebuild may hold in memory.
void rebuild_in_little_memory(const std::filesystem::path& file) {
    auto database = must(Database::open(file, FileAccess::read_write));
    auto transaction = must(Transaction::begin(database));
    must(rebuild_projections(database, {}, 1));
    must(transaction.commit());
}

// A batch as a station pushes it.
struct Push {
    std::vector<Event> events;
    Head head;
};

// Deals pushes to `log` in a random order in which each station's own come one after the other, some of them twice.
void deal(Log& log, std::vector<std::vector<Push>> decks, std::mt19937& random) {
    std::vector<std::size_t> next(decks.size(), 0);
    for (;;) {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < decks.size(); ++i)
            if (next[i] < decks[i].size()) open.push_back(i);
        if (open.empty()) return;
        const auto deck = open[random() % open.size()];
        const auto& push = decks[deck][next[deck]];
        must(log.take(push.events, push.head));
        if (random() % 3 == 0) CHECK(must(log.take(push.events, push.head)) == 0);
        ++next[deck];
    }
}

}  // namespace

TEST_CASE("the states survive being written and read", "[log]") {
    VisitState visit{.phase = VisitPhase::left, .walk_in = true, .person = id<PersonId>(1), .host = id<PersonId>(2)};
    visit.type = "contractor \"x\"";
    visit.code = "ABCDEFGH";
    visit.companions = 3;
    visit.sequence = 0;
    visit.from = at(0);
    visit.until = at(60);
    visit.arrived_at = at(1);
    visit.decided_at = at(2);
    visit.admitted_at = at(3);
    visit.left_at = at(4);
    visit.decided_by = id<PersonId>(5);
    visit.badge = id<BadgeId>(6);
    visit.merged_into = id<VisitId>(7);
    visit.host_told = true;
    visit.sealed_rows = {{id<StationId>(1), 2}, {id<StationId>(3), 4}};
    CHECK(visit_state_of(state_text(visit)) == visit);
    CHECK(visit_state_of(state_text(VisitState{})) == VisitState{});

    BadgeState badge{
        .issued = true, .revoked = true, .inside = true, .visit = id<VisitId>(1), .person = id<PersonId>(2)};
    badge.issuer = id<StationId>(4);
    badge.type = "visitor";
    badge.zones = 5;
    badge.escort = true;
    badge.not_before = at(0);
    badge.expires = at(9);
    badge.badge_template = "visitor";
    badge.print = PrintOutcome::unknown;
    badge.printed_at = at(1);
    badge.entered_at = at(2);
    badge.print_ended_at = at(1);
    badge.print_reason = "media-empty";
    badge.print_cancelled = true;
    badge.print_moves = 2;
    badge.print_wanted = "office";
    badge.print_queue = "front-desk";
    badge.print_place = "reception";
    badge.entered_gate = "Gate 1";
    badge.revoked_reason = "lost";
    CHECK(badge_state_of(state_text(badge)) == badge);
    CHECK(badge_state_of(state_text(BadgeState{})) == BadgeState{});

    const PersonState person{.erased = false,
                             .host = true,
                             .staff = true,
                             .staff_roles = {"guard", "reception"},
                             .language = "zh_CN",
                             .details = EventKey{id<StationId>(1), 2},
                             .staff_details = EventKey{id<StationId>(3), 4}};
    CHECK(person_state_of(state_text(person)) == person);
    CHECK(person_state_of("garbage") == PersonState{});
}

TEST_CASE("the projections are the folds, whatever order the pushes of the stations came in", "[log]") {
    TemporaryFolder folder;
    const SigningStation north, south;
    std::mt19937 random{20261121};
    std::vector<Push> from_north, from_south;
    {
        // Two stations write on the same streams; north hears of south's rows only after half of its own.
        auto log_north = must(Log::open(folder / "north.db", north.station));
        auto log_south = must(Log::open(folder / "south.db", south.station));
        const auto write = [](Log& log, const SigningStation& by, std::vector<Push>& deck,
                              std::vector<NewEvent> events) {
            const auto rows = append(log, std::move(events));
            deck.push_back({rows, by.head_at(rows.back())});
        };
        const std::vector kinds = {kind::visit_arrived, kind::visit_approved, kind::visit_declined,
                                   kind::visit_left,    kind::visit_changed,  kind::visit_cancelled};
        write(log_north, north, from_north, {north.enrolled()});
        write(log_south, south, from_south, {south.enrolled()});
        for (int round = 0; round < 40; ++round) {
            const auto visit = id<VisitId>(static_cast<std::uint8_t>(random() % 6));
            const auto badge = id<BadgeId>(static_cast<std::uint8_t>(10 + random() % 6));
            const auto person = id<PersonId>(static_cast<std::uint8_t>(20 + random() % 6));
            const auto kind = kinds[random() % kinds.size()];
            auto& log = round % 2 == 0 ? log_north : log_south;
            const auto& by = round % 2 == 0 ? north : south;
            auto& deck = round % 2 == 0 ? from_north : from_south;
            write(log, by, deck,
                  {booked(visit, person), event(kind, stream_of(visit)), issued(badge, visit, person),
                   event(random() % 2 == 0 ? kind::badge_entered : kind::badge_left, stream_of(badge)),
                   event(random() % 2 == 0 ? kind::host_listed : kind::host_unlisted, stream_of(person)),
                   event(kind::site_policy_set, id<StreamId>(200),
                         {{"version", round}, {"policy", {{"round", round}}}}),
                   event("visit.levitated", stream_of(visit))});
            if (round == 20) deal(log_north, {from_south}, random);
        }
    }
    const auto merged = [&](const char* name) {
        auto log = must(Log::open(folder / name, new_id<StationId>()));
        deal(log, {from_north, from_south}, random);
        const auto before = projections_of(folder / name);
        must(log.rebuild());
        CHECK(projections_of(folder / name) == before);
        rebuild_in_little_memory(folder / name);
        CHECK(projections_of(folder / name) == before);
        CHECK_FALSE(must(verify_log(folder / name)));
        return before;
    };
    const auto expected = merged("0.db");
    CHECK_THAT(expected, Catch::Contains("phase"));
    for (const char* name : {"1.db", "2.db", "3.db", "4.db"}) CHECK(merged(name) == expected);

    // And each projection is what the fold says of the whole stream.
    const auto reader = must(LogReader::open(folder / "1.db"));
    const auto equal = [](const auto& projected, const auto& folded) {
        if (projected != folded) UNSCOPED_INFO(state_text(projected) << " isn't " << state_text(folded));
        return projected == folded;
    };
    for (std::uint8_t i = 0; i < 6; ++i) {
        const auto badge = static_cast<std::uint8_t>(10 + i), person = static_cast<std::uint8_t>(20 + i);
        CHECK(equal(must(reader.visit(id<VisitId>(i))).value(), fold_visit(must(reader.stream(id<StreamId>(i))))));
        CHECK(equal(must(reader.badge(id<BadgeId>(badge))).value(),
                    fold_badge(must(reader.stream(id<StreamId>(badge))))));
        CHECK(equal(must(reader.person(id<PersonId>(person))).value(),
                    fold_person(must(reader.stream(id<StreamId>(person))))));
    }
}

TEST_CASE("rows of another station that don't fit are refused whole and named", "[log]") {
    TemporaryFolder folder;
    const SigningStation other;
    auto elsewhere = must(Log::open(folder / "other.db", other.station));
    std::vector<NewEvent> ratings(4, event("visit.rated", id<StreamId>(1)));
    const auto rows = append(elsewhere, ratings);
    const auto head = other.head_at(rows.back());
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const auto refused = [&](std::vector<Event> events, const Head& with, const std::string& name) {
        const auto taken = log.take(events, with);
        REQUIRE_FALSE(taken);
        CHECK(taken.error().remedy == Remedy::give_up);
        CHECK_THAT(taken.error().what, Catch::Contains(to_string(other.station)) && Catch::Contains(name));
        CHECK(must(log_stats(folder / "log.db")).events == 0);
    };
    refused({rows[1], rows[2], rows[3]}, head, "event 1: rows are missing");
    refused({rows[0], rows[2], rows[3]}, head, "event 2: rows are missing");
    refused({rows[0], rows[1], rows[2]}, head, "event 4: the rows don't end in their head");
    auto changed = rows;
    changed[2].body = "{} ";
    refused(changed, head, "event 3: the hash");
    auto unchained = rows;
    unchained[1].prev[0] ^= 1;
    unchained[1].hash = hash_of(unchained[1]);
    refused(unchained, head, "event 2: it doesn't continue");
    auto borrowed = rows;
    borrowed[1].station = new_id<StationId>();
    refused(borrowed, head, "event 2: it is of another station");

    CHECK(must(log.take(std::vector{rows[0], rows[1]}, other.head_at(rows[1]))) == 2);
    CHECK(must(log.take(rows, head)) == 2);
    CHECK(must(log.take(rows, head)) == 0);
    CHECK(must(must(LogReader::open(folder / "log.db")).cursor()) == Cursor{{other.station, 4}});

    auto fork = rows;
    fork[3].body = "{\"score\":5}";
    fork[3].hash = hash_of(fork[3]);
    CHECK_THAT(log.take(fork, other.head_at(fork[3])).error().what,
               Catch::Contains("event 4") && Catch::Contains("fork"));
    CHECK(elsewhere.take(rows, head).error().remedy == Remedy::give_up);
}

TEST_CASE("any JSON that an event may hold is kept and does no harm", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const std::vector<Json> bodies = {Json::array({1, 2}),
                                      "text",
                                      nullptr,
                                      {{"person", 7}, {"visit", {{"a", 1}}}},
                                      {{"station", "nobody"}},
                                      {{"code", std::string("\xFF\xFE", 2)}}};
    for (const auto& known : all_kinds())
        for (const auto& body : bodies) append(log, {event(known.name, id<StreamId>(1), body)});
    must(log.rebuild());
    const auto reader = must(LogReader::open(folder / "log.db"));
    CHECK(must(reader.visit(id<VisitId>(1))).has_value());
    CHECK(must(reader.stations()).empty());
    CHECK_FALSE(must(verify_log(folder / "log.db")));
}

TEST_CASE("projections of an older form are made anew when the log is opened", "[log]") {
    TemporaryFolder folder;
    const auto own = new_id<StationId>();
    {
        auto log = must(Log::open(folder / "log.db", own));
        append(log, {booked(id<VisitId>(1), id<PersonId>(2))});
    }
    const auto before = projections_of(folder / "log.db");
    CHECK(RawConnection{folder / "log.db"}.run("DELETE FROM visit; UPDATE meta SET value = 0 WHERE name = "
                                               "'projection_version'") == "");
    must(Log::open(folder / "log.db", own));
    CHECK(projections_of(folder / "log.db") == before);
}

TEST_CASE("readers find visits by day, phase, code, person: badges by visit and code: hosts and staff", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const auto reader = must(LogReader::open(folder / "log.db"));
    const auto visit = id<VisitId>(1), old = id<VisitId>(2), endless = id<VisitId>(3);
    const auto person = id<PersonId>(9);
    auto long_one = booked(endless, person, "ENDLESS0");
    long_one.body["from"] = micros(at(-60 * 24 * 100));
    long_one.body["until"] = micros(at(60 * 24 * 100));
    auto past = booked(old, person, "PAST0000");
    past.body["from"] = micros(at(-3000));
    past.body["until"] = micros(at(-2900));
    append(log, {booked(visit, person, "TODAY000"), past, long_one});

    const auto found = [&](Instant from, Instant until) {
        std::vector<VisitId> ids;
        for (const auto& [one, state] : must(reader.visits_between(from, until))) ids.push_back(one);
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    CHECK(found(at(-10), at(10)) == std::vector{visit, endless});
    CHECK(found(at(60), at(100)) == std::vector{endless});  // the visit ends as the range begins
    CHECK(found(at(-3000), at(-2950)) == std::vector{old, endless});
    CHECK(found(at(60 * 24 * 101), at(60 * 24 * 102)).empty());
    append(log, {event(kind::visit_arrived, stream_of(old), {{"needs_answer", false}})}, at(5));
    CHECK(found(at(4), at(6)) == std::vector{visit, old, endless});
    append(log, {event(kind::visit_admitted, stream_of(old), {{"badge", to_string(id<BadgeId>(50))}})}, at(6));
    CHECK(found(at(60 * 24 * 300), at(60 * 24 * 301)) ==
          std::vector{old});  // still inside: of every day until it left
    append(log, {event(kind::visit_left, stream_of(old))}, at(7));
    CHECK(found(at(60 * 24 * 300), at(60 * 24 * 301)).empty());
    CHECK(found(at(7), at(8)) == std::vector{visit, old, endless});

    CHECK(must(reader.visits_in(VisitPhase::inside)).empty());
    CHECK(must(reader.visits_in(VisitPhase::expected)).size() == 2);
    CHECK(must(reader.visit_of_code("TODAY000")) == visit);
    CHECK_FALSE(must(reader.visit_of_code("")).has_value());
    CHECK(must(reader.visits_of_person(person)).size() == 3);
    CHECK_FALSE(must(reader.visit(id<VisitId>(77))).has_value());

    const auto first = id<BadgeId>(51), second = id<BadgeId>(50);
    append(log, {issued(first, visit, person, at(1)), issued(second, visit, person, at(2))});
    const auto badges = must(reader.badges_of(visit));
    REQUIRE(badges.size() == 2);
    CHECK(badges[0].first == first);
    CHECK(badges[1].first == second);
    CHECK(badges[1].second.zones == 3);

    append(log, {event(kind::host_listed, stream_of(person)),
                 event(kind::staff_listed, stream_of(id<PersonId>(8)), {{"roles", {"guard"}}})});
    CHECK(must(reader.hosts()) == std::vector{person});
    CHECK(must(reader.staff()) == std::vector{id<PersonId>(8)});
    append(log, {event(kind::person_erased, stream_of(person))});
    CHECK(must(reader.hosts()).empty());
    CHECK(must(reader.person(person))->erased);
}

TEST_CASE("a badge is found by the first 40 bits of SHA-256 of its id, in Crockford's letters", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const BadgeId badge{};  // SHA-256 of 16 zero bytes begins 37 47 08 ff f7 (computed with sha256sum)
    append(log, {issued(badge, id<VisitId>(1), id<PersonId>(1))});
    const auto reader = must(LogReader::open(folder / "log.db"));
    CHECK(must(reader.badge_of_code("6X3GHZZQ")) == badge);
    CHECK_FALSE(must(reader.badge_of_code("6X3GHZZR")).has_value());
}

TEST_CASE("stations and policy follow the site's events: revoked is absorbing in any order", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const auto reader = must(LogReader::open(folder / "log.db"));
    CHECK_FALSE(must(reader.policy()).has_value());
    const SigningStation door;
    append(log, {event(kind::station_revoked, id<StreamId>(200), {{"station", to_string(door.station)}}),
                 door.enrolled()});
    const auto stations = must(reader.stations());
    REQUIRE(stations.size() == 1);
    CHECK(stations[0].station == door.station);
    CHECK(stations[0].name == "North door");
    CHECK(stations[0].key == door.key);
    CHECK(stations[0].revoked);
    for (int version : {1, 2})
        append(log, {event(kind::site_policy_set, id<StreamId>(200),
                           {{"version", version}, {"policy", {{"v", version}}}})});
    CHECK(must(reader.policy()) == Json{{"v", 2}});
}

TEST_CASE("a reader notices a commit by its data version", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const auto reader = must(LogReader::open(folder / "log.db"));
    const auto before = must(reader.data_version());
    CHECK(must(reader.data_version()) == before);
    int told = 0;
    log.on_change([&] { ++told; });
    append(log, {event("visit.rated", id<StreamId>(1))});
    CHECK(must(reader.data_version()) != before);
    CHECK(told == 1);
}
