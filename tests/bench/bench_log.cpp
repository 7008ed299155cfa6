// Times the log: durable appends beside SQLite's own single-row transactions.
#include <array>
#include <filesystem>

#include "kiosk/log/log.h"
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

int run(const std::string& what, const std::filesystem::path& folder, int number) {
    if (what == "append") return append(folder, number);
    std::fprintf(stderr, "usage: bench_log append FOLDER ROUNDS\n");
    return 2;
}

}  // namespace
}  // namespace vestibule::bench

int main(int count, char** arguments) {
    if (count != 4) return vestibule::bench::run("", "", 0);
    return vestibule::bench::run(arguments[1], arguments[2], std::atoi(arguments[3]));
}
