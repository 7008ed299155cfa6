// Subject keys and sealed details: every person has a key; destroying it destroys what was sealed with it,
// everywhere. keys.db is a file of its own, outside every backup of the log. Keys lie wrapped by the site key.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
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

// A person may have several keys (stations that were apart each made one): (person, wrapped) is what identifies a
// key, and `wrapped` travels byte for byte.
struct WrappedKey {
    PersonId person;
    int generation = 1;  // of the site key that wrapped it
    Bytes wrapped;       // 24-byte nonce ‖ XChaCha20-Poly1305 of the subject key, associated data = person
    DoorWindow window;
    bool operator==(const WrappedKey&) const = default;
};

inline constexpr std::size_t blob_bytes_max = 8U << 20U;

// Thread: any; calls are serialised inside. Blocks: SQLite commits where something is written.
class Vault {
  public:
    // Errors: ask_staff when the file can't be used or the site key isn't the one that wrapped it (nothing is
    // overwritten).
    [[nodiscard]] static Result<Vault> open(const std::filesystem::path& keys_db, ByteView site_key, int generation);
    Vault(Vault&&) noexcept;
    Vault& operator=(Vault&&) noexcept;
    ~Vault();

    // Seals `text` for `person`; makes the person's key when there is none yet. sealed = nonce ‖ ciphertext,
    // associated data = subject ‖ kind ‖ stream (FORMATS.md). Errors: give_up when the person has been erased.
    [[nodiscard]] Result<Bytes> seal(PersonId person, std::string_view kind, StreamId stream, std::string_view text);
    // Errors: retry_later when the key isn't here (it may come), give_up when erased or damaged.
    [[nodiscard]] Result<std::string> unseal(PersonId person, std::string_view kind, StreamId stream,
                                             ByteView sealed) const;

    // The keys, the blobs and their traces go; the tombstone stays: no key is ever accepted for that person again.
    // May be repeated, and must be where it fails: what it has done stays done.
    [[nodiscard]] Result<> erase(PersonId person);
    [[nodiscard]] bool is_erased(PersonId person) const;
    [[nodiscard]] bool holds(PersonId person) const;

    // Widens the window in which doors may hold this person's key, and marks the key to be offered again where that
    // changed it. The window is kept also where the key isn't here. Errors: give_up when the person has been erased.
    [[nodiscard]] Result<> widen_window(PersonId person, DoorWindow window);
    // Doors only: deletes the keys whose window is over. Works offline. Returns how many. Kept are keys that the
    // central store hasn't acknowledged (they may be the only ones) and those whose window was never said.
    [[nodiscard]] Result<int> drop_keys_outside(Instant now);

    // For the exchange: keys and tombstones made here that the central store has not acknowledged yet, at most
    // `count_max`.
    [[nodiscard]] Result<std::vector<WrappedKey>> keys_to_offer(int count_max) const;
    [[nodiscard]] Result<> mark_offered(const std::vector<WrappedKey>& keys);
    [[nodiscard]] Result<std::vector<PersonId>> tombstones_to_offer() const;
    [[nodiscard]] Result<> mark_tombstones_offered(const std::vector<PersonId>& persons);
    // Takes a key from the central store; refused (false) when the person has been erased or the key can't be
    // unwrapped.
    [[nodiscard]] Result<bool> accept(const WrappedKey& key);

    // Photos, signatures, scans: sealed like details (kind "blob", stream = the blob's id), one file each in blobs/
    // beside keys.db, deletable, with an expiry of their own. Errors: give_up when larger than blob_bytes_max, erased
    // or damaged; retry_later when the blob isn't here.
    [[nodiscard]] Result<BlobId> put_blob(PersonId person, ByteView content, Instant expires);
    [[nodiscard]] Result<Bytes> blob(BlobId id) const;
    [[nodiscard]] Result<int> drop_blobs_expired_at(Instant now);

  private:
    struct State;
    explicit Vault(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace vestibule
