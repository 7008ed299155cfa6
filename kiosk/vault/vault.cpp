// The vault: keys and blobs behind one lock.
#include "kiosk/vault/vault.h"

#include <map>
#include <mutex>

#include "kiosk/vault/blob_store.h"
#include "kiosk/vault/key_store.h"
#include "kiosk/vault/seal.h"

namespace vestibule {
namespace {

constexpr std::string_view blob_kind = "blob";

Bytes associated_data(PersonId person, std::string_view kind, StreamId stream) {
    Bytes out;
    out.reserve(person.bytes.size() + kind.size() + stream.bytes.size());
    for (const ByteView part : {ByteView{person.bytes}, view(kind), ByteView{stream.bytes}})
        out.insert(out.end(), part.begin(), part.end());
    return out;
}

// Opens `sealed` with the one of `keys` that fits.
template <class Plain>
Result<Plain> opened(const std::vector<SecretBytes>& keys, ByteView sealed, ByteView associated,
                     std::optional<Plain> (*unseal)(ByteView, ByteView, ByteView)) {
    for (const auto& key : keys)
        if (auto plain = unseal(key.view(), sealed, associated)) return std::move(*plain);
    return give_up("these details are damaged or were sealed for someone else: they can't be read any more");
}

}  // namespace

struct Vault::State {
    KeyStore keys;
    BlobStore blobs;
    std::mutex mutex;

    State(KeyStore opened_keys, const std::filesystem::path& blob_folder)
        : keys{std::move(opened_keys)}, blobs{keys.database(), blob_folder} {}

    // Errors: give_up when erased, retry_later when no key is here.
    Result<std::vector<SecretBytes>> keys_to_open(PersonId person) {
        if (keys.is_erased(person)) return give_up("this person has been erased");
        VESTIBULE_TRY(held, keys.keys_of(person));
        if (held.empty()) return retry_later("this person's key isn't on this station");
        return std::move(held);
    }

    // Nobody can open it, though there is a key of its person.
    Result<bool> is_rotten(BlobId id) {
        VESTIBULE_TRY(person, blobs.person_of(id));
        if (!person || keys.is_erased(*person)) return false;
        VESTIBULE_TRY(held, keys.keys_of(*person));
        if (held.empty()) return false;
        const auto blob = blobs.get(id);
        if (!blob) return blob.error().remedy == Remedy::give_up;  // its file is gone
        return !opened(held, blob->sealed, associated_data(*person, blob_kind, stream_of(id)), unseal_bytes);
    }
};

Vault::Vault(std::unique_ptr<State> state) : state_{std::move(state)} {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

Result<Vault> Vault::open(const std::filesystem::path& keys_db, ByteView site_key, int generation, KeysFile file) {
    ready_sodium();
    VESTIBULE_TRY(keys, KeyStore::open(keys_db, site_key, generation, file));
    auto state = std::make_unique<State>(std::move(keys), keys_db.parent_path() / "blobs");
    VESTIBULE_CHECK(state->blobs.remove_of_erased());
    return Vault{std::move(state)};
}

Result<Vault> Vault::open_to_read(const std::filesystem::path& keys_db, const std::filesystem::path& blobs,
                                  ByteView site_key, int generation) {
    ready_sodium();
    VESTIBULE_TRY(keys, KeyStore::open_to_read(keys_db, site_key, generation));
    return Vault{std::make_unique<State>(std::move(keys), blobs)};
}

Result<Bytes> Vault::seal(PersonId person, std::string_view kind, StreamId stream, std::string_view text) {
    const std::scoped_lock lock{state_->mutex};
    VESTIBULE_TRY(key, state_->keys.key_to_seal(person));
    return seal_bytes(key.view(), view(text), associated_data(person, kind, stream));
}

Result<std::string> Vault::unseal(PersonId person, std::string_view kind, StreamId stream, ByteView sealed) const {
    const std::scoped_lock lock{state_->mutex};
    VESTIBULE_TRY(keys, state_->keys_to_open(person));
    return opened(keys, sealed, associated_data(person, kind, stream), unseal_text);
}

Result<> Vault::erase(PersonId person) {
    const std::scoped_lock lock{state_->mutex};
    VESTIBULE_CHECK(state_->keys.erase(person));
    VESTIBULE_CHECK(state_->blobs.remove_of(person));
    return state_->keys.database().empty_wal();
}

bool Vault::is_erased(PersonId person) const {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.is_erased(person);
}

Result<std::vector<PersonId>> Vault::tombstones() const {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.tombstones();
}

bool Vault::holds(PersonId person) const {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.holds(person).value_or(false);
}

Result<> Vault::widen_window(PersonId person, DoorWindow window) {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.widen(person, window);
}

Result<int> Vault::drop_keys_outside(Instant now) {
    const std::scoped_lock lock{state_->mutex};
    VESTIBULE_TRY(dropped, state_->keys.drop_outside(now));
    if (dropped > 0) VESTIBULE_CHECK(state_->keys.database().empty_wal());
    return dropped;
}

Result<std::vector<WrappedKey>> Vault::keys_to_offer(int count_max) const {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.to_offer(count_max);
}

Result<> Vault::mark_offered(const std::vector<WrappedKey>& keys) {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.mark_offered(keys);
}

Result<KeyPage> Vault::keys_after(std::int64_t place, int count_max) const {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.page_after(place, count_max);
}

Result<bool> Vault::meet_store(std::string_view epoch) {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.meet_store(epoch);
}

Result<AcceptedKeys> Vault::accept(std::span<const WrappedKey> keys) {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.accept(keys);
}

Result<bool> Vault::is_empty() const {
    const std::scoped_lock lock{state_->mutex};
    VESTIBULE_TRY(some, state_->keys.database().number(
                            "SELECT 1 WHERE EXISTS (SELECT 1 FROM subject_key) OR EXISTS (SELECT 1 FROM tombstone)"));
    return !some.has_value();
}

int Vault::generation() const {
    const std::scoped_lock lock{state_->mutex};
    return state_->keys.generation();
}

Result<> Vault::rotate(ByteView site_key, int generation) {
    const std::scoped_lock lock{state_->mutex};
    VESTIBULE_CHECK(state_->keys.rotate(site_key, generation));
    return state_->keys.database().empty_wal();
}

Result<BlobId> Vault::put_blob(PersonId person, ByteView content, Instant expires) {
    if (content.size() > blob_bytes_max)
        return give_up(fmt::format("the picture has {} bytes, the limit is {}", content.size(), blob_bytes_max));
    const std::scoped_lock lock{state_->mutex};
    VESTIBULE_TRY(key, state_->keys.key_to_seal(person));
    const auto id = new_id<BlobId>();
    const auto sealed = seal_bytes(key.view(), content, associated_data(person, blob_kind, stream_of(id)));
    VESTIBULE_CHECK(state_->blobs.put(id, person, sealed, micros(expires)));
    return id;
}

Result<Bytes> Vault::blob(BlobId id) const {
    const std::scoped_lock lock{state_->mutex};
    VESTIBULE_TRY(held, state_->blobs.get(id));
    VESTIBULE_TRY(keys, state_->keys_to_open(held.person));
    return opened(keys, held.sealed, associated_data(held.person, blob_kind, stream_of(id)), unseal_bytes);
}

Result<std::vector<SealedBlob>> Vault::blobs_to_offer(int count_max) const {
    const std::scoped_lock lock{state_->mutex};
    return state_->blobs.to_offer(count_max);
}

Result<> Vault::mark_blob_offered(BlobId id) {
    const std::scoped_lock lock{state_->mutex};
    return state_->blobs.mark_offered(id);
}

Result<bool> Vault::accept_blob(const SealedBlob& blob) {
    const std::scoped_lock lock{state_->mutex};
    if (state_->keys.is_erased(blob.person) || blob.sealed.size() > blob_bytes_max + seal_overhead) return false;
    VESTIBULE_TRY(held, state_->blobs.holds(blob.id));
    if (held) return true;
    const auto keys = state_->keys_to_open(blob.person);
    if (!keys) return false;
    const auto associated = associated_data(blob.person, blob_kind, stream_of(blob.id));
    if (!opened(*keys, blob.sealed, associated, unseal_bytes)) return false;
    VESTIBULE_CHECK(state_->blobs.put(blob.id, blob.person, blob.sealed, micros(blob.expires)));
    VESTIBULE_CHECK(state_->blobs.mark_offered(blob.id));
    return true;
}

bool Vault::has_blob(BlobId id) const {
    const std::scoped_lock lock{state_->mutex};
    return state_->blobs.holds(id).value_or(false);
}

Result<int> Vault::drop_blobs_expired_at(Instant now) {
    const std::scoped_lock lock{state_->mutex};
    return state_->blobs.remove_expired(micros(now));
}

Result<std::vector<std::string>> Vault::drop_rotten(const std::function<bool()>& stop) {
    std::vector<std::string> said;
    const auto say = [&](std::string what) {
        if (said.size() < rot_named_max) said.push_back(std::move(what));
    };
    std::vector<BlobId> blobs;
    {
        const std::scoped_lock lock{state_->mutex};
        const auto& file = state_->keys.database().path();
        VESTIBULE_TRY(damage, state_->keys.damage());
        if (!damage.empty()) say(damage);
        VESTIBULE_TRY(persons, state_->keys.drop_rotten());
        for (const auto& person : persons)
            say(fmt::format("the key of person {} in {} was damaged; the central store is asked for another copy",
                            to_string(person), file));
        VESTIBULE_TRY(held, state_->blobs.all());
        blobs = std::move(held);
    }
    for (const auto& id : blobs) {
        if (stop && stop()) break;
        const std::scoped_lock lock{state_->mutex};
        VESTIBULE_TRY(rotten, state_->is_rotten(id));
        if (!rotten) continue;
        VESTIBULE_CHECK(state_->blobs.drop(id));
        VESTIBULE_CHECK(state_->keys.ask_for_all());
        say(fmt::format("the picture {} was damaged or gone; the central store is asked for another copy",
                        to_string(id)));
    }
    return said;
}

Result<std::vector<std::pair<BlobId, Instant>>> Vault::blobs_of(PersonId person) const {
    const std::scoped_lock lock{state_->mutex};
    return state_->blobs.of(person);
}

// What a batch holds until it's committed.
struct KeyBatch::Gathered {
    std::vector<NewKey> keys;
    std::map<PersonId, std::size_t> key_of;  // index into `keys`
    std::vector<NewWindow> windows;
};

KeyBatch Vault::batch() {
    return KeyBatch{*state_};
}

KeyBatch::KeyBatch(Vault::State& vault) : vault_{&vault}, gathered_{std::make_unique<Gathered>()} {}
KeyBatch::KeyBatch(KeyBatch&&) noexcept = default;
KeyBatch::~KeyBatch() = default;

Result<Bytes> KeyBatch::seal(PersonId person, std::string_view kind, StreamId stream, std::string_view text) {
    const auto associated = associated_data(person, kind, stream);
    if (const auto made = gathered_->key_of.find(person); made != gathered_->key_of.end())
        return seal_bytes(gathered_->keys[made->second].key.view(), view(text), associated);
    const std::scoped_lock lock{vault_->mutex};
    VESTIBULE_TRY(held, vault_->keys.first_key(person));
    if (held) return seal_bytes(held->view(), view(text), associated);
    gathered_->key_of.emplace(person, gathered_->keys.size());
    gathered_->keys.push_back({.person = person, .key = random_key()});
    return seal_bytes(gathered_->keys.back().key.view(), view(text), associated);
}

Result<> KeyBatch::widen_window(PersonId person, DoorWindow window) {
    gathered_->windows.push_back({.person = person, .window = window});
    return {};
}

Result<> KeyBatch::commit() {
    const auto gathered = std::exchange(gathered_, std::make_unique<Gathered>());
    if (gathered->keys.empty() && gathered->windows.empty()) return {};
    const std::scoped_lock lock{vault_->mutex};
    return vault_->keys.keep(gathered->keys, gathered->windows);
}

}  // namespace vestibule
