// Every row is accounted for, views are what the events come to, and what has rotted or was forged gives way.
#include "kiosk/log/views_check.h"
#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;

namespace {

const StreamId of_site = id<StreamId>(200);

// Certifies all stations that are given, as judge_of does by the root's signature.
SiteJudge judge() {
    return {.site = of_site, .certified = [](const Json&) { return CertifiedRights{.rights = every_right}; }};
}

// A log of own events 1…4, acknowledged to 2, and of another station's 1…5 with heads at 2, 4 and 5.
struct Held {
    TemporaryFolder folder;
    SigningStation own, other;
    std::filesystem::path file = folder / "log.db";
    std::vector<Event> mine, theirs;
    std::optional<Log> log;

    Held() {
        auto elsewhere = must(Log::open(folder / "other.db", other.station, judge()));
        theirs =
            append(elsewhere, {other.enrolled(), booked(id<VisitId>(1), id<PersonId>(1)),
                               event(kind::visit_cancelled, id<StreamId>(1)), booked(id<VisitId>(3), id<PersonId>(1)),
                               event(kind::visit_cancelled, id<StreamId>(3))});
        log = must(Log::open(file, own.station, judge()));
        mine = append(*log, {own.enrolled(), booked(id<VisitId>(2), id<PersonId>(2)),
                             event(kind::visit_cancelled, id<StreamId>(2)),
                             booked(id<VisitId>(4), id<PersonId>(2), "ZZZZZZZZ")});
        must(log->keep_own_head(own.head_at(mine[1])));
        for (const auto& [from, until] : {std::pair{0, 2}, {2, 4}, {4, 5}})
            must(log->take(piece(from, until), other.head_at(theirs[static_cast<std::size_t>(until - 1)])));
    }
    // Of the other station's rows: from (exclusive) to (inclusive).
    [[nodiscard]] std::vector<Event> piece(int from, int until) const {
        return {theirs.begin() + from, theirs.begin() + until};
    }
    void tamper(const std::string& sql) const {
        RawConnection raw{file};
        auto triggers = raw.all("SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event'");
        std::erase(triggers, '|');
        raw.drop_triggers();
        REQUIRE(raw.run(sql) == "");
        REQUIRE(raw.run(triggers) == "");
    }
    [[nodiscard]] static std::string row(const SigningStation& of, int seq) {
        return " WHERE station = x'" + to_hex(of.station.bytes) + "' AND seq = " + std::to_string(seq);
    }
    [[nodiscard]] std::vector<Damage> damages(std::uint64_t own_seq_elsewhere = 0) const {
        return must(damages_of_log(
            file, {.certified = [](const Json&) { return true; }, .own_seq_elsewhere = own_seq_elsewhere}));
    }
    [[nodiscard]] ViewsCheck views() const { return must(check_views(file, judge())); }
    // A row that somebody with the file writes at the end of a station's log.
    void forge(const SigningStation& of, Event after, int count) const {
        for (int i = 0; i < count; ++i) {
            auto row = after;
            row.seq = after.seq + 1;
            row.turn = 1;
            row.prev = after.hash;
            row.stream = id<StreamId>(static_cast<std::uint8_t>(90 + i));
            row.kind = kind::visit_booked;
            row.body = dump(booked(id<VisitId>(90), id<PersonId>(9)).body);
            row.hash = hash_of(row);
            tamper("INSERT INTO event VALUES(x'" + to_hex(of.station.bytes) + "'," + std::to_string(row.seq) + "," +
                   std::to_string(row.turn) + "," + std::to_string(micros(row.at)) + ",'" + row.kind + "',x'" +
                   to_hex(row.stream.bytes) + "',NULL,CAST('" + row.body + "' AS BLOB),NULL,x'" + to_hex(row.prev) +
                   "',x'" + to_hex(row.hash) + "')");
            after = row;
        }
    }
};

}  // namespace

TEST_CASE("each row is under a signed head or in the own tail", "[log][verify]") {
    Held held;
    CHECK(held.damages().empty());
    SECTION("rows that continue another station's log without its signature are named") {
        held.forge(held.other, held.theirs.back(), 2);
        const auto found = held.damages();
        REQUIRE(found.size() == 1);
        CHECK(found[0].station == held.other.station);
        CHECK(found[0].seq == 6);
        CHECK_THAT(found[0].what, Catch::Contains("covers"));
    }
    SECTION("a lost newest head leaves rows without a signature") {
        held.tamper("DELETE FROM head" + Held::row(held.other, 5));
        REQUIRE(held.damages().size() == 1);
    }
    SECTION("a station that nobody enrolled is named beside a damage of another") {
        const SigningStation stranger;
        held.forge(stranger, Event{.station = stranger.station, .at = nine}, 1);
        held.tamper("UPDATE event SET at = 0" + Held::row(held.own, 3));
        const auto found = held.damages();
        REQUIRE(found.size() == 2);
        for (const auto& one : found) CHECK(one.seq == (one.station == stranger.station ? 1U : 3U));
    }
}

TEST_CASE("a cut tail that nothing here shows is found against what others hold", "[log][verify]") {
    Held held;
    held.log.reset();
    held.tamper("DELETE FROM event" + Held::row(held.own, 4));
    CHECK(held.damages().empty());
    CHECK(held.damages(3).empty());
    const auto found = held.damages(4);
    REQUIRE(found.size() == 1);
    CHECK(found[0].station == held.own.station);
    CHECK(found[0].seq == 4);
    CHECK_THAT(found[0].what, Catch::Contains("up to 4"));
}

TEST_CASE("any cell of a view that isn't what the events come to is found, and a rebuild puts it right",
          "[log][verify]") {
    Held held;
    CHECK(held.views().compared == 6);  // four visits and two stations
    CHECK(held.views().differing == 0);
    const std::string change = GENERATE(
        as<std::string>{}, "UPDATE visit SET phase = 'inside' WHERE id = x'00000000000000000000000000000002'",
        "UPDATE visit SET code = NULL WHERE code = 'ZZZZZZZZ'",
        "UPDATE visit SET planned_until = planned_until + 1 WHERE code = 'ZZZZZZZZ'",
        "UPDATE visit SET state = replace(state, ':', ': ') WHERE code = 'ZZZZZZZZ'",
        "DELETE FROM visit WHERE code = 'ZZZZZZZZ'", "UPDATE visit SET id = zeroblob(16) WHERE code = 'ZZZZZZZZ'",
        "INSERT INTO person VALUES(x'00000000000000000000000000000007', 1, 0, 0, '{}')",
        "INSERT INTO policy VALUES(1, x'7b7d')", "UPDATE station SET rights = 1 WHERE rights > 1 AND id > ''",
        "UPDATE station SET revoked = 1");
    CAPTURE(change);
    held.tamper(change);
    const auto found = held.views();
    CHECK(found.differing > 0);
    CHECK(found.named.size() == found.differing);
    must(held.log->rebuild());
    CHECK(held.views().differing == 0);
}

TEST_CASE("views are compared within little memory as well", "[log][verify]") {
    Held held;
    CHECK(must(check_views(held.file, judge(), 1)).compared == held.views().compared);
    held.tamper("UPDATE visit SET phase = 'inside'");
    CHECK(must(check_views(held.file, judge(), 1)).differing == 4);
    held.tamper("UPDATE meta SET value = 0 WHERE name = 'projection_version'");
    CHECK(check_views(held.file, judge()).error().remedy == Remedy::retry_later);
}

TEST_CASE("a row that has rotted is put back from a signed piece of its station's log", "[log][heal]") {
    Held held;
    const auto before = projections_of(held.file);
    const std::string change =
        GENERATE(as<std::string>{}, "UPDATE event SET body = x'7b2278223a317d'", "DELETE FROM event",
                 "UPDATE event SET hash = zeroblob(32)", "UPDATE event SET stream = zeroblob(16)");
    CAPTURE(change);
    SECTION("of another station") {
        held.tamper(change + Held::row(held.other, 3));
        must(held.log->rebuild());
        REQUIRE(held.damages().at(0).seq == 3);
        CHECK(must(held.log->heal(held.piece(2, 4), held.other.head_at(held.theirs[3]))) == 1);
    }
    SECTION("of its own") {
        held.tamper(change + Held::row(held.own, 2));
        REQUIRE(held.damages().at(0).seq == 2);
        CHECK(must(held.log->heal({held.mine.begin(), held.mine.begin() + 2}, held.own.head_at(held.mine[1]))) == 1);
    }
    CHECK(held.damages().empty());
    CHECK(projections_of(held.file) == before);
    CHECK(held.views().differing == 0);
    // It goes on, and is as append-only as before.
    append(*held.log, {event(kind::visit_cancelled, id<StreamId>(4))});
    CHECK(held.damages().empty());
    RawConnection raw{held.file};
    CHECK_FALSE(raw.run("DELETE FROM event").empty());
}

TEST_CASE("a forged row that no head covers is replaced by the one that has it", "[log][heal]") {
    Held held;
    // What the station itself wrote next, while the file's owner wrote two rows under its name.
    auto elsewhere = must(Log::open(held.folder / "other.db", held.other.station, judge()));
    const auto next = append(elsewhere, {booked(id<VisitId>(6), id<PersonId>(1))});
    const auto before = must(must(LogReader::open(held.file)).cursor());
    held.forge(held.other, held.theirs.back(), 2);
    must(held.log->rebuild());
    CHECK_FALSE(held.log->take(next, held.other.head_at(next[0])));
    CHECK(must(held.log->heal(next, held.other.head_at(next[0]))) == 1);
    CHECK(held.damages().empty());
    const auto reader = must(LogReader::open(held.file));
    CHECK(must(reader.visit(id<VisitId>(6))).has_value());
    CHECK_FALSE(must(reader.visit(id<VisitId>(90))).has_value());
    CHECK(seq_in(must(reader.cursor()), held.other.station) == seq_in(before, held.other.station) + 1);
}

TEST_CASE("a row that its station has signed gives way to none", "[log][heal]") {
    Held held;
    auto forged = held.piece(2, 4);
    forged[1].body = "{}";
    forged[1].hash = hash_of(forged[1]);
    CHECK(held.log->heal(forged, held.other.head_at(forged[1])).error().remedy == Remedy::give_up);
    std::vector<Event> own{held.mine.begin() + 2, held.mine.end()};
    own[1].body = "{}";
    own[1].hash = hash_of(own[1]);
    CHECK(held.log->heal(own, held.own.head_at(own[1])).error().remedy == Remedy::give_up);
    SECTION("a piece that doesn't hold by itself or comes after the damage heals nothing") {
        held.tamper("UPDATE event SET body = x'7b2278223a317d'" + Held::row(held.other, 3));
        auto broken = held.piece(2, 4);
        broken[0].body = R"({"by":"nobody"})";
        CHECK_FALSE(held.log->heal(broken, held.other.head_at(broken[1])));
        CHECK(must(held.log->heal(held.piece(3, 4), held.other.head_at(held.theirs[3]))) == 0);
        CHECK_FALSE(held.log->heal({}, held.other.head_at(held.theirs[3])));
        CHECK(held.damages().at(0).seq == 3);
    }
    CHECK(must(must(LogReader::open(held.file)).event({held.other.station, 4}))->body == held.theirs[3].body);
}
