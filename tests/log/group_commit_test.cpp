// Writes of several threads: they share commits, none suffers from another's failure, all that was answered is there.
#include <atomic>
#include <latch>
#include <thread>

#include "kiosk/log/commit_queue.h"
#include "tests/log/log_fixture.h"

using namespace vestibule;
using namespace vestibule::log_test;

namespace {

constexpr int threads_count = 8;
constexpr int appends_each = 12;

// Runs `work(thread)` on all threads at once, and gathers them.
template <class Work>
void at_once(int count, const Work& work) {
    std::latch ready{count};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < count; ++thread)
        threads.emplace_back([&, thread] {
            ready.arrive_and_wait();
            work(thread);
        });
    for (auto& thread : threads) thread.join();
}

NewEvent left_by(int thread, int number) {
    return event(kind::visit_left, id<StreamId>(static_cast<std::uint8_t>(thread + 1)), {{"number", number}});
}

}  // namespace

TEST_CASE("appends that arrive together share a commit, and all of them are there in each caller's order",
          "[group]") {
    const TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", id<StationId>(9)));
    std::atomic<int> commits = 0;
    log.on_change([&] { ++commits; });
    std::atomic<int> failed = 0;
    at_once(threads_count, [&](int thread) {
        for (int number = 0; number < appends_each; ++number)
            if (!log.append(std::array{left_by(thread, number)}, {}, nine)) ++failed;
    });
    CHECK(failed == 0);
    CHECK(commits < threads_count * appends_each);
    INFO("commits: " << commits);
    CHECK(must(verify_log(folder / "log.db")) == std::nullopt);
    const auto reader = must(LogReader::open(folder / "log.db"));
    CHECK(must(reader.own_seq()) == threads_count * appends_each);
    for (int thread = 0; thread < threads_count; ++thread) {
        const auto rows = must(reader.stream(id<StreamId>(static_cast<std::uint8_t>(thread + 1))));
        REQUIRE(rows.size() == appends_each);
        for (int number = 0; number < appends_each; ++number)
            CHECK(int_field(parse_object(rows[static_cast<std::size_t>(number)].body), "number") == number);
    }
}

TEST_CASE("a write that fails in the middle takes nothing of those beside it, and leaves nothing", "[group]") {
    const TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", id<StationId>(9)));
    const NewJob taken{.id = id<JobId>(1), .worker = "print", .body = Json::object(), .due = nine};
    must(log.append({}, std::array{taken}, nine));
    std::atomic<int> refused = 0, written = 0, wrong = 0;
    at_once(threads_count, [&](int thread) {
        for (int number = 0; number < appends_each; ++number) {
            const auto bad = (thread + number) % 3 == 0;  // its job's id is taken: found after its events are written
            const auto jobs = bad ? std::vector{taken} : std::vector<NewJob>{};
            const auto rows = log.append(std::array{left_by(thread, number), left_by(thread, number)}, jobs, nine);
            rows ? ++written : ++refused;
            if (bad == rows.has_value()) ++wrong;
        }
    });
    CHECK(wrong == 0);
    CHECK(refused == 32);
    CHECK(written == 64);
    CHECK(must(verify_log(folder / "log.db")) == std::nullopt);
    CHECK(must(log_stats(folder / "log.db")).own_seq == 128);
    const auto kept = projections_of(folder / "log.db");
    must(log.rebuild());
    CHECK(projections_of(folder / "log.db") == kept);
}

TEST_CASE("a job is finished once, however many try at the same time", "[group]") {
    const TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", id<StationId>(9)));
    must(log.append(
        {}, std::array{NewJob{.id = id<JobId>(1), .worker = "print", .body = Json::object(), .due = nine}}, nine));
    std::atomic<int> finished = 0;
    at_once(threads_count, [&](int thread) {
        if (log.finish_job(id<JobId>(1), JobState::done, "", std::array{left_by(thread, 0)}, nine)) ++finished;
    });
    CHECK(finished == 1);
    CHECK(must(log_stats(folder / "log.db")).own_seq == 1);
}

TEST_CASE("a commit takes what has gathered, in the order of arrival and up to its maximum", "[group]") {
    constexpr int callers = 70;
    std::vector<std::size_t> sizes;
    CommitQueue* self = nullptr;
    // The first commit lasts until all others wait behind it.
    CommitQueue queue{[&](std::span<CommitQueue::Request* const> requests) {
                          while (sizes.empty() && self->waiting() != callers - requests.size())
                              std::this_thread::yield();
                          sizes.push_back(requests.size());
                          for (auto* request : requests) request->outcome = (*request->write)();
                          return true;
                      },
                      [] {}};
    self = &queue;
    std::atomic<int> done = 0;
    at_once(callers, [&](int) {
        if (queue.submit([]() -> Result<bool> { return true; })) ++done;
    });
    CHECK(done == callers);
    REQUIRE(sizes.size() == 3);
    CHECK(sizes[1] == requests_a_commit_max);
    CHECK(sizes[0] + sizes[1] + sizes[2] == callers);
}

TEST_CASE("who is told of a commit may write again", "[group]") {
    const TemporaryFolder folder;
    auto log = must(Log::open(folder / "log.db", id<StationId>(9)));
    int told = 0;
    log.on_change([&] {
        if (++told < 3) append(log, {left_by(1, told)});
    });
    append(log, {left_by(1, 0)});
    CHECK(told == 3);
    log.on_change({});
    append(log, {left_by(1, 9)});
    CHECK(told == 3);
    CHECK(must(log_stats(folder / "log.db")).own_seq == 4);
}
