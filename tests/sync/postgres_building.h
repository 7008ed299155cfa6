// Stations that are busy in threads of their own while the test does something to their server.
#pragma once

#include <condition_variable>
#include <initializer_list>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "tests/journeys/child_process.h"
#include "tests/sync/postgres_seat.h"
#include "tests/sync/sync_fixture.h"

namespace vestibule::sync_test {

// Its processes are killed, not the machine: what it has written stays in the system's cache.
inline const std::string unsynced = "fsync=off";
inline const NewEvent rating{.kind = "visit.rated", .stream = new_id<StreamId>(), .body = {{"score", 1}}};

// A station that writes and exchanges until it is told to end. Its results are read once it has ended.
class Busy {
  public:
    Busy(const PostgresSite& there, const std::string& name, Role role) : station{there.site, name, role} {}
    void start() {
        thread_ = std::jthread{[this](const std::stop_token& end) { run(end); }};
    }
    void end() { thread_ = {}; }
    // Lets it go on until it has done so many exchanges more, or been refused so many times more.
    void await_done(int more) { await(done_, more); }
    void await_refused(int more) { await(refused_, more); }
    [[nodiscard]] int refused() const { return refused_; }

    Station station;
    std::set<std::string> wrong;     // what isn't retry_later, or says nothing
    bool ends_when_refused = false;  // at once: nothing more is sent to whoever answers next

  private:
    void await(const int& count, int more) {
        std::unique_lock lock{mutex_};
        if (!counted_.wait_for(lock, journeys::patience(), [&, enough = count + more] { return count >= enough; }))
            FAIL("it takes too long: " << last_problem_);
    }
    void run(const std::stop_token& end) {
        while (!end.stop_requested()) {
            const auto written = station.log.append({&rating, 1}, {}, nine);
            const auto result = station.try_sync();
            if (!written) wrong.insert(written.error().what);
            if (!result && (result.error().remedy != Remedy::retry_later || !is_told(result.error().what)))
                wrong.insert(result.error().what);
            const std::scoped_lock lock{mutex_};
            ++(result ? done_ : refused_);
            if (!result) last_problem_ = result.error().what;
            counted_.notify_all();
            if (!result && ends_when_refused) return;
        }
    }
    static bool is_told(const std::string& what) {
        return what.starts_with("the central store at localhost") && what.find('\n') == std::string::npos;
    }

    std::mutex mutex_;
    std::condition_variable counted_;
    int done_ = 0, refused_ = 0;
    std::string last_problem_;
    std::jthread thread_;
};

// After an exchange of all of them: they and the store hold the same, each event once, and the logs are whole.
inline void check_nothing_lost_or_doubled(const PostgresSite& there, std::initializer_list<Station*> stations) {
    for (int i = 0; i < 2; ++i)
        for (auto* station : stations) CHECK(station->sync().refused.empty());
    const Cursor expected = must((*stations.begin())->reader.cursor());
    std::uint64_t events = 0;
    for (const auto& [station, seq] : expected) events += seq;
    for (const auto* station : stations) {
        CHECK(must(station->reader.acknowledged_seq()) == must(station->reader.own_seq()));
        CHECK(must(station->reader.cursor()) == expected);
        CHECK(station->events() == events);
        CHECK_FALSE(must(verify_log(station->place / "log.db")));
    }
    CHECK(there.seat->number("SELECT count(*) FROM vestibule.event") == static_cast<std::int64_t>(events));
}

}  // namespace vestibule::sync_test
