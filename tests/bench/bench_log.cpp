// Times the log: durable appends beside SQLite's own single-row transactions, rebuild and start as the log grows.
#include <array>
#include <ctime>
#include <filesystem>

#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/visit/kinds.h"
#include "tests/bench/bench_program.h"

namespace vestibule::bench {
namespace {

constexpr int appends_in_a_sample = 200;
constexpr std::size_t sealed_bytes = 220;  // a name, a company and a phone number, sealed

Instant now() {
    return from_micros(1'800'000'000'000'000);
}

// One registration's largest event, alone in its transaction.
NewEvent booking() {
    const auto person = new_id<PersonId>();
    return {.kind = std::string{kind::visit_booked},
            .stream = stream_of(new_id<VisitId>()),
            .subject = person,
            .body = {{"person", to_string(person)},
                     {"type", "visitor"},
                     {"code", "ABCDEFGH"},
                     {"from", micros(now())},
                     {"until", micros(now())}},
            .sealed = Bytes(sealed_bytes, 0x5A)};
}

// The peer: the same bytes in one table without anything beside it, one prepared INSERT a transaction.
class PlainTable {
  public:
    explicit PlainTable(const std::filesystem::path& file)
        : database_{must(
              Database::open(file, FileAccess::read_write, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"))} {
        must(database_.run("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB NOT NULL, sealed BLOB NOT NULL)"));
    }
    void append(std::string_view body, const Bytes& sealed) {
        must(database_.execute("INSERT INTO row (body, sealed) VALUES (?1, ?2)", {view(body), sealed}));
    }

  private:
    Database database_;
};

// Ours and the peer take turns, so that whatever else the disk does meets both.
int append(const std::filesystem::path& folder, int rounds) {
    auto log = must(Log::open(folder / "log.db", new_id<StationId>()));
    PlainTable plain{folder / "plain.db"};
    Samples ours, peer;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(appends_in_a_sample / seconds_of([&] {
                           for (int i = 0; i < appends_in_a_sample; ++i)
                               must(log.append(std::array{booking()}, {}, now()));
                       }));
        peer.push_back(appends_in_a_sample / seconds_of([&] {
                           for (int i = 0; i < appends_in_a_sample; ++i) {
                               const auto event = booking();
                               plain.append(dump(event.body), *event.sealed);
                           }
                       }));
    }
    return print({{"ours", ours}, {"peer", peer}});
}

NewEvent event_of(std::string_view kind, StreamId stream, Json body) {
    return {.kind = std::string{kind}, .stream = stream, .body = std::move(body)};
}

// All that a usual visit leaves in the log: seven events of a person, a visit and a badge.
void add_visit(std::vector<NewEvent>& events) {
    auto booked = booking();
    const auto person = *booked.subject;
    const auto visit = booked.stream;
    const auto badge = new_id<BadgeId>();
    auto described = event_of(kind::person_described, stream_of(person), {{"language", "zh_CN"}});
    described.subject = person;
    described.sealed = booked.sealed;
    events.push_back(std::move(described));
    events.push_back(std::move(booked));
    events.push_back(event_of(kind::visit_arrived, visit, {{"needs_answer", false}, {"policy", 3}}));
    events.push_back(event_of(kind::badge_issued, stream_of(badge),
                              {{"visit", uuid_text(visit.bytes)},
                               {"person", to_string(person)},
                               {"kid", "a1b2c3d4"},
                               {"type", "visitor"},
                               {"zones", 5},
                               {"escort", true},
                               {"nbf", micros(now())},
                               {"exp", micros(now())},
                               {"template", "visitor"}}));
    events.push_back(event_of(kind::visit_admitted, visit, {{"badge", to_string(badge)}, {"policy", 3}}));
    events.push_back(event_of(kind::badge_printed, stream_of(badge), {{"outcome", "printed"}, {"printer", "Lobby"}}));
    events.push_back(event_of(kind::visit_left, visit, {{"how", "code"}}));
}

constexpr int visits_in_a_batch = 1'000;

void fill(Log& log, int events_wanted) {
    for (int written = 0; written < events_wanted;) {
        std::vector<NewEvent> events;
        for (int i = 0; i < visits_in_a_batch && written + static_cast<int>(events.size()) < events_wanted; ++i)
            add_visit(events);
        must(log.append(events, {}, now()));
        written += static_cast<int>(events.size());
    }
}

// In one log of `events` events: rebuilds, opens, and first answers to a screen, each `runs` times.
int grown(const std::filesystem::path& folder, int events, int runs) {
    const auto own = new_id<StationId>();
    {
        auto log = must(Log::open(folder / "log.db", own));
        fill(log, events);
    }
    const auto held = static_cast<double>(must(log_stats(folder / "log.db")).events);
    Samples rebuilt, alone, started;
    for (int i = 0; i < runs; ++i) {
        auto log = must(Log::open(folder / "log.db", own));
        const auto used = std::clock();
        rebuilt.push_back(held / seconds_of([&] { must(log.rebuild()); }));
        alone.push_back(held * CLOCKS_PER_SEC / static_cast<double>(std::clock() - used));
    }
    for (int i = 0; i < runs; ++i)
        started.push_back(1000 * seconds_of([&] {
                              const auto log = must(Log::open(folder / "log.db", own));
                              const auto reader = must(LogReader::open(folder / "log.db"));
                              must(reader.visits_in(VisitPhase::waiting));
                              must(reader.policy());
                          }));
    return print({{"rebuild", rebuilt}, {"rebuild_on_processor", alone}, {"start", started}});
}

int run(int count, char** arguments) {
    const std::string what = count > 3 ? arguments[1] : "";
    if (what == "append" && count == 4) return append(arguments[2], std::atoi(arguments[3]));
    if (what == "grown" && count == 5) return grown(arguments[2], std::atoi(arguments[3]), std::atoi(arguments[4]));
    std::fprintf(stderr, "usage: bench_log append FOLDER ROUNDS | grown FOLDER EVENTS RUNS\n");
    return 2;
}

}  // namespace
}  // namespace vestibule::bench

int main(int count, char** arguments) {
    return vestibule::bench::run(count, arguments);
}
