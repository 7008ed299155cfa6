// The nightly look through all files: when it is due, what it finds, what it heals, and what it keeps of it.
#include "kiosk/station/nightly_check.h"

#include "kiosk/sqlite/database.h"
#include "kiosk/station/central_place.h"
#include "kiosk/station/retention_round.h"
#include "tests/station/building.h"

using namespace vestibule;
using namespace vestibule::station_test;
using namespace std::chrono_literals;

namespace {

NightlyCheck check_of(Station& station) {
    return {station.options().place,
            [&station] { return open_central_store(station.options().place, station.identity().certificate); }};
}

CheckAnswer look(Station& station) {
    return must(check_of(station).look(*must(station.new_desk())));
}

// As something that writes past the program, and past the log's triggers.
void tamper(const Station& station, const char* file, const std::string& sql) {
    auto database = must(Database::open(station.folder() / file, FileAccess::read_write));
    std::vector<std::string> triggers;
    {
        auto rows = must(database.query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"));
        while (must(rows.step())) {
            triggers.emplace_back("DROP TRIGGER " + std::string{rows.text(0)});
            triggers.emplace_back(rows.text(1));
        }
    }
    for (std::size_t i = 0; i < triggers.size(); i += 2) must(database.run(triggers[i].c_str()));
    must(database.run(sql.c_str()));
    for (std::size_t i = 1; i < triggers.size(); i += 2) must(database.run(triggers[i].c_str()));
}

std::string of(const Station& station, int seq) {
    return " WHERE station = x'" + to_hex(station.identity().station().bytes) + "' AND seq = " + std::to_string(seq);
}

// A lobby and a reception that have met, each with visitors of its own.
struct Two {
    Building building;
    std::unique_ptr<Station> lobby = building.open(Role::lobby), reception = building.open(Role::reception);
    Two() {
        admit(*must(lobby->new_desk()), "Zhang Wei");
        admit(*must(reception->new_desk()), "Maja Lindqvist");
        for (int i = 0; i < 2; ++i)
            for (auto* station : {lobby.get(), reception.get()}) must(station->exchange_now());
        CHECK(look(*reception).found.empty());
    }
    // The one thing that is found, and nothing any more at the next look.
    [[nodiscard]] std::string found_once() const {
        const auto first = look(*reception);
        INFO(fmt::format("{}", fmt::join(first.found, "\n")));
        REQUIRE(first.found.size() == 1);
        const auto second = look(*reception);
        INFO(fmt::format("{}", fmt::join(second.found, "\n")));
        CHECK(second.found.empty());
        return first.found[0];
    }
};

}  // namespace

TEST_CASE("a central.db that is damaged is begun anew and filled again", "[station][nightly]") {
    Two two;
    const auto file = two.building.folder.path() / "central.db";
    const auto write_past = [&](const char* sql) {
        must(must(Database::open(file, FileAccess::read_write)).run(sql));
    };
    const auto guard_knows_all = [&] {
        auto guard = two.building.open(Role::guard);
        const auto done = guard->exchange_now();
        return done && must(must(guard->new_desk())->reader().cursor()).size() == 3;
    };
    SECTION("at the nightly look") {
        write_past("DROP TRIGGER event_is_never_changed; UPDATE event SET body = x'7b7d' WHERE seq = 2");
        const auto first = look(*two.reception);
        INFO(fmt::format("{}", fmt::join(first.found, "\n")));
        REQUIRE(first.found.size() == 2);
        CHECK_THAT(first.found[0], Catch::Contains("central.db was damaged"));
        // What was set aside is named until it is gone, and goes when somebody is erased: their keys may lie in it.
        const auto second = look(*two.reception);
        REQUIRE(second.found.size() == 1);
        CHECK_THAT(second.found[0], Catch::Contains("central.db.damaged-") && Catch::Contains("delete it"));
        auto desk = must(two.reception->new_desk());
        must(desk->erase_person(must(desk->day(desk->now())).rows.front().person, "request"));
        CHECK(look(*two.reception).found.empty());
    }
    SECTION("as soon as a station can't exchange") {
        write_past("DROP TABLE head");
        admit(*must(two.lobby->new_desk()), "Li Na");
        CHECK_FALSE(two.lobby->exchange_now());
        CHECK(two.lobby->exchange_now());
    }
    for (auto* station : {two.lobby.get(), two.reception.get()}) must(station->exchange_now());
    CHECK(guard_knows_all());
}

TEST_CASE("a station looks through its files at its first round and once after each night", "[station][nightly]") {
    Building building;  // at 10 o'clock
    auto lobby = building.open(Role::lobby);
    StationHealth health;
    RetentionRound round{must(lobby->new_desk()), ClockWatch{lobby->folder() / "clock.json", [] { return true; }},
                         health, check_of(*lobby)};
    const auto reader = must(LogReader::open(lobby->log_file()));
    const auto last = [&] { return must(last_check(reader)); };
    CHECK_FALSE(last());
    CHECK(round.once() == retention_interval);
    const auto first = last();
    REQUIRE(first);
    CHECK(first->found.empty());
    CHECK(first->events > 0);
    CHECK(first->asked_others);
    building.wait(12h);
    CHECK(round.once() <= 5h + 1s);  // until three
    CHECK(last()->at == first->at);
    building.wait(5h);
    CHECK(round.once() == retention_interval);
    CHECK(last()->at == first->at + 17h);
    // One that is stopped meanwhile is due again.
    building.wait(24h);
    CHECK(round.once([] { return true; }) == retention_retry);
    CHECK(last()->at == first->at + 17h);
}

TEST_CASE("a row of the log that has rotted comes back from the central store, of its own or of another station",
          "[station][nightly]") {
    Two two;
    const bool is_own = GENERATE(false, true);
    const auto& whose = is_own ? two.reception : two.lobby;
    const auto before =
        must(must(LogReader::open(two.reception->log_file())).event({whose->identity().station(), 2}));
    REQUIRE(before);
    tamper(*two.reception, "log.db", "UPDATE event SET body = x'7b7d'" + of(*whose, 2));
    const auto said = two.found_once();
    CHECK(said.find(to_string(whose->identity().station())) != std::string::npos);
    CHECK(said.find("1 row(s) were put back") != std::string::npos);
    CHECK(must(must(LogReader::open(two.reception->log_file())).event({whose->identity().station(), 2})) == before);
}

TEST_CASE("views, jobs and keys that have rotted are named, and made anew or fetched again", "[station][nightly]") {
    Two two;
    SECTION("a view") {
        tamper(*two.reception, "log.db", "UPDATE visit SET phase = 'left'");
        CHECK(two.found_once().find("all views were made anew") != std::string::npos);
    }
    SECTION("a job") {
        const auto desk = must(two.reception->new_desk());
        admit(*desk, "Ann");
        REQUIRE(jobs(*desk, "print").size() == 2);
        tamper(*two.reception, "log.db",
               "UPDATE job SET attempts = 3 WHERE number = (SELECT max(number) FROM job WHERE worker = 'print')");
        CHECK(jobs(*desk, "print").size() == 1);  // it isn't done
        CHECK(two.found_once().find("the row of job") != std::string::npos);
        CHECK(std::ranges::count(must(desk->reader().all_jobs()), JobState::unknown, &Job::state) == 1);
    }
    SECTION("a key") {
        const auto visit = must(must(two.reception->new_desk())->inside());
        REQUIRE(visit.size() == 2);
        tamper(*two.reception, "keys.db", "UPDATE subject_key SET wrapped = zeroblob(72)");
        const auto found = look(*two.reception).found;
        CHECK(found.size() >= 2);
        CHECK(found[0].find("the key of person") != std::string::npos);
        must(two.reception->exchange_now());
        const auto again = must(must(two.reception->new_desk())->inside());
        REQUIRE(again.size() == 2);
        CHECK(again[0].visitor == visit[0].visitor);
        CHECK_FALSE(again[0].visitor.empty());
        CHECK(look(*two.reception).found.empty());
    }
}

TEST_CASE("a log whose end was cut off is named by what the central store holds, and isn't filled up in silence",
          "[station][nightly]") {
    Two two;
    const auto own = must(must(two.reception->new_desk())->reader().own_seq());
    tamper(*two.reception, "log.db",
           "DELETE FROM event" + of(*two.reception, static_cast<int>(own)) + "; DELETE FROM head" +
               of(*two.reception, static_cast<int>(own)));
    const auto found = look(*two.reception).found;
    REQUIRE_FALSE(found.empty());
    CHECK(found[0].find(fmt::format("others hold events of this station up to {}", own)) != std::string::npos);
    CHECK(must(must(two.reception->new_desk())->reader().own_seq()) == own - 1);
}
