// Where the stations of a company meet: push signed batches of my log, pull what I lack, keys by need, wait for news.
// Two implementations pass one contract suite: embedded (a SQLite file) and PostgreSQL.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/config.h"
#include "kiosk/base/result.h"
#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/vault.h"

namespace vestibule {

inline constexpr int batch_events_max = 1000;  // a push; a pull returns whole pushes

// A piece of one station's log that ends in a signed head.
struct Batch {
    Certificate certificate;  // of the station whose log it is
    std::vector<Event> events;
    Head head;
};

enum class PushOutcome { taken, already_held, gap, fork, broken_chain, revoked };

// Thread: one at a time. Blocks: the store's own time-outs. Errors: retry_later when it can't be reached.
class CentralStore {
  public:
    virtual ~CentralStore() = default;

    // Idempotent: same (station, seq, hash) is already_held. It checks contiguity and chain, never content.
    [[nodiscard]] virtual Result<PushOutcome> push(const Batch& batch) = 0;
    // Batches that continue `cursor`, of all stations but the asking one, at most about `events_max` events (at least one
    // whole batch where there is one).
    [[nodiscard]] virtual Result<std::vector<Batch>> pull(const Cursor& cursor, StationId asking, int events_max) = 0;
    [[nodiscard]] virtual Result<Cursor> cursor() = 0;

    [[nodiscard]] virtual Result<> offer_keys(const std::vector<WrappedKey>& keys) = 0;
    // Reception: any that aren't in `held`… doors: those whose window contains `now`. `after` pages by person id.
    [[nodiscard]] virtual Result<std::vector<WrappedKey>> fetch_keys(Role role, Instant now, const std::vector<PersonId>& wanted) = 0;
    // The keys of these persons are destroyed and never accepted again.
    [[nodiscard]] virtual Result<> offer_tombstones(const std::vector<PersonId>& persons) = 0;
    [[nodiscard]] virtual Result<std::vector<PersonId>> tombstones() = 0;

    // Returns early when another station pushed something; a hint only, the caller polls as well.
    virtual void wait_for_news(std::chrono::milliseconds timeout) = 0;
    // From any thread: ends a wait.
    virtual void wake() = 0;
};

// The SQLite file shared by the stations of one machine; rollback journal, since several processes write it; news by inotify.
// Errors: ask_staff when the file can't be used.
[[nodiscard]] Result<std::unique_ptr<CentralStore>> open_embedded_store(const std::filesystem::path& file);

}  // namespace vestibule
