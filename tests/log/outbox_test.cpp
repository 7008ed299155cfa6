// Side effects: written with their event or not at all, and never begun without a trace; full disks and kill -9.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;

namespace {

NewJob print_job(JobId job, int due_minutes = 0, BadgeId badge = {}) {
    return {.id = job, .worker = "print", .body = {{"badge", to_string(badge)}}, .due = at(due_minutes)};
}

// A disk of its own that is soon full, for as long as the test runs. Needs the right to mount.
class SmallDisk {
  public:
    explicit SmallDisk(std::filesystem::path place) : place_{std::move(place)} {
        std::filesystem::create_directory(place_);
        mounted_ = std::system(("mount -t tmpfs -o size=512k tmpfs " + place_.string() + " 2>&1").c_str()) == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (mounted_ && std::system(("umount " + place_.string()).c_str()) != 0) WARN("the small disk stays mounted");
    }
    [[nodiscard]] bool mounted() const { return mounted_; }
    void enlarge() const { REQUIRE(std::system(("mount -o remount,size=4m " + place_.string()).c_str()) == 0); }
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return place_ / name; }

  private:
    std::filesystem::path place_;
    bool mounted_ = false;
};

std::vector<JobId> due(const LogReader& reader, int minutes) {
    std::vector<JobId> ids;
    for (const auto& job : must(reader.jobs_due("print", at(minutes), 100))) ids.push_back(job.id);
    return ids;
}

}  // namespace

TEST_CASE("a job is written with its event or not at all", "[log][outbox]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const auto reader = must(LogReader::open(folder / "log.db"));
    const std::vector one_event{event("visit.rated", id<StreamId>(1))};
    const std::vector one_job{print_job(id<JobId>(1))};
    must(log.append(one_event, one_job, nine));
    CHECK(due(reader, 0) == std::vector{id<JobId>(1)});

    SECTION("the same job twice: neither the event nor the other job stay") {
        const std::vector twice{print_job(id<JobId>(2)), print_job(id<JobId>(1))};
        CHECK_FALSE(log.append(one_event, twice, nine));
    }
    SECTION("an event beyond the limits: the job doesn't stay") {
        const std::vector fresh{print_job(id<JobId>(2))};
        auto too_long = one_event;
        too_long.push_back(event("note.left", id<StreamId>(1), {{"x", std::string(body_bytes_max, 'x')}}));
        CHECK_FALSE(log.append(too_long, fresh, nine));
    }
    CHECK(must(reader.own_seq()) == 1);
    CHECK(due(reader, 0) == std::vector{id<JobId>(1)});
    CHECK(append(log, one_event).front().seq == 2);
    CHECK_FALSE(must(verify_log(folder / "log.db")));
}

TEST_CASE("jobs come due oldest first: a crashed attempt comes before all", "[log][outbox]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const auto reader = must(LogReader::open(folder / "log.db"));
    const auto early = id<JobId>(3), second = id<JobId>(2), later = id<JobId>(1);
    const std::vector jobs{print_job(early), print_job(second), print_job(later, 10)};
    must(log.append({}, jobs, nine));
    CHECK(due(reader, 0) == std::vector{early, second});
    CHECK(due(reader, 10) == std::vector{early, second, later});
    CHECK(must(reader.jobs_due("notify", at(10), 100)).empty());
    CHECK(must(reader.jobs_due("print", at(10), 1)).size() == 1);
    CHECK(must(reader.next_due("print")) == at(0));
    CHECK_FALSE(must(reader.next_due("notify")).has_value());

    must(log.start_job(second, "sent to the queue"));
    CHECK(due(reader, 0) == std::vector{second, early});
    const auto started = must(reader.jobs_due("print", at(0), 1)).front();
    CHECK(started.state == JobState::started);
    CHECK(started.attempts == 1);
    CHECK(started.remark == "sent to the queue");

    must(log.postpone_job(second, at(5), "no paper"));
    CHECK(due(reader, 0) == std::vector{early});
    CHECK(due(reader, 5) == std::vector{early, second});
}

TEST_CASE("a job is finished once, together with the events that tell of it", "[log][outbox]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    const auto reader = must(LogReader::open(folder / "log.db"));
    const auto badge = id<BadgeId>(7);
    const std::vector first{print_job(id<JobId>(1), 0, badge)}, again{print_job(id<JobId>(2), 0, badge)};
    must(log.append({}, first, nine));
    must(log.append({}, again, nine));
    CHECK(must(reader.job_for_badge(badge))->id == id<JobId>(2));
    CHECK_FALSE(must(reader.job_for_badge(id<BadgeId>(8))).has_value());

    const std::vector told{event(kind::badge_printed, stream_of(badge), {{"outcome", "unknown"}})};
    must(log.finish_job(id<JobId>(2), JobState::unknown, "the printer went away", told, nine));
    CHECK(must(reader.job_for_badge(badge))->state == JobState::unknown);
    CHECK(must(reader.badge(badge))->print == PrintOutcome::unknown);
    CHECK(due(reader, 0) == std::vector{id<JobId>(1)});

    CHECK(log.finish_job(id<JobId>(2), JobState::done, "", told, nine).error().remedy == Remedy::give_up);
    CHECK(log.start_job(id<JobId>(2), "").error().remedy == Remedy::give_up);
    CHECK(log.postpone_job(id<JobId>(9), nine, "").error().remedy == Remedy::give_up);
    CHECK(must(reader.own_seq()) == 1);
    CHECK(must(log_stats(folder / "log.db")).jobs_open == 1);
}

TEST_CASE("on a full disk nothing is appended, staff are asked, and the log goes on once there is room", "[log]") {
    TemporaryFolder folder;
    const SmallDisk disk{folder / "small"};
    if (!disk.mounted()) {
        WARN("no right to mount a small disk here: not tested");
        return;
    }
    auto log = must(Log::open(disk / "log.db", new_id<StationId>()));
    auto heavy = event("note.left", id<StreamId>(1));
    heavy.sealed = Bytes(20'000);
    const std::vector one{heavy};
    const std::vector job{print_job(id<JobId>(1))};
    std::uint64_t appended = 0;
    Result<std::vector<Event>> last;
    while ((last = log.append(one, {}, nine))) ++appended;
    CHECK(last.error().remedy == Remedy::ask_staff);
    CHECK_THAT(last.error().what, Catch::Contains("full"));
    CHECK(appended > 3);
    CHECK_FALSE(log.append(one, job, nine));
    const auto reader = must(LogReader::open(disk / "log.db"));
    CHECK(must(reader.own_seq()) == appended);
    CHECK(due(reader, 0).empty());
    disk.enlarge();
    CHECK(append(log, {heavy}).front().seq == appended + 1);
    CHECK_FALSE(must(verify_log(disk / "log.db")));
}

TEST_CASE("after kill -9 every event that was acknowledged is there, with its job, once", "[log][crash]") {
    TemporaryFolder folder;
    const auto own = new_id<StationId>();
    std::uint64_t acknowledged = 0;
    for (int round = 0; round < 20; ++round) {
        int pipe_ends[2];
        REQUIRE(pipe(pipe_ends) == 0);
        const auto child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto log = Log::open(folder / "log.db", own);
            for (std::uint64_t seq = 0; log;) {
                const std::vector one{event("visit.rated", id<StreamId>(1), {{"score", 5}})};
                const std::vector job{NewJob{new_id<JobId>(), "print", Json::object(), nine}};
                const auto rows = log->append(one, job, nine);
                if (!rows) break;
                seq = rows->front().seq;
                if (write(pipe_ends[1], &seq, sizeof seq) != sizeof seq) break;
            }
            _exit(1);
        }
        close(pipe_ends[1]);
        // Killed at an instant that no one chose: after a few acknowledgements, in the middle of the next append.
        std::uint64_t seq = 0;
        const int wanted = 3 + round * 7;
        for (int i = 0; i < wanted && read(pipe_ends[0], &seq, sizeof seq) == sizeof seq; ++i) acknowledged = seq;
        kill(child, SIGKILL);
        while (read(pipe_ends[0], &seq, sizeof seq) == sizeof seq) acknowledged = seq;
        int status = 0;
        waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        close(pipe_ends[0]);

        auto log = must(Log::open(folder / "log.db", own));
        const auto stats = must(log_stats(folder / "log.db"));
        CHECK(stats.own_seq >= acknowledged);
        CHECK(stats.events == stats.own_seq);
        CHECK(stats.jobs_open == stats.events);
        CHECK_FALSE(must(verify_log(folder / "log.db")));
        CHECK(RawConnection{folder / "log.db"}.all("PRAGMA integrity_check") == "ok|\n");
    }
    CHECK(acknowledged > 100);
}

TEST_CASE("after a truncating checkpoint the WAL holds nothing", "[log]") {
    TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    append(log, {event("visit.rated", id<StreamId>(1))});
    CHECK(std::filesystem::file_size(folder / "log.db-wal") > 0);
    must(log.checkpoint_truncate());
    CHECK(std::filesystem::file_size(folder / "log.db-wal") == 0);
}

TEST_CASE("heads are thinned, but any suffix can be relayed in pieces of at most a thousand events", "[log]") {
    TemporaryFolder folder;
    const SigningStation own;
    auto log = must(Log::open(folder / "log.db", own.station));
    const std::vector<NewEvent> hundred(100, event("visit.rated", id<StreamId>(1)));
    for (int i = 0; i < 35; ++i) must(log.keep_own_head(own.head_at(append(log, hundred).back())));
    const auto reader = must(LogReader::open(folder / "log.db"));
    CHECK(must(reader.acknowledged_seq()) == 3500);
    CHECK(must(reader.heads()) == std::vector{must(reader.heads_after(own.station, 0)).back()});
    std::uint64_t before = 0;
    for (const auto& head : must(reader.heads_after(own.station, 0))) {
        CHECK(head.seq - before <= 1000);
        before = head.seq;
    }
    CHECK(must(reader.heads_after(own.station, 0)).size() < 10);
    auto wrong = own.head_at(must(reader.events_after(own.station, 3499, 1)).front());
    wrong.hash[0] ^= 1;
    CHECK(log.keep_own_head(wrong).error().remedy == Remedy::give_up);
}
