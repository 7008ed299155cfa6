// The faults of a connection.
#include "tests/simulation/faulty_store.h"

#include <algorithm>

namespace vestibule::simulation {
namespace {

constexpr std::size_t remembered_max = 8;

template <class T>
void remember(std::vector<T>& list, T what, Random& random) {
    if (list.size() < remembered_max)
        list.push_back(std::move(what));
    else
        list[random.below(list.size())] = std::move(what);
}

}  // namespace

bool FaultyStore::strikes(int per_mille, const char* what) {
    if (!faults_->on || !faults_->random.chance(per_mille)) return false;
    ++faults_->counts[what];
    return true;
}

// What was sent long ago arrives once more.
void FaultyStore::deliver_late() {
    if (!sent_.empty() && strikes(20, "pushes delivered late once more"))
        (void)real_->push(faults_->random.pick(sent_));
    if (!offered_.empty() && strikes(20, "keys delivered late once more"))
        (void)real_->offer_keys({faults_->random.pick(offered_)});
}

template <class Call>
auto FaultyStore::with_faults(Call call) -> decltype(call()) {
    if (cut_ && faults_->on) {
        ++faults_->counts["calls into a partition"];
        return retry_later("the line is cut");
    }
    deliver_late();
    if (strikes(25, "requests lost")) return retry_later("the request was lost");
    auto answer = call();
    if (strikes(25, "requests doubled")) answer = call();
    if (strikes(25, "answers lost")) return retry_later("the answer was lost");
    return answer;
}

Result<PushOutcome> FaultyStore::push(const Batch& batch) {
    if (faults_->on) remember(sent_, batch, faults_->random);
    return with_faults([&] { return real_->push(batch); });
}

Result<std::vector<Batch>> FaultyStore::pull(const Cursor& cursor, StationId asking, int events_max) {
    auto batches = with_faults([&] { return real_->pull(cursor, asking, events_max); });
    if (batches && faults_->on && !in_order_) reorder(*batches);
    return batches;
}

void FaultyStore::reorder(std::vector<Batch>& batches) {
    auto& random = faults_->random;
    if (!batches.empty()) remember(told_, batches, random);
    if (!told_.empty() && strikes(30, "old answers repeated")) batches = random.pick(told_);
    if (batches.size() > 1 && strikes(100, "answers cut short")) batches.resize(1 + random.below(batches.size() - 1));
    if (!batches.empty() && strikes(50, "batches doubled")) batches.push_back(random.pick(batches));
    if (batches.size() > 1 && strikes(300, "batches reordered")) random.shuffle(batches);
}

Result<Cursor> FaultyStore::cursor() {
    return with_faults([&] { return real_->cursor(); });
}

Result<> FaultyStore::revoke(const std::vector<StationId>& stations) {
    return with_faults([&] { return real_->revoke(stations); });
}

Result<> FaultyStore::offer_keys(const std::vector<WrappedKey>& keys) {
    if (faults_->on)
        for (const auto& key : keys) remember(offered_, key, faults_->random);
    return with_faults([&] { return real_->offer_keys(keys); });
}

Result<std::vector<OfferedKey>> FaultyStore::keys_of_generation(int generation, int count_max) {
    return with_faults([&] { return real_->keys_of_generation(generation, count_max); });
}

Result<> FaultyStore::replace_keys(const std::vector<KeyReplacement>& keys) {
    return with_faults([&] { return real_->replace_keys(keys); });
}

Result<> FaultyStore::offer_blob(const SealedBlob& blob) {
    return with_faults([&] { return real_->offer_blob(blob); });
}

Result<std::vector<SealedBlob>> FaultyStore::fetch_blobs(KeyReader reader, Instant now, BlobId id) {
    return with_faults([&] { return real_->fetch_blobs(reader, now, id); });
}

Result<> FaultyStore::drop_blobs(Instant now) {
    return with_faults([&] { return real_->drop_blobs(now); });
}

Result<KeyNews> FaultyStore::fetch_keys(KeyReader reader, Instant now, const KeyCursor& since) {
    return with_faults([&] { return real_->fetch_keys(reader, now, since); });
}

Result<SiteReport> FaultyStore::report(StationId self, Instant now) {
    return with_faults([&] { return real_->report(self, now); });
}

Result<std::string> FaultyStore::epoch() {
    return with_faults([&] { return real_->epoch(); });
}

}  // namespace vestibule::simulation
