// Finds out what of central.db is whole, and begins a new file with it.
#include "kiosk/sync/store_renewal.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <limits>
#include <vector>

#include "kiosk/log/continuation.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/sync/embedded_keys.h"
#include "kiosk/sync/embedded_sql.h"
#include "kiosk/vault/site.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

// What is copied, and what was found on the way; `to` is nothing while it is only looked for.
struct Reading {
    CentralStore& from;
    CentralStore* to = nullptr;
    std::uint64_t events = 0;
    std::string damage;  // the first that was found
    void found(const std::string& what) {
        if (damage.empty()) damage = what;
    }
};

// Why this batch doesn't continue what was read of its station; empty: it does.
std::string fault_of(const Batch& batch, const Tail& tail) {
    const auto none = [](std::uint64_t) -> Result<std::optional<Hash>> { return std::nullopt; };
    const auto continuation = continuation_of(tail, none, batch.events, batch.head);
    if (!continuation) return continuation.error().what;
    if (continuation->continuity != Continuity::continues)
        return fmt::format("station {} event {}: {}", to_string(batch.head.station), continuation->seq,
                           continuation->what);
    if (!verify(batch.certificate.key, signed_part(batch.head), batch.head.signature))
        return fmt::format("station {} event {}: the signature doesn't hold", to_string(batch.head.station),
                           batch.head.seq);
    return {};
}

// A station's log from its first row up to the first that isn't whole. `others` are passed over.
Result<> read_station(Reading& reading, const StationId& station, std::uint64_t newest, Cursor others) {
    for (Tail tail; tail.seq < newest;) {
        others[station] = tail.seq;
        const auto batches = reading.from.pull(others, StationId{}, 1);
        if (!batches || batches->empty()) {
            reading.found(
                batches ? fmt::format("station {} ends at event {}, not at {}", to_string(station), tail.seq, newest)
                        : batches.error().what);
            return {};
        }
        const auto& batch = batches->front();
        if (const auto fault = fault_of(batch, tail); !fault.empty()) {
            reading.found(fault);
            return {};
        }
        if (reading.to != nullptr) VESTIBULE_CHECK(reading.to->push(batch));
        reading.events += batch.events.size();
        tail = {batch.head.seq, batch.head.hash};
    }
    return {};
}

Result<> read_logs(Reading& reading) {
    const auto held = reading.from.cursor();
    if (!held) {
        reading.found(held.error().what);
        return {};
    }
    Cursor passed;
    for (const auto& [station, unused] : *held) passed[station] = std::numeric_limits<std::int64_t>::max();
    for (const auto& [station, newest] : *held) VESTIBULE_CHECK(read_station(reading, station, newest, passed));
    return {};
}

// Keys and photos: whoever has one that is lost here offers it again.
Result<> read_keys(Reading& reading) {
    for (KeyCursor cursor;;) {
        const auto news = reading.from.fetch_keys(Role::reception, Instant{}, cursor);
        if (!news) {
            reading.found(news.error().what);
            return {};
        }
        if (reading.to != nullptr) VESTIBULE_CHECK(reading.to->offer_keys(news->keys));
        for (const auto& id : news->blobs) {
            const auto blobs = reading.from.fetch_blobs(Role::reception, Instant{}, id);
            if (!blobs) reading.found(blobs.error().what);
            if (blobs && reading.to != nullptr)
                for (const auto& blob : *blobs) VESTIBULE_CHECK(reading.to->offer_blob(blob));
        }
        if (!news->more) return {};
        cursor = news->next;
    }
}

Result<> read_all(Reading& reading) {
    VESTIBULE_CHECK(read_logs(reading));
    return read_keys(reading);
}

// In SQLite's structure, or in what tables and triggers there are.
Result<std::string> fault_of_file(Database& database) {
    VESTIBULE_TRY(fault, integrity_fault(database));
    if (!fault.empty()) return fault;
    VESTIBULE_CHECK(migrate(database, embedded_sql::migrations));  // it may be of an older program
    VESTIBULE_TRY(fresh, Database::open(in_memory, FileAccess::read_write));
    VESTIBULE_CHECK(migrate(fresh, embedded_sql::migrations));
    return schema_difference(database, fresh);
}

// The first damage, or nothing.
std::string damage_in(const fs::path& file) {
    auto database = Database::open(file, FileAccess::read_write);
    if (!database) return database.error().what;
    const auto fault = fault_of_file(*database);
    if (!fault || !fault->empty()) return fault ? *fault : fault.error().what;
    auto store = open_embedded_store(file, Healing::no);
    if (!store) return store.error().what;
    Reading reading{.from = **store};
    const auto read = read_all(reading);
    return read ? reading.damage : read.error().what;
}

fs::path name_aside(const fs::path& file) {
    return file.string() + fmt::format(".damaged-{:%Y%m%dT%H%M%S}", fmt::gmtime(std::chrono::system_clock::now()));
}

// SQLite refuses to write to a file that has been moved, so once no transaction is under way none begins any more.
Result<> move_aside(const fs::path& file, const fs::path& aside) {
    auto database = Database::open(file, FileAccess::read_write);
    if (database) {
        const auto locked = database->run("BEGIN EXCLUSIVE");
        if (!locked && locked.error().remedy == Remedy::retry_later) return locked;
    }
    std::error_code failed;
    fs::rename(file, aside, failed);
    if (failed) return ask_staff(fmt::format("{} can't be moved aside: {}", file.string(), failed.message()));
    fs::rename(file.string() + "-journal", aside.string() + "-journal", failed);  // where one was left
    return {};
}

Result<std::string> begin_anew(const fs::path& file, const std::string& damage) {
    const auto aside = name_aside(file);
    VESTIBULE_CHECK(move_aside(file, aside));
    VESTIBULE_TRY(fresh, open_embedded_store(file, Healing::no));
    std::uint64_t saved = 0;
    if (auto old = open_embedded_store(aside, Healing::no)) {
        Reading reading{.from = **old, .to = fresh.get()};
        VESTIBULE_CHECK(read_all(reading));
        saved = reading.events;
    }
    return fmt::format(
        "central.db was damaged ({}): {} events of it go on in a new one, the stations fill in the rest. The old "
        "file is kept as {}",
        damage, saved, aside.filename().string());
}

}  // namespace

Result<std::string> renew_where_damaged(const fs::path& file) {
    VESTIBULE_TRY(lock, SiteLock::take(file.parent_path()));
    const auto damage = damage_in(file);
    if (!damage.empty()) return begin_anew(file, damage);
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_write));
    VESTIBULE_TRY(rotten, embedded_keys::drop_rotten(database));
    if (rotten == 0) return std::string{};
    return fmt::format("central.db held {} damaged keys: the stations that have them offer them again", rotten);
}

}  // namespace vestibule
