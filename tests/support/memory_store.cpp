// The central store in memory.
#include "tests/support/memory_store.h"

#include <algorithm>

#include "kiosk/sync/push_outcome.h"
#include "kiosk/visit/kinds.h"

namespace vestibule::test_support {
namespace {

using StationLog = MemoryContent::StationLog;

bool may_have(KeyReader reader, Instant now, const DoorWindow& window) {
    return reader.role == Role::reception || (window.from <= now && now < window.until);
}

// Up to the farthest head within reach, else to the next one.
Batch batch_after(const StationLog& log, std::uint64_t seq) {
    auto head = log.heads.upper_bound(seq);
    for (auto next = head; next != log.heads.end() && next->first <= seq + batch_events_max; ++next) head = next;
    return {.certificate = log.certificate,
            .events = {log.events.begin() + static_cast<std::ptrdiff_t>(seq),
                       log.events.begin() + static_cast<std::ptrdiff_t>(head->first)},
            .head = head->second};
}

// A page of what changed, in the order of its changes. Where it's full, the cursor stops at its last row.
template <class Row>
void cut_to_page(std::vector<std::pair<std::uint64_t, Row>>& rows, KeyNews& news) {
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    if (rows.size() < static_cast<std::size_t>(keys_page_max)) return;
    rows.resize(static_cast<std::size_t>(keys_page_max));
    auto& next = news.next.changes[StationId{}];
    next = std::min(next, rows.back().first);
    news.more = true;
}

class MemoryStore final : public CentralStore {
  public:
    MemoryStore(std::shared_ptr<MemoryCentral> central, Login login) : central_{std::move(central)}, login_{login} {}

    Result<PushOutcome> push(const Batch& batch) override;
    Result<std::vector<Batch>> pull(const Cursor& cursor, StationId asking, int events_max) override;
    Result<Cursor> cursor() override;
    Result<> revoke(const std::vector<StationId>& stations) override;
    Result<> offer_keys(const std::vector<WrappedKey>& keys) override;
    Result<std::vector<OfferedKey>> keys_of_generation(int generation, int count_max) override;
    Result<> replace_keys(const std::vector<KeyReplacement>& keys) override;
    Result<> offer_blob(const SealedBlob& blob) override;
    Result<std::vector<SealedBlob>> fetch_blobs(KeyReader reader, Instant now, BlobId id) override;
    Result<> drop_blobs(Instant now) override;
    Result<KeyNews> fetch_keys(KeyReader reader, Instant now, const KeyCursor& since) override;
    [[nodiscard]] std::string name() const override { return "memory"; }
    Result<std::string> epoch() override;
    Result<SiteReport> report(StationId self, Instant now) override;
    void wait_for_news(std::chrono::milliseconds timeout) override;
    void wake() override;

  private:
    using Lock = std::unique_lock<std::mutex>;
    [[nodiscard]] Lock lock() { return Lock{central_->mutex}; }
    MemoryContent& content() { return central_->content; }
    void written();
    // Errors: ask_staff for a door's login.
    [[nodiscard]] Result<> expect_in_charge() const;
    void offer_as_stranger(const WrappedKey& key);
    void offer_one(const WrappedKey& key);
    [[nodiscard]] DoorWindow window_of(const PersonId& person);
    void bury(const PersonId& person);
    void act_on(const Batch& batch, std::span<const Event> fresh);
    [[nodiscard]] bool may_have_key(KeyReader reader, Instant now, const WrappedKey& key);
    void add_changed(KeyReader reader, Instant now, std::uint64_t from, KeyNews& news);
    void add_begun(KeyReader reader, Instant now, Instant asked, std::uint64_t from, KeyNews& news);
    [[nodiscard]] WrappedKey wrapped(const std::pair<PersonId, SubjectKeyId>& name, const MemoryContent::Key& key);

    std::shared_ptr<MemoryCentral> central_;
    Login login_;
    std::uint64_t own_writes_ = 0;
    std::uint64_t seen_ = 0;  // others' writes before the newest pull
    bool woken_ = false;
};

void MemoryStore::written() {
    ++central_->writes;
    ++own_writes_;
    central_->news.notify_all();
}

Result<PushOutcome> MemoryStore::push(const Batch& batch) {
    const auto guard = lock();
    const auto& head = batch.head;
    if (batch.certificate.station != head.station) return PushOutcome::broken_chain;
    const auto known = content().logs.find(head.station);
    const StationLog none;
    const auto& log = known == content().logs.end() ? none : known->second;
    const auto held = [&](std::uint64_t seq) -> Result<std::optional<Hash>> {
        if (seq == 0 || seq > log.events.size()) return std::nullopt;
        return log.events[seq - 1].hash;
    };
    const auto tail = log.events.empty() ? Tail{} : Tail{log.events.back().seq, log.events.back().hash};
    VESTIBULE_TRY(continuation, continuation_of(tail, held, batch.events, head));
    const auto outcome = outcome_of(continuation);
    if (outcome != PushOutcome::taken) return outcome;
    if (log.revoked) return PushOutcome::revoked;
    if (!verify(batch.certificate.key, signed_part(head), head.signature)) return PushOutcome::broken_chain;
    auto& taking = content().logs[head.station];
    taking.certificate = batch.certificate;
    taking.events.insert(taking.events.end(), continuation.fresh.begin(), continuation.fresh.end());
    taking.heads.emplace(head.seq, head);
    act_on(batch, continuation.fresh);
    written();
    return outcome;
}

Result<std::vector<Batch>> MemoryStore::pull(const Cursor& cursor, StationId asking, int events_max) {
    const auto guard = lock();
    seen_ = central_->writes - own_writes_;
    std::vector<Batch> batches;
    auto room = static_cast<std::int64_t>(events_max);
    for (const auto& [station, log] : content().logs) {
        if (station == asking) continue;
        const auto known = cursor.find(station);
        auto seq = known == cursor.end() ? 0 : known->second;
        while (seq < log.events.size() && (room > 0 || batches.empty())) {
            batches.push_back(batch_after(log, seq));
            seq = batches.back().head.seq;
            room -= static_cast<std::int64_t>(batches.back().events.size());
        }
    }
    return batches;
}

Result<Cursor> MemoryStore::cursor() {
    const auto guard = lock();
    Cursor out;
    for (const auto& [station, log] : content().logs)
        if (!log.events.empty()) out[station] = log.events.size();
    return out;
}

Result<> MemoryStore::expect_in_charge() const {
    return login_ == Login::trusted ? Result<>{} : ask_staff("permission denied");
}

Result<> MemoryStore::revoke(const std::vector<StationId>& stations) {
    VESTIBULE_CHECK(expect_in_charge());
    const auto guard = lock();
    for (const auto& station : stations) {
        auto& log = content().logs[station];
        if (!log.revoked) written();
        log.revoked = true;
    }
    return {};
}

// Its words, on windows too, are about its own keys alone.
void MemoryStore::offer_as_stranger(const WrappedKey& key) {
    const auto change = ++content().change;
    for (auto& [held_change, held] : content().strangers.keys) {
        if (held.person != key.person || held.id != key.id) continue;
        if (held.generation >= key.generation) return;
        held = key;
        held_change = change;
        return;
    }
    content().strangers.keys.emplace_back(change, key);
}

void MemoryStore::offer_one(const WrappedKey& key) {
    if (content().tombstones.contains(key.person)) return;
    if (login_ == Login::door) return offer_as_stranger(key);
    auto& held = content().keys[{key.person, key.id}];
    if (held.generation < key.generation)
        held = {.generation = key.generation, .wrapped = key.wrapped, .change = ++content().change};
    if (key.window == DoorWindow{}) return;
    const auto [place, first] = content().windows.try_emplace(key.person, key.window);
    const DoorWindow united{std::min(place->second.from, key.window.from),
                            std::max(place->second.until, key.window.until)};
    if (!first && united == place->second) return;
    place->second = united;
    for (auto& [name, other] : content().keys)
        if (name.first == key.person) other.change = ++content().change;
    for (auto& [id, blob] : content().blobs)
        if (blob.blob.person == key.person) blob.change = ++content().change;
}

Result<> MemoryStore::offer_keys(const std::vector<WrappedKey>& keys) {
    const auto guard = lock();
    for (const auto& key : keys) offer_one(key);
    written();
    return {};
}

DoorWindow MemoryStore::window_of(const PersonId& person) {
    const auto window = content().windows.find(person);
    return window == content().windows.end() ? DoorWindow{} : window->second;
}

WrappedKey MemoryStore::wrapped(const std::pair<PersonId, SubjectKeyId>& name, const MemoryContent::Key& key) {
    return {.person = name.first,
            .id = name.second,
            .generation = key.generation,
            .wrapped = key.wrapped,
            .window = window_of(name.first)};
}

Result<std::vector<OfferedKey>> MemoryStore::keys_of_generation(int generation, int count_max) {
    const auto guard = lock();
    std::vector<OfferedKey> out;
    for (const auto& [name, key] : content().keys)
        if (key.generation == generation && out.size() < static_cast<std::size_t>(count_max))
            out.push_back({.key = wrapped(name, key), .offered_by = {}});
    return out;
}

Result<> MemoryStore::replace_keys(const std::vector<KeyReplacement>& keys) {
    VESTIBULE_CHECK(expect_in_charge());
    const auto guard = lock();
    for (const auto& key : keys) {
        if (!key.fresh || key.fresh->id != key.old_id) content().keys.erase({key.person, key.old_id});
        if (key.fresh) offer_one(*key.fresh);
    }
    written();
    return {};
}

void MemoryStore::bury(const PersonId& person) {
    if (!content().tombstones.insert(person).second) return;
    std::erase_if(content().keys, [&](const auto& key) { return key.first.first == person; });
    std::erase_if(content().blobs, [&](const auto& blob) { return blob.second.blob.person == person; });
    const auto is_theirs = [&](const auto& row) { return row.second.person == person; };
    std::erase_if(content().strangers.keys, is_theirs);
    std::erase_if(content().strangers.blobs, is_theirs);
    content().windows.erase(person);
}

void MemoryStore::act_on(const Batch& batch, std::span<const Event> fresh) {
    for (const auto& person : buried_by(batch.certificate, fresh)) bury(person);
    for (const auto& event : fresh) {
        if (event.kind != kind::staff_listed) continue;
        const PersonId person{event.stream.bytes};
        content().staff.insert(person);
        for (auto& [name, key] : content().keys)
            if (name.first == person) key.change = ++content().change;
    }
}

bool MemoryStore::may_have_key(KeyReader reader, Instant now, const WrappedKey& key) {
    if (reader.role != Role::reception && content().staff.contains(key.person)) return reader.staffed;
    return may_have(reader, now, key.window);
}

Result<> MemoryStore::offer_blob(const SealedBlob& blob) {
    const auto guard = lock();
    if (content().tombstones.contains(blob.person)) return {};
    if (login_ == Login::door) {
        content().strangers.blobs.emplace_back(++content().change, blob);
        return {};
    }
    if (content().blobs.contains(blob.id)) return {};
    content().blobs[blob.id] = {.blob = blob, .change = ++content().change};
    written();
    return {};
}

Result<std::vector<SealedBlob>> MemoryStore::fetch_blobs(KeyReader reader, Instant now, BlobId id) {
    const auto guard = lock();
    std::vector<SealedBlob> out;
    for (const auto& [unused, blob] : content().strangers.blobs)
        if (blob.id == id && blob.expires > now) out.push_back(blob);
    const auto found = content().blobs.find(id);
    if (found == content().blobs.end() || found->second.blob.expires <= now) return out;
    if (may_have(reader, now, window_of(found->second.blob.person))) out.push_back(found->second.blob);
    return out;
}

Result<> MemoryStore::drop_blobs(Instant now) {
    VESTIBULE_CHECK(expect_in_charge());
    const auto guard = lock();
    std::erase_if(content().blobs, [&](const auto& blob) { return blob.second.blob.expires <= now; });
    written();
    return {};
}

void MemoryStore::add_changed(KeyReader reader, Instant now, std::uint64_t from, KeyNews& news) {
    std::vector<std::pair<std::uint64_t, WrappedKey>> keys;
    for (const auto& [name, key] : content().keys)
        if (key.change > from) keys.emplace_back(key.change, wrapped(name, key));
    for (const auto& row : content().strangers.keys)
        if (row.first > from) keys.push_back(row);
    cut_to_page(keys, news);
    std::vector<std::pair<std::uint64_t, BlobId>> blobs;
    for (const auto& [change, blob] : content().strangers.blobs)
        if (change > from) blobs.emplace_back(change, blob.id);
    for (const auto& [id, blob] : content().blobs)
        if (blob.change > from) blobs.emplace_back(blob.change, id);
    cut_to_page(blobs, news);
    for (auto& [unused, key] : keys)
        if (may_have_key(reader, now, key)) news.keys.push_back(std::move(key));
    for (const auto& [unused, id] : blobs)
        if (!content().blobs.contains(id) || may_have(reader, now, window_of(content().blobs[id].blob.person)))
            news.blobs.push_back(id);
}

// What came before `from`, and whose window has begun since it was asked for.
void MemoryStore::add_begun(KeyReader reader, Instant now, Instant asked, std::uint64_t from, KeyNews& news) {
    const auto begun = [&](const PersonId& person) {
        const auto window = window_of(person);
        return window.from > asked && may_have(reader, now, window);
    };
    for (const auto& [name, key] : content().keys)
        if (key.change <= from && begun(name.first) && may_have_key(reader, now, wrapped(name, key)))
            news.keys.push_back(wrapped(name, key));
    for (const auto& [id, blob] : content().blobs)
        if (blob.change <= from && begun(blob.blob.person)) news.blobs.push_back(id);
}

Result<KeyNews> MemoryStore::fetch_keys(KeyReader reader, Instant now, const KeyCursor& since) {
    const auto guard = lock();
    const auto taken = since.is_at_start() ? 0 : since.changes.begin()->second;
    const auto from = taken <= content().change ? taken : 0;  // this store was restored
    KeyNews news;
    news.next.changes[StationId{}] = content().change;
    add_changed(reader, now, from, news);
    // A clock that was set back: what began before may have been dropped meanwhile, so all of it comes again.
    const auto asked = since.asked <= now ? since.asked : Instant{};
    if (reader.role != Role::reception && !news.more && from > 0) add_begun(reader, now, asked, from, news);
    news.next.asked = news.more && from > 0 ? since.asked : now;
    return news;
}

Result<std::string> MemoryStore::epoch() {
    const auto guard = lock();
    return central_->epoch;
}

Result<SiteReport> MemoryStore::report(StationId self, Instant now) {
    const auto guard = lock();
    content().heard[self] = now;
    written();
    return SiteReport{.at = now, .heard = content().heard};
}

void MemoryStore::wait_for_news(std::chrono::milliseconds timeout) {
    auto guard = lock();
    (void)central_->news.wait_for(guard, timeout, [&] { return woken_ || central_->writes - own_writes_ != seen_; });
    woken_ = false;
}

void MemoryStore::wake() {
    const auto guard = lock();
    woken_ = true;
    central_->news.notify_all();
}

}  // namespace

std::unique_ptr<CentralStore> open_memory_store(std::shared_ptr<MemoryCentral> central, Login login) {
    return std::make_unique<MemoryStore>(std::move(central), login);
}

}  // namespace vestibule::test_support
