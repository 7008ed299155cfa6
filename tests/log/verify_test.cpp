// Damage is found and named by (station, seq), whoever did it with whatever tool.
#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;

namespace {

// A log of own events 1…4, acknowledged to 4, and of another station's events 1…3 with their head.
struct Held {
    TemporaryFolder folder;
    SigningStation own, other;
    std::filesystem::path file = folder / "log.db";

    Held() {
        auto elsewhere = must(Log::open(folder / "other.db", other.station));
        const auto foreign = append(elsewhere, {other.enrolled(), booked(id<VisitId>(1), id<PersonId>(1)),
                                                event(kind::visit_cancelled, id<StreamId>(1))});
        auto log = must(Log::open(file, own.station));
        auto sealed = event(kind::person_described, id<StreamId>(101));
        sealed.subject = id<PersonId>(101);
        sealed.sealed = Bytes{1, 2, 3};
        const auto rows = append(log, {own.enrolled(), sealed, booked(id<VisitId>(2), id<PersonId>(1)), sealed});
        must(log.keep_own_head(own.head_at(rows[3])));
        CHECK(must(log.take(foreign, other.head_at(foreign.back()))) == 3);
    }
    // As with the sqlite3 shell, after dropping the triggers.
    void tamper(const std::string& sql) const {
        RawConnection raw{file};
        raw.drop_triggers();
        REQUIRE(raw.run(sql) == "");
    }
    [[nodiscard]] Damage damage() const {
        const auto found = must(verify_log(file));
        REQUIRE(found.has_value());
        return *found;
    }
    [[nodiscard]] std::string row(const SigningStation& of, int seq) const {
        return " WHERE station = x'" + to_hex(of.station.bytes) + "' AND seq = " + std::to_string(seq);
    }
};

}  // namespace

TEST_CASE("a log that nobody touched is whole", "[log][verify]") {
    CHECK_FALSE(must(verify_log(Held{}.file)));
}

TEST_CASE("one changed byte in any column is found and named", "[log][verify]") {
    const std::string change = GENERATE(as<std::string>{}, "at = at + 1", "turn = turn + 1", "kind = 'visit.booked'",
                                        "stream = randomblob(16)", "subject = NULL", "subject = randomblob(16)",
                                        "body = x'7b7d20'", "sealed = x'010204'", "sealed = NULL", "sealed = x''",
                                        "prev = randomblob(32)", "hash = randomblob(32)");
    CAPTURE(change);
    Held held;
    held.tamper("UPDATE event SET " + change + held.row(held.own, 2));
    CHECK(held.damage().station == held.own.station);
    CHECK(held.damage().seq == 2);
}

TEST_CASE("a row of another form is found and named", "[log][verify]") {
    Held held;
    held.tamper("PRAGMA ignore_check_constraints = ON; UPDATE event SET hash = x'00'" + held.row(held.own, 3));
    CHECK(held.damage().seq == 3);
}

TEST_CASE("a lost row, a swap and a lost beginning are found and named", "[log][verify]") {
    Held held;
    SECTION("lost in the middle") {
        held.tamper("DELETE FROM event" + held.row(held.own, 2));
        CHECK(held.damage().seq == 2);
    }
    SECTION("lost at the beginning") {
        held.tamper("DELETE FROM event" + held.row(held.own, 1));
        CHECK(held.damage().seq == 1);
    }
    SECTION("two swapped") {
        held.tamper("UPDATE event SET seq = 99" + held.row(held.own, 2) + ";UPDATE event SET seq = 2" +
                    held.row(held.own, 3) + ";UPDATE event SET seq = 3" + held.row(held.own, 99));
        CHECK(held.damage().seq == 2);
    }
    CHECK(held.damage().station == held.own.station);
}

TEST_CASE("a tail that was cut off is found by the newest head held", "[log][verify]") {
    Held held;
    SECTION("of another station") {
        held.tamper("DELETE FROM event" + held.row(held.other, 3));
        CHECK(held.damage().station == held.other.station);
        CHECK(held.damage().seq == 3);
    }
    SECTION("of the own log, by the head that the central store has acknowledged") {
        held.tamper("DELETE FROM event" + held.row(held.own, 4));
        CHECK(held.damage().station == held.own.station);
        CHECK(held.damage().seq == 4);
    }
    SECTION("all rows of a station") {
        held.tamper("DELETE FROM event WHERE station = x'" + to_hex(held.other.station.bytes) + "'");
        CHECK(held.damage().station == held.other.station);
        CHECK(held.damage().seq == 1);
    }
}

TEST_CASE("a chain that was computed anew doesn't fit the signed head", "[log][verify]") {
    Held held;
    const auto rows = must(must(LogReader::open(held.file)).stream(id<StreamId>(1)));
    auto forged = rows.back();
    REQUIRE(forged.station == held.other.station);
    forged.body = R"({"by":"nobody"})";
    forged.hash = hash_of(forged);
    held.tamper("UPDATE event SET body = CAST('" + forged.body + "' AS BLOB), hash = x'" + to_hex(forged.hash) + "'" +
                held.row(held.other, 3));
    CHECK(held.damage().seq == 3);
    CHECK_THAT(held.damage().what, Catch::Contains("signed"));

    SECTION("nor does a head made to fit it bear the station's signature") {
        held.tamper("UPDATE head SET hash = x'" + to_hex(forged.hash) + "'" + held.row(held.other, 3));
        CHECK(held.damage().station == held.other.station);
        CHECK_THAT(held.damage().what, Catch::Contains("signature"));
    }
}

TEST_CASE("the caller's keys count more than those in the log", "[log][verify]") {
    Held held;
    const SigningStation stranger;
    const auto key_of = [&](const StationId& station) {
        return station == held.other.station ? std::optional{stranger.key} : std::nullopt;
    };
    const auto found = must(verify_log(held.file, key_of));
    REQUIRE(found.has_value());
    CHECK(found->station == held.other.station);
    CHECK(found->seq == 3);
}

TEST_CASE("a station that the site's root hasn't certified is found and named", "[log][verify]") {
    Held held;
    const auto whole = [](const Json&) { return true; };
    CHECK_FALSE(must(verify_log(held.file, {}, whole)));
    const auto forged = [&](const Json& body) {
        return text_field(body, "station") != to_string(held.other.station);
    };
    const auto found = must(verify_log(held.file, {}, forged));
    REQUIRE(found.has_value());
    CHECK(found->station == held.other.station);
    CHECK(found->seq == 1);
    CHECK_THAT(found->what, Catch::Contains("no enrolment by the site"));
}

TEST_CASE("what one station says of another's key damages no log", "[log][verify]") {
    Held held;
    const SigningStation stranger;
    // From a station before them all in the order of ids, and from one behind them.
    const auto places = std::array{id<StationId>(0), StationId{{0xFF, 0xFF, 0xFF}}};
    for (const auto& place : places) {
        SigningStation thief;
        thief.station = place;
        auto forged = stranger.enrolled();
        forged.body["station"] = to_string(held.other.station);
        auto elsewhere = must(Log::open(held.folder.path() / (to_string(place) + ".db"), place));
        const auto rows = append(elsewhere, {thief.enrolled(), forged});
        must(must(Log::open(held.file, held.own.station)).take(rows, thief.head_at(rows.back())));
    }
    const auto certified = [&](const Json& body) {
        return text_field(body, "station") != to_string(held.other.station) ||
               text_field(body, "key") == to_hex(held.other.key);
    };
    CHECK_FALSE(must(verify_log(held.file)));
    CHECK_FALSE(must(verify_log(held.file, {}, certified)));
}

TEST_CASE("signed heads of a station that nobody has enrolled are found and named", "[log][verify]") {
    TemporaryFolder folder;
    const SigningStation own, stranger;
    auto elsewhere = must(Log::open(folder / "other.db", stranger.station));
    const auto foreign = append(elsewhere, {booked(id<VisitId>(1), id<PersonId>(1))});
    auto log = must(Log::open(folder / "log.db", own.station));
    append(log, {own.enrolled()});
    must(log.take(foreign, stranger.head_at(foreign.back())));
    CHECK_FALSE(must(verify_log(folder / "log.db")));
    const auto found = must(verify_log(folder / "log.db", {}, [](const Json&) { return true; }));
    REQUIRE(found.has_value());
    CHECK(found->station == stranger.station);
}

TEST_CASE("of several damages the first in the order of station and number is named", "[log][verify]") {
    Held held;
    held.tamper("UPDATE event SET at = 0 WHERE seq = 3");
    CHECK(held.damage().station == std::min(held.own.station, held.other.station));
    held.tamper("UPDATE event SET at = 0 WHERE seq = 2");
    CHECK(held.damage().seq == 2);
}

TEST_CASE("what isn't a database is said to be damaged, and stays as it is", "[log][verify]") {
    TemporaryFolder folder;
    const auto write = std::string{"echo 'not a database at all, but long enough to look at' > "};
    REQUIRE(std::system((write + (folder / "log.db").string()).c_str()) == 0);
    CHECK(verify_log(folder / "log.db").error().remedy == Remedy::ask_staff);
    CHECK(Log::open(folder / "log.db", new_id<StationId>()).error().remedy == Remedy::ask_staff);
    CHECK(verify_log(folder / "missing.db").error().remedy == Remedy::ask_staff);
}
