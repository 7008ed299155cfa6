// A station's connection to the central store that loses, doubles, delays and reorders, as chance wants.
#pragma once

#include <memory>

#include "kiosk/sync/central_store.h"
#include "tests/simulation/random.h"
#include "tests/simulation/run.h"

namespace vestibule::simulation {

// What the faults of all connections share.
struct Faults {
    Random random;
    Counts& counts;
    bool on = true;
};

class FaultyStore final : public CentralStore {
  public:
    FaultyStore(std::unique_ptr<CentralStore> real, Faults& faults) : real_{std::move(real)}, faults_{&faults} {}

    void set_cut(bool cut) { cut_ = cut; }
    [[nodiscard]] bool cut() const { return cut_; }
    // A station that is being restored reads one answer after the other, once: nothing old comes in between.
    void set_in_order(bool in_order) { in_order_ = in_order; }

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
    [[nodiscard]] std::string name() const override { return real_->name(); }
    Result<std::string> epoch() override;
    Result<SiteReport> report(StationId self, Instant now) override;
    void wait_for_news(std::chrono::milliseconds /*timeout*/) override {}
    void wake() override {}

  private:
    // The call with its faults: cut off, lost on its way there or back, or done twice.
    template <class Call>
    auto with_faults(Call call) -> decltype(call());
    bool strikes(int per_mille, const char* what);
    void deliver_late();
    void reorder(std::vector<Batch>& batches);

    std::unique_ptr<CentralStore> real_;
    Faults* faults_;
    bool cut_ = false;
    bool in_order_ = false;
    std::vector<Batch> sent_;               // pushes that may arrive once more
    std::vector<WrappedKey> offered_;       // the same of keys
    std::vector<std::vector<Batch>> told_;  // answers that may come once more
};

}  // namespace vestibule::simulation
