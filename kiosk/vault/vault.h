// Subject keys and sealed details: every person has a key; destroying it destroys what was sealed with it,
// everywhere. keys.db is a file of its own, outside every backup of the log. Keys lie wrapped by the site key.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/bytes.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/ids.h"
#include "kiosk/base/result.h"

namespace vestibule {

// When a door (lobby, guard) may hold a key. Reception may always.
struct DoorWindow {
    Instant from{}, until{};
    bool operator==(const DoorWindow&) const = default;
};

// 16 bytes of BLAKE2b of the subject key: the same however often the key is wrapped anew.
using SubjectKeyId = std::array<std::uint8_t, 16>;

// A person may have several keys (stations that were apart each made one): (person, id) is what identifies a key.
struct WrappedKey {
    PersonId person;
    SubjectKeyId id{};
    int generation = 1;  // of the site key that wrapped it
    Bytes wrapped;       // 24-byte nonce ‖ XChaCha20-Poly1305 of the subject key, associated data = person
    DoorWindow window;
    bool operator==(const WrappedKey&) const = default;
};

// Whose key it is, and which.
using KeyName = std::pair<PersonId, SubjectKeyId>;

// What became of keys that came from the central store.
struct AcceptedKeys {
    int held = 0;                 // keys that are here now
    int fresh = 0;                // … of them, those of persons of whom no key was here before
    std::vector<KeyName> opened;  // those that are what they say, by their true names
    bool newer = false;  // some are wrapped by a newer site key than is known here: they must be given again later
};

// Keys in the order in which they came here, and the place of the last.
struct KeyPage {
    std::vector<WrappedKey> keys;
    std::int64_t last = 0;
};

inline constexpr std::size_t blob_bytes_max = 8U << 20U;

// A photo, signature or scan on its way between stations.
struct SealedBlob {
    BlobId id;
    PersonId person;
    Instant expires{};
    Bytes sealed;
    bool operator==(const SealedBlob&) const = default;
};

inline constexpr std::size_t rot_named_max = 100;

enum class KeysFile { may_be_made, must_be_there };
class KeyBatch;

// Thread: any; calls are serialised inside. Blocks: SQLite commits where something is written.
class Vault {
  public:
    // Errors: ask_staff when the file can't be used, isn't there though it must be, or the site key isn't the one
    // that wrapped it (nothing is overwritten).
    [[nodiscard]] static Result<Vault> open(const std::filesystem::path& keys_db, ByteView site_key, int generation,
                                            KeysFile file = KeysFile::may_be_made);
    // For looking alone, beside whoever owns the files; every write is refused. `blobs`: the folder of the blobs.
    // Errors: as open(); retry_later where keys.db must be brought up to date first.
    [[nodiscard]] static Result<Vault> open_to_read(const std::filesystem::path& keys_db,
                                                    const std::filesystem::path& blobs, ByteView site_key,
                                                    int generation);
    Vault(Vault&&) noexcept;
    Vault& operator=(Vault&&) noexcept;
    ~Vault();

    // Seals `text` for `person`; makes the person's key when there is none yet. sealed = nonce ‖ ciphertext,
    // associated data = subject ‖ kind ‖ stream (FORMATS.md). Errors: give_up when the person has been erased.
    [[nodiscard]] Result<Bytes> seal(PersonId person, std::string_view kind, StreamId stream, std::string_view text);
    // Errors: retry_later when the key isn't here (it may come), give_up when erased or damaged.
    [[nodiscard]] Result<std::string> unseal(PersonId person, std::string_view kind, StreamId stream,
                                             ByteView sealed) const;

    // Neither a key nor a tombstone: as it was made.
    [[nodiscard]] Result<bool> is_empty() const;

    // Keys that are made together, as an import does.
    [[nodiscard]] KeyBatch batch();

    // The generation of the site key by which the keys are wrapped.
    [[nodiscard]] int generation() const;
    // Wraps all keys by a newer site key, in one transaction, and offers them all again; nothing of the old wrapping
    // stays in the file or its WAL. Errors: give_up where `generation` isn't newer.
    [[nodiscard]] Result<> rotate(ByteView site_key, int generation);

    // The keys, the blobs and their traces go; the tombstone stays: no key is ever accepted for that person again.
    // May be repeated, and must be where it fails: what it has done stays done.
    [[nodiscard]] Result<> erase(PersonId person);
    [[nodiscard]] bool is_erased(PersonId person) const;
    [[nodiscard]] Result<std::vector<PersonId>> tombstones() const;  // as the file has them
    [[nodiscard]] bool holds(PersonId person) const;

    // Widens the window in which doors may hold this person's key, and marks the key to be offered again where that
    // changed it. The window is kept also where the key isn't here. Errors: give_up when the person has been erased.
    [[nodiscard]] Result<> widen_window(PersonId person, DoorWindow window);
    // Doors only: deletes the keys whose window is over. Works offline. Returns how many. Kept are keys that the
    // central store hasn't acknowledged (they may be the only ones) and those whose window was never said.
    [[nodiscard]] Result<int> drop_keys_outside(Instant now);

    // For the exchange: keys made here that the central store has not acknowledged yet, at most `count_max`.
    [[nodiscard]] Result<std::vector<WrappedKey>> keys_to_offer(int count_max) const;
    [[nodiscard]] Result<> mark_offered(const std::vector<WrappedKey>& keys);
    // Which central store is being met (CentralStore::epoch). Where it's another one than the last time, all keys are
    // to be offered again: a store that was restored from a backup may have lost them. True: it is.
    [[nodiscard]] Result<bool> meet_store(std::string_view epoch);
    // All of them, offered or not, for a central store that has lost some: the keys after `place`, at most
    // `count_max`.
    [[nodiscard]] Result<KeyPage> keys_after(std::int64_t place, int count_max) const;
    // Takes keys from the central store, in one transaction, and in none where nothing changes. Refused are keys of
    // erased persons and those that the site key doesn't open.
    [[nodiscard]] Result<AcceptedKeys> accept(std::span<const WrappedKey> keys);

    // Photos, signatures, scans: sealed like details (kind "blob", stream = the blob's id), one file each in blobs/
    // beside keys.db, deletable, with an expiry of their own. Errors: give_up when larger than blob_bytes_max, erased
    // or damaged; retry_later when the blob isn't here.
    [[nodiscard]] Result<BlobId> put_blob(PersonId person, ByteView content, Instant expires);
    [[nodiscard]] Result<Bytes> blob(BlobId id) const;
    [[nodiscard]] Result<int> drop_blobs_expired_at(Instant now);

    // For the exchange: blobs that the central store has not acknowledged yet, at most `count_max`.
    [[nodiscard]] Result<std::vector<SealedBlob>> blobs_to_offer(int count_max) const;
    [[nodiscard]] Result<> mark_blob_offered(BlobId id);
    // Keeps one that came from the central store where it opens: anybody may offer bytes under another's id. False:
    // it doesn't, the person is erased, or their key isn't here.
    [[nodiscard]] Result<bool> accept_blob(const SealedBlob& blob);
    [[nodiscard]] bool has_blob(BlobId id) const;

    // Every night: keys and blobs that have rotted are dropped, and the next exchange asks the central store for all
    // of its own again. Answers a sentence for each, at most rot_named_max of them. Blobs of persons whose key isn't
    // here can't be judged. Reads all; a deed waits for one blob, or for all keys, at most. `stop`: asked between
    // blobs.
    [[nodiscard]] Result<std::vector<std::string>> drop_rotten(const std::function<bool()>& stop = {});

    // The blobs of a person that are here: id and expiry.
    [[nodiscard]] Result<std::vector<std::pair<BlobId, Instant>>> blobs_of(PersonId person) const;

  private:
    friend class KeyBatch;
    struct State;
    explicit Vault(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// Keys and windows that become durable together: what seal() makes lies in memory only until commit() keeps all of it
// in one transaction. commit() must come before the append of what was sealed. What isn't committed was never there.
// Thread: the one that made it. The vault must outlive it.
class KeyBatch {
  public:
    KeyBatch(KeyBatch&&) noexcept;
    KeyBatch& operator=(KeyBatch&&) = delete;
    ~KeyBatch();

    // As Vault's.
    [[nodiscard]] Result<Bytes> seal(PersonId person, std::string_view kind, StreamId stream, std::string_view text);
    [[nodiscard]] Result<> widen_window(PersonId person, DoorWindow window);
    // All or nothing; what was gathered is gone after an error too. The batch may be used again. Errors: give_up when
    // one of the persons has been erased meanwhile.
    [[nodiscard]] Result<> commit();

  private:
    friend class Vault;
    struct Gathered;
    explicit KeyBatch(Vault::State& vault);
    Vault::State* vault_;
    std::unique_ptr<Gathered> gathered_;
};

}  // namespace vestibule
