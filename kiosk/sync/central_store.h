// Where the stations of a company meet: push signed batches of my log, pull what I lack, keys by need, wait for news.
// Two implementations pass one contract suite: embedded (a SQLite file) and PostgreSQL.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/config.h"
#include "kiosk/base/result.h"
#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/sync/central_login.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/site_share.h"
#include "kiosk/vault/vault.h"
#include "kiosk/visit/keeper.h"

namespace vestibule {

inline constexpr int batch_events_max = 1000;  // a push, and a pulled batch that joins several
inline constexpr int keys_page_max = 1000;     // an offer, a page of fetch_keys

// A piece of one station's log that ends in a signed head.
struct Batch {
    Certificate certificate;  // of the station whose log it is
    std::vector<Event> events;
    Head head;
};

enum class PushOutcome { taken, already_held, gap, fork, broken_chain, revoked };

// Who asks for keys. A store that knows its callers gives them no more than they are.
struct KeyReader {
    Role role = Role::lobby;
    bool staffed = false;  // it checks PINs, so it may have the keys of staff
    // NOLINTNEXTLINE(google-explicit-constructor): a role alone is staffed as its certificate of before says
    KeyReader(Role of) : role{of}, staffed{of != Role::lobby} {}
    KeyReader(Role of, bool is_staffed) : role{of}, staffed{is_staffed} {}
};

// How far a station has taken keys: the number of each station's last change, as the store counts them; it means
// nothing elsewhere. An embedded store counts all in one, under the nil id.
struct KeyCursor {
    std::map<StationId, std::uint64_t> changes;
    Instant asked{};  // keys also come when time passes, as their window begins
    [[nodiscard]] bool is_at_start() const { return changes.empty(); }
};
struct KeyNews {
    std::vector<WrappedKey> keys;
    std::vector<BlobId> blobs;  // that may be had with fetch_blobs
    KeyCursor next;
    bool more = false;
};

// A key as a station offered it. Several may offer one under the same (person, id), in other bytes.
struct OfferedKey {
    WrappedKey key;
    StationId offered_by;
    bool operator==(const OfferedKey&) const = default;
};
struct KeyReplacement {
    PersonId person;
    SubjectKeyId old_id{};
    StationId offered_by;
    std::optional<WrappedKey> fresh;  // nothing: the old one opens for nobody
};

// Thread: one at a time, but wake() from any. Blocks: the store's own time-outs.
// Errors: retry_later when it can't be reached, ask_staff when it can't work (full disk, damaged file).
class CentralStore {
  public:
    CentralStore() = default;
    CentralStore(const CentralStore&) = delete;
    CentralStore& operator=(const CentralStore&) = delete;
    virtual ~CentralStore() = default;

    // Idempotent: same (station, seq, hash) is already_held. It checks contiguity, chain and that the station has
    // signed the head which ends the events; never content. Whom the events erase (person.erased of a station that
    // may erase) is buried: the keys and blobs of these persons are destroyed and never accepted again.
    [[nodiscard]] virtual Result<PushOutcome> push(const Batch& batch) = 0;
    // Batches that continue `cursor`, of all stations but the asking one, at most about `events_max` events (at least
    // one whole batch where there is one). A batch may join several pushes; it ends in the last one's head.
    [[nodiscard]] virtual Result<std::vector<Batch>> pull(const Cursor& cursor, StationId asking, int events_max) = 0;
    [[nodiscard]] virtual Result<Cursor> cursor() = 0;
    // From now on nothing more is taken of these stations' logs. What is held stays. Idempotent.
    [[nodiscard]] virtual Result<> revoke(const std::vector<StationId>& stations) = 0;

    // A key that this station offered under the same (person, id) is replaced where the offered one is of a newer
    // generation; nobody replaces another's. Windows of a person are united; keys of erased persons are ignored.
    // Idempotent.
    [[nodiscard]] virtual Result<> offer_keys(const std::vector<WrappedKey>& keys) = 0;
    // Keys of this generation, at most `count_max`: for the one that wraps them anew.
    [[nodiscard]] virtual Result<std::vector<OfferedKey>> keys_of_generation(int generation, int count_max) = 0;
    // In one transaction: each old key goes, its fresh one is offered. Idempotent.
    [[nodiscard]] virtual Result<> replace_keys(const std::vector<KeyReplacement>& keys) = 0;
    // Sealed photos, signatures and scans; under the same windows as their person's keys, until they expire, and gone
    // when their person is buried. What is held under an id stays as it is.
    [[nodiscard]] virtual Result<> offer_blob(const SealedBlob& blob) = 0;
    // What was offered under this id, by one station or several: the true one opens. Empty where there is none, or
    // `reader` may not have it `now`.
    [[nodiscard]] virtual Result<std::vector<SealedBlob>> fetch_blobs(KeyReader reader, Instant now, BlobId id) = 0;
    [[nodiscard]] virtual Result<> drop_blobs(
        Instant now) = 0;  // the expired ones, by the store's own clock where it has one

    // What changed since `since`. Reception: all keys; doors: those whose window contains `now`, also where it has
    // begun since `since.asked`, and those of staff (kind staff.listed) where they are staffed, whatever the window.
    // Never skips one; may give one again. Go on with `next` while there is `more`.
    [[nodiscard]] virtual Result<KeyNews> fetch_keys(KeyReader reader, Instant now, const KeyCursor& since) = 0;

    [[nodiscard]] virtual std::string name() const = 0;  // "central.db", "PostgreSQL at db.example.com"

    // Another word when the store was replaced or restored from a backup: then its numbers of changes begin anew, and
    // what was offered to it may be gone.
    [[nodiscard]] virtual Result<std::string> epoch() = 0;

    // Says that `self` is there, and answers what the store has heard of whom, by its own clock (of an embedded one,
    // `now`). A write: not for each round.
    [[nodiscard]] virtual Result<SiteReport> report(StationId self, Instant now) = 0;

    // The site key on its way to stations on other machines. An embedded store carries none: its stations read
    // DATA/site/shares. Idempotent; the newest generation replaces.
    [[nodiscard]] virtual Result<> offer_shares(const std::vector<SiteShare>&) { return {}; }
    [[nodiscard]] virtual Result<std::optional<SiteShare>> share() { return std::nullopt; }

    // For a store that nobody else looks after: finds out whether all it holds is whole; where it isn't, what is goes
    // on in a new one, which the stations fill. What was done, in words; empty: all is well. Reads all of it.
    [[nodiscard]] virtual Result<std::string> heal() { return std::string{}; }

    // Returns early when another connection changed something; a hint only, the caller polls as well.
    virtual void wait_for_news(std::chrono::milliseconds timeout) = 0;
    // From any thread: ends the wait under way, or the next one.
    virtual void wake() = 0;

    // How far the user of this object has taken keys, and when it last began anew: a new object does, and each day
    // once, so a store restored from a backup or a lost keys.db heals by itself.
    KeyCursor keys_taken;
    Instant keys_begun{};
    int keys_generation = 0;      // of the site key that could open what was taken
    bool may_have_erased = true;  // rows were taken that may erase somebody, and weren't looked through yet
};

// The SQLite file shared by the stations of one machine; rollback journal, since several processes write it; news by
// inotify. A damaged file is set aside and begun anew (store_renewal.h), unless told not to. Errors: ask_staff when
// the file can't be used.
enum class Healing { yes, no };
[[nodiscard]] Result<std::unique_ptr<CentralStore>> open_embedded_store(const std::filesystem::path& file,
                                                                        Healing healing = Healing::yes);

// PostgreSQL with the schema of config/central/*.sql, as the station's own role. Connects when it's first used, and
// anew after a failure, or when nothing has moved for `silence_limit`.
// Errors: give_up where the login's address can't be used.
[[nodiscard]] Result<std::unique_ptr<CentralStore>> open_postgres_store(
    const CentralLogin& login, std::chrono::milliseconds silence_limit = silence_max);

}  // namespace vestibule
