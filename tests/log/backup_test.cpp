// Backups: of one moment, while the station writes; whole or not at all; never over another file.
#include "kiosk/log/backup.h"

#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;
namespace fs = std::filesystem;

namespace {

std::string rows_of(const fs::path& file) {
    RawConnection raw{file};
    return raw.all(
        "SELECT quote(station), seq, turn, at, kind, quote(body), quote(sealed), quote(prev), quote(hash) FROM event "
        "ORDER BY station, seq");
}

}  // namespace

TEST_CASE("a backup holds all that is committed, in one file for its owner's eyes only", "[backup]") {
    const TemporaryFolder folder;
    const SigningStation station;
    auto log = must(Log::open(folder / "log.db", station.station));
    const auto rows = append(log, {station.enrolled(), booked(id<VisitId>(1), id<PersonId>(1))});
    must(log.keep_own_head(station.head_at(rows.back())));
    must(log.append(
        {}, std::array{NewJob{.id = id<JobId>(1), .worker = "print", .body = Json::object(), .due = nine}}, nine));
    must(backup_log(folder / "log.db", folder / "b.db"));
    CHECK(rows_of(folder / "b.db") == rows_of(folder / "log.db"));
    CHECK(projections_of(folder / "b.db") == projections_of(folder / "log.db"));
    CHECK_FALSE(must(verify_log(folder / "b.db")));
    const auto backup = must(LogReader::open(folder / "b.db"));
    CHECK(must(backup.own_station()) == station.station);
    CHECK(must(backup.heads()) == std::vector{station.head_at(rows.back())});
    CHECK(must(backup.all_jobs()).size() == 1);
    struct stat mode {};
    REQUIRE(::stat((folder / "b.db").c_str(), &mode) == 0);
    CHECK((mode.st_mode & 0777) == 0600);
    CHECK_FALSE(fs::exists(folder / "b.db.part"));
    CHECK_FALSE(fs::exists(folder / "b.db-wal"));
}

TEST_CASE("a backup is of one moment, whatever is written meanwhile, and the writer goes on", "[backup]") {
    constexpr int before = 300;
    const TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", id<StationId>(9)));
    for (int i = 0; i < before; i += 100) {
        std::vector<NewEvent> events;
        for (int n = 0; n < 100; ++n) events.push_back(booked(new_id<VisitId>(), new_id<PersonId>()));
        append(log, std::move(events));
    }
    std::atomic<bool> ended = false;
    std::atomic<int> written = 0;
    std::thread writer{[&] {
        while (!ended) {
            const std::array both{booked(new_id<VisitId>(), id<PersonId>(1)),
                                  booked(new_id<VisitId>(), id<PersonId>(2))};
            if (log.append(both, {}, nine)) ++written;
        }
    }};
    while (written == 0) std::this_thread::yield();
    const auto at_start = written.load();
    for (const auto* name : {"a.db", "b.db", "c.db"}) must(backup_log(folder / "log.db", folder / name));
    const auto at_end = written.load();
    ended = true;
    writer.join();
    CHECK(at_end > at_start);
    const auto held = must(log_stats(folder / "a.db")).events;
    CHECK(held >= before + 2 * static_cast<std::uint64_t>(at_start));
    CHECK((held - before) % 2 == 0);  // never half of a transaction
    CHECK(must(log_stats(folder / "c.db")).events >= held);
    CHECK_FALSE(must(verify_log(folder / "c.db")));
}

TEST_CASE("a backup never takes another file's place", "[backup]") {
    const TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", id<StationId>(9)));
    append(log, {booked(id<VisitId>(1), id<PersonId>(1))});
    must(backup_log(folder / "log.db", folder / "b.db"));
    const auto first = rows_of(folder / "b.db");
    append(log, {booked(id<VisitId>(2), id<PersonId>(1))});
    CHECK(backup_log(folder / "log.db", folder / "b.db").error().remedy == Remedy::give_up);
    CHECK(rows_of(folder / "b.db") == first);
}

TEST_CASE("what was left of a backup that was cut off is no obstacle", "[backup]") {
    const TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", id<StationId>(9)));
    append(log, {booked(id<VisitId>(1), id<PersonId>(1))});
    REQUIRE(std::system(("echo rest > " + (folder / "b.db.part").string()).c_str()) == 0);
    must(backup_log(folder / "log.db", folder / "b.db"));
    CHECK_FALSE(must(verify_log(folder / "b.db")));
}

TEST_CASE("there is no backup of a damaged log, of none, or to where nothing can be written", "[backup]") {
    const TemporaryFolder folder;
    {
        auto log = must(Log::open(folder / "log.db", id<StationId>(9)));
        append(log, {booked(id<VisitId>(1), id<PersonId>(1)), booked(id<VisitId>(2), id<PersonId>(1))});
    }
    SECTION("damaged") {
        RawConnection raw{folder / "log.db"};
        raw.drop_triggers();
        REQUIRE(raw.run("UPDATE event SET at = 1 WHERE seq = 2") == "");
        const auto problem = backup_log(folder / "log.db", folder / "b.db").error();
        CHECK(problem.remedy == Remedy::ask_staff);
        CHECK_THAT(problem.what, Catch::Contains("event 2"));
    }
    SECTION("none") {
        CHECK(backup_log(folder / "missing.db", folder / "b.db").error().remedy == Remedy::ask_staff);
    }
    SECTION("another program's file") {
        RawConnection{folder / "other.db"}.run("CREATE TABLE meta (x)");
        CHECK_THAT(backup_log(folder / "other.db", folder / "b.db").error().what, Catch::Contains("isn't a log"));
    }
    SECTION("no such folder") {
        CHECK(backup_log(folder / "log.db", folder.path() / "no" / "b.db").error().remedy == Remedy::ask_staff);
    }
    CHECK_FALSE(fs::exists(folder / "b.db"));
    CHECK_FALSE(fs::exists(folder / "b.db.part"));
}

TEST_CASE("restored rows go on under the new station's numbers: open jobs aren't done again", "[backup]") {
    const TemporaryFolder folder;
    auto before = must(Log::open(folder / "before.db", id<StationId>(8)));
    auto described = event(kind::person_described, id<StreamId>(101), {{"language", "de"}});
    described.subject = id<PersonId>(101);
    described.sealed = Bytes{1, 2, 3};
    const auto old = append(before, {booked(id<VisitId>(1), id<PersonId>(1)), described}, at(7));
    const auto job = [](std::uint8_t number, JobState state) {
        return Job{.id = id<JobId>(number),
                   .worker = "print",
                   .body = {{"badge", to_string(id<BadgeId>(number))}},
                   .state = state,
                   .attempts = 1,
                   .due = nine,
                   .remark = "r"};
    };
    auto log = must(Log::open(folder / "log.db", id<StationId>(9)));
    append(log, {booked(id<VisitId>(2), id<PersonId>(1))});
    must(log.append_restored(
        old, std::array{job(1, JobState::pending), job(2, JobState::started), job(3, JobState::done)}));

    const auto reader = must(LogReader::open(folder / "log.db"));
    CHECK(must(reader.own_seq()) == 3);
    const auto rows = must(reader.events_after(id<StationId>(9), 1, 10));
    REQUIRE(rows.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(rows[i].at == at(7));
        CHECK(rows[i].kind == old[i].kind);
        CHECK(rows[i].stream == old[i].stream);
        CHECK(rows[i].subject == old[i].subject);
        CHECK(rows[i].body == old[i].body);
        CHECK(rows[i].sealed == old[i].sealed);
    }
    CHECK_FALSE(must(verify_log(folder / "log.db")));
    CHECK(must(reader.visit(id<VisitId>(1))).has_value());
    CHECK(must(reader.jobs_due("print", at(9999), 10)).empty());
    const auto jobs = must(reader.all_jobs());
    REQUIRE(jobs.size() == 3);
    CHECK(jobs[0].state == JobState::unknown);
    CHECK(jobs[1].state == JobState::unknown);
    CHECK(jobs[2].state == JobState::done);
    CHECK(must(reader.job_for_badge(id<BadgeId>(2)))->attempts == 1);
    CHECK(log.start_job(id<JobId>(1), "").error().remedy == Remedy::give_up);
}
