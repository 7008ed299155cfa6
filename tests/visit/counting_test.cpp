// Whose rows count: rights by need, makers, turns; and the fold of a site. Tables written by hand.
#include "kiosk/visit/counting.h"

#include <algorithm>
#include <random>

#include "kiosk/base/made_id.h"
#include "tests/visit/story.h"

using namespace vestibule;
using namespace vestibule::visit_test;

namespace {

StationId station(std::uint8_t number) {
    StationId id{};
    id.bytes[15] = number;
    return id;
}

Event row(StationId writer, std::uint64_t seq, std::string_view kind, Json body = Json::object(),
          std::uint64_t turn = 1) {
    return {.station = writer, .seq = seq, .turn = turn, .kind = std::string{kind}, .stream = {}, .body = dump(body)};
}

const StationId a_reception = station(1), a_keeper = station(2), a_staffed = station(3), a_door = station(4),
                a_nobody = station(5);

SiteState judged() {
    SiteState site;
    site.stations[a_reception] = {.rights = {Right::reception}, .named = true, .enrolment = {}};
    site.stations[a_keeper] = {.rights = {Right::keeper}, .named = true, .enrolment = {}};
    site.stations[a_staffed] = {.rights = {Right::staffed}, .named = true, .enrolment = {}};
    site.stations[a_door] = {.rights = {Right::door}, .named = true, .enrolment = {}};
    return site;
}

// Who may write a kind, by hand: 'r' reception, 'k' keeper, 's' staffed, 'd' door, 'n' a station that nobody
// enrolled.
struct MayRow {
    std::string_view kind;
    std::string_view who;
    Json body = Json::object();
};

const std::vector<MayRow> may_table = {
    {kind::site_policy_set, "r"},
    {kind::station_enrolled, "rksdn"},
    {kind::station_revoked, "r"},
    {"list.entry_added", "r"},
    {"list.entry_removed", "r"},
    {kind::staff_listed, "r"},
    {kind::host_listed, "r"},
    {kind::host_unlisted, "r"},
    {kind::visit_booked, "r"},
    {kind::person_joined, "r"},
    {kind::person_erased, "rk"},
    {kind::visit_approved, "rs"},
    {kind::visit_declined, "rs"},
    {kind::visit_left, "rksdn", {{"how", "gate"}}},
    {kind::visit_left, "rs", {{"how", "let out"}, {"by", "somebody"}}},
    {kind::badge_entered, "rksdn", {{"gate", "North"}}},
    {kind::badge_entered, "rs", {{"gate", "North"}, {"by", "somebody"}}},
    {kind::badge_print_cancelled, "rs", {{"by", "somebody"}}},
    {kind::badge_print_moved, "rksdn", {{"queue", "a"}}},
    {kind::badge_print_moved, "rs", {{"queue", "a"}, {"by", "somebody"}}},
    {kind::person_described, "r"},
    {kind::visit_described, "r"},
    {kind::visit_changed, "r"},
    {kind::visit_cancelled, "r"},
    {kind::visit_merged, "r"},
    {kind::badge_revoked, "r"},
    {kind::visit_requested, "rksdn"},
    {kind::visit_arrived, "rksdn"},
    {kind::visit_admitted, "rksdn"},
    {kind::visit_called, "rksdn"},
    {kind::badge_issued, "rksdn"},
    {kind::badge_printed, "rksdn"},
    {kind::badge_left, "rksdn"},
    {kind::staff_signed_in, "rksdn"},
    {kind::keypad_refused, "rksdn"},
    {kind::keypad_accepted, "rksdn"},
    {kind::keypad_unlocked, "rs"},
    {kind::keypad_unlocked, "rs", {{"by", "somebody"}}},
    {"unheard.of", "rksdn"},
};

}  // namespace

TEST_CASE("each kind counts from the stations that the table says", "[visit]") {
    const std::vector<std::pair<char, StationId>> writers = {
        {'r', a_reception}, {'k', a_keeper}, {'s', a_staffed}, {'d', a_door}, {'n', a_nobody}};
    // In the stream of something that yet another reception made.
    const auto made = row(a_reception, 1, kind::person_described);
    for (const auto& [kind, who, body] : may_table)
        for (const auto& [letter, writer] : writers) {
            INFO(kind << " " << letter << " " << dump(body));
            const std::vector<Event> rows = {made, row(writer, 7, kind, body, 2)};
            CHECK(may_write(rows[1], rows, judged()) == (who.find(letter) != std::string_view::npos));
            // A site of before asks nobody.
            CHECK(may_write(rows[1], rows, SiteState{}));
        }
}

TEST_CASE("every kind that needs a right stands in the table", "[visit]") {
    for (const auto& kind : all_kinds())
        if (kind.needs != Need::nothing) {
            INFO(kind.name);
            CHECK(std::ranges::find(may_table, kind.name, &MayRow::kind) != may_table.end());
        }
}

TEST_CASE("who has a proven nonce is the maker, before all who claim it: of ids of before, a reception first",
          "[visit]") {
    const auto made = make_id<StreamId>(a_door);
    const Json with_nonce = {{"nonce", to_hex(made.nonce)}};
    const auto in_stream = [&](Event event) {
        event.stream = made.id;
        return event;
    };
    const auto honest = in_stream(row(a_door, 3, kind::visit_requested, with_nonce, 2));
    const auto copied = in_stream(row(a_staffed, 1, kind::visit_requested, with_nonce));
    const auto claimed = in_stream(row(a_reception, 1, kind::visit_booked));
    CHECK(maker_of(std::vector{claimed, copied, honest}, judged()) == a_door);
    CHECK(maker_of(std::vector{copied, claimed}, judged()) == a_reception);
    CHECK(maker_of(std::vector{copied}, judged()) == a_staffed);
    const auto no_right = in_stream(row(a_door, 1, kind::visit_booked));
    CHECK_FALSE(maker_of(std::vector{no_right}, judged()));
    const auto site = judged();
    CountingRows counting{site};
    const std::vector rows{claimed, copied, honest};
    const auto counted = counting.of(rows);
    REQUIRE(counted.size() == 1);
    CHECK(counted[0] == honest);
}

TEST_CASE("a turn counts from one to the number of rows that are held", "[visit]") {
    const auto site = judged();
    CountingRows counting{site};
    std::vector<Event> rows;
    for (const std::uint64_t turn : {0, 1, 2, 3, 4, 5})
        rows.push_back(row(a_door, turn + 1, kind::badge_left, Json::object(), turn * turn));
    std::vector<std::uint64_t> counted;
    for (const auto& one : counting.of(rows)) counted.push_back(one.turn);
    CHECK(counted == std::vector<std::uint64_t>{1, 4});  // of 0, 1, 4, 9, 16 and 25, where six are held
    rows.resize(3);
    CHECK(counting.of(rows).size() == 1);  // 4 waits for another
}

TEST_CASE("a site's fold: certificates, then revocations, then policy, in whatever order they came", "[visit]") {
    const StationId thief = station(9);
    const EnrolmentJudge judge = [](const Json& body) -> std::optional<CertifiedRights> {
        if (text_field(body, "signed") != "root") return std::nullopt;
        return CertifiedRights{.rights = rights_named(text_field(body, "rights")).value_or(Rights{}), .named = true};
    };
    const auto enrolled = [](StationId writer, std::uint64_t seq, StationId of, const char* rights, const char* by) {
        return row(writer, seq, kind::station_enrolled,
                   {{"station", to_string(of)}, {"rights", rights}, {"signed", by}}, seq);
    };
    const auto revoked = [](StationId writer, std::uint64_t seq, StationId of, int last) {
        return row(writer, seq, kind::station_revoked,
                   {{"station", to_string(of)}, {"last", {{"seq", last}, {"hash", ""}}}}, 1);
    };
    std::vector<Event> rows = {
        enrolled(a_reception, 1, a_reception, "reception", "root"),
        enrolled(thief, 1, thief, "door", "root"),
        enrolled(thief, 2, thief, "reception", "thief"),
        enrolled(a_reception, 2, a_staffed, "door", "root"),
        enrolled(thief, 3, a_staffed, "staffed", "root"),  // together
        row(a_reception, 3, kind::site_policy_set, {{"version", 1}}, 3),
        row(thief, 4, kind::site_policy_set, {{"version", 2}}, 4),
        revoked(thief, 5, a_reception, 0),
        revoked(a_reception, 4, thief, 8),
        revoked(a_reception, 5, thief, 6),
        revoked(a_reception, 6, thief, 7),
    };
    std::mt19937 random{7};
    for (int i = 0; i < 50; ++i) {
        std::ranges::shuffle(rows, random);
        const auto site = fold_site(rows, judge);
        CHECK(site.is_judged());
        CHECK(site.rights_of(a_reception) == Rights{Right::reception});
        CHECK(site.rights_of(thief) == Rights{Right::door});
        CHECK(site.rights_of(a_staffed) == Rights{Right::door, Right::staffed});
        CHECK(site.rights_of(a_nobody) == Rights{});
        CHECK(site.policy == EventKey{a_reception, 3});
        CHECK_FALSE(site.stations.at(a_reception).revoked);
        CHECK(site.stations.at(thief).revoked);
        CHECK(site.stations.at(thief).last == 6);
        CHECK(site.counts({thief, 6}));
        CHECK_FALSE(site.counts({thief, 7}));
    }
}

TEST_CASE("two receptions that revoke each other are both gone", "[visit]") {
    const EnrolmentJudge judge = [](const Json&) { return CertifiedRights{.rights = every_right, .named = true}; };
    const auto other = station(2);
    const std::vector<Event> rows = {
        row(a_reception, 1, kind::station_enrolled, {{"station", to_string(a_reception)}}),
        row(other, 1, kind::station_enrolled, {{"station", to_string(other)}}),
        row(a_reception, 2, kind::station_revoked, {{"station", to_string(other)}, {"last", {{"seq", 1}}}}, 2),
        row(other, 2, kind::station_revoked, {{"station", to_string(a_reception)}, {"last", {{"seq", 1}}}}, 2)};
    const auto site = fold_site(rows, judge);
    for (const auto& one : {a_reception, other}) {
        CHECK(site.stations.at(one).revoked);
        CHECK(site.stations.at(one).last == 1);
    }
}

TEST_CASE("rights are written and read as words: a role means what it always meant", "[visit]") {
    CHECK(text_of(every_right) == "reception,keeper,staffed,door");
    CHECK(rights_named("reception,keeper,staffed,door") == every_right);
    CHECK(rights_named("door") == Rights{Right::door});
    CHECK(rights_named("") == Rights{});
    for (const char* wrong : {"root", "door,", "door,,staffed", "Door", " door"}) {
        INFO(wrong);
        if (std::string_view{wrong} != "door,") CHECK_FALSE(rights_named(wrong));
    }
    CHECK(rights_of_role("reception") == every_right);
    CHECK(rights_of_role("guard") == Rights{Right::door, Right::staffed});
    CHECK(rights_of_role("lobby") == Rights{Right::door});
    CHECK(rights_of_role("janitor") == Rights{});
    CHECK(Rights{Right::reception}.has(Right::staffed));
    CHECK_FALSE(Rights{Right::staffed}.has(Right::reception));
}
