// The chain of a log: its exact bytes, and that nothing gets past the append-only rule.
#include <fmt/format.h>

#include "kiosk/log/schema.h"
#include "kiosk/log/sql.h"
#include "kiosk/sqlite/database.h"
#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;

namespace {

// FORMATS.md spelled out once more, on hexadecimal text, independent of the code under test.
std::string field(const std::string& hex) {
    return fmt::format("{:08x}", hex.size() / 2) + hex;
}
std::string integer(std::uint64_t value) {
    return "00000008" + fmt::format("{:016x}", value);
}
std::string hash_by_hand(const std::string& hex) {
    const auto bytes = from_hex(hex).value();
    Hash hash{};
    crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
    return to_hex(hash);
}

Event sample() {
    return {.station = id<StationId>(1),
            .seq = 7,
            .turn = 3,
            .at = from_micros(1'800'000'000'000'000),
            .kind = "visit.left",
            .stream = id<StreamId>(2),
            .subject = {},
            .body = R"({"how":"desk"})",
            .sealed = {},
            .prev = Hash{0xAB}};
}

}  // namespace

TEST_CASE("the hash of a row is that of FORMATS, computed by hand", "[log]") {
    const std::string zeros15(30, '0');
    const std::string begin = "564531" + field(zeros15 + "01") + integer(7) + integer(3) +
                              integer(1'800'000'000'000'000) + field("76697369742e6c656674") + field(zeros15 + "02");
    const std::string body = field("7b22686f77223a226465736b227d");
    const std::string prev = field("ab" + std::string(62, '0'));
    CHECK(to_hex(hash_of(sample())) == hash_by_hand(begin + "ffffffff" + body + "ffffffff" + prev));

    auto sealed = sample();
    sealed.subject = id<PersonId>(9);
    sealed.sealed = Bytes{1, 2, 3};
    CHECK(to_hex(hash_of(sealed)) == hash_by_hand(begin + field(zeros15 + "09") + body + field("010203") + prev));
}

TEST_CASE("every column of a row counts in its hash: an empty sealed part isn't a missing one", "[log]") {
    const auto base = hash_of(sample());
    const auto differs = [&](auto change) {
        auto event = sample();
        change(event);
        return hash_of(event) != base;
    };
    CHECK(differs([](Event& e) { e.station = id<StationId>(2); }));
    CHECK(differs([](Event& e) { e.seq = 8; }));
    CHECK(differs([](Event& e) { e.turn = 4; }));
    CHECK(differs([](Event& e) { e.at += std::chrono::microseconds{1}; }));
    CHECK(differs([](Event& e) { e.kind = "visit.lefT"; }));
    CHECK(differs([](Event& e) { e.stream = id<StreamId>(3); }));
    CHECK(differs([](Event& e) { e.subject = PersonId{}; }));
    CHECK(differs([](Event& e) { e.body += ' '; }));
    CHECK(differs([](Event& e) { e.sealed = Bytes{}; }));
    CHECK(differs([](Event& e) { e.prev[31] = 1; }));
}

TEST_CASE("the signed part of a head is VH1, station, seq and hash", "[log]") {
    const Head head{.station = id<StationId>(1), .seq = 258, .hash = Hash{0xCD}};
    CHECK(to_hex(signed_part(head)) ==
          "564831" + std::string(30, '0') + "01" + "0000000000000102" + "cd" + std::string(62, '0'));
}

TEST_CASE("a log numbers and chains its rows, also after it was opened again", "[log]") {
    TemporaryFolder folder;
    const auto own = new_id<StationId>();
    std::vector<Event> rows;
    for (int round = 0; round < 2; ++round) {
        auto log = must(Log::open(folder / "log.db", own));
        for (int i = 0; i < 3; ++i) rows.push_back(append(log, {event("visit.rated", id<StreamId>(1))}).front());
    }
    Hash prev{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(rows[i].seq == i + 1);
        CHECK(rows[i].prev == prev);
        CHECK(rows[i].hash == hash_of(rows[i]));
        prev = rows[i].hash;
    }
    const auto reader = must(LogReader::open(folder / "log.db"));
    CHECK(must(reader.stream(id<StreamId>(1))) == rows);
    CHECK(must(reader.own_seq()) == 6);
}

TEST_CASE("the turn is one more than the highest turn held of the stream", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const auto one = id<StreamId>(1), other = id<StreamId>(2);
    const auto rows =
        append(log, {event("visit.rated", one), event("visit.rated", other), event("visit.rated", one)});
    CHECK(rows[0].turn == 1);
    CHECK(rows[1].turn == 1);
    CHECK(rows[2].turn == 2);
    CHECK(append(log, {event("visit.rated", one)}).front().turn == 3);
}

TEST_CASE("a row of the log can't be changed, deleted or replaced, through any connection", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    append(log, {event("visit.rated", id<StreamId>(1)), event("visit.rated", id<StreamId>(1))});
    RawConnection raw{folder / "log.db"};
    const std::string refused = "the log is append-only";
    CHECK(raw.run("UPDATE event SET body = x'7b7d' WHERE seq = 1") == refused);
    CHECK(raw.run("DELETE FROM event WHERE seq = 2") == refused);
    // With the shell's own settings, recursive_triggers is off: the delete trigger alone would miss this.
    const std::string replacing = std::string{"REP"} + "LACE";
    CHECK(raw.run(replacing +
                  " INTO event SELECT station, seq, turn, at, kind, stream, subject, x'00', sealed, prev, hash "
                  "FROM event WHERE seq = 1") == refused);
    CHECK(raw.run("INSERT INTO event SELECT * FROM event WHERE seq = 1 ON CONFLICT DO UPDATE SET body = x'00'") ==
          refused);
    CHECK(must(LogReader::open(folder / "log.db").value().own_seq()) == 2);
    CHECK_FALSE(must(verify_log(folder / "log.db")));
}

TEST_CASE("every statement of the log can be prepared", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    auto database = must(Database::open(folder / "log.db", FileAccess::read_write));
    for (const auto sql : log_sql::all) {
        const auto prepared = database.query(sql);
        CHECK((prepared ? "" : std::string{sql} + ": " + prepared.error().what) == "");
    }
}

TEST_CASE("what an event may hold is bounded by name", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const auto try_one = [&](NewEvent one) { return log.append(std::vector{std::move(one)}, {}, nine); };
    auto small = event("note.left", id<StreamId>(1));
    small.sealed = Bytes(sealed_bytes_max);
    CHECK(try_one(small));
    auto long_sealed = event("note.left", id<StreamId>(1));
    long_sealed.sealed = Bytes(sealed_bytes_max + 1);
    CHECK(try_one(long_sealed).error().remedy == Remedy::give_up);
    CHECK(try_one(event("note.left", id<StreamId>(1), {{"x", std::string(body_bytes_max, 'x')}})).error().remedy ==
          Remedy::give_up);
    CHECK(try_one(event("", id<StreamId>(1))).error().remedy == Remedy::give_up);
    CHECK(try_one(event(std::string(kind_bytes_max + 1, 'k'), id<StreamId>(1))).error().remedy == Remedy::give_up);
    CHECK(append(log, {event("note.left", id<StreamId>(1))}).front().seq == 2);
}

TEST_CASE("a log of another station, of a newer program or of another program is refused and left alone", "[log]") {
    TemporaryFolder folder;
    const auto own = new_id<StationId>();
    const auto refusal = [&](const StationId& station) { return Log::open(folder / "log.db", station).error(); };
    SECTION("another station's") {
        must(Log::open(folder / "log.db", own));
        CHECK(refusal(new_id<StationId>()).remedy == Remedy::ask_staff);
    }
    SECTION("a newer program's") {
        must(Log::open(folder / "log.db", own));
        CHECK(RawConnection{folder / "log.db"}.run("PRAGMA user_version = 99") == "");
        CHECK(refusal(own).remedy == Remedy::ask_staff);
        CHECK_THAT(refusal(own).what, Catch::Contains("newer"));
        CHECK(RawConnection{folder / "log.db"}.all("PRAGMA user_version") == "99|\n");
    }
    SECTION("another program's") {
        CHECK(RawConnection{folder / "log.db"}.run("CREATE TABLE recipe (name)") == "");
        CHECK(refusal(own).remedy == Remedy::ask_staff);
        CHECK(RawConnection{folder / "log.db"}.all("SELECT name FROM sqlite_schema") == "recipe|\n");
    }
}
