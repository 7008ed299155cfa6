// The planted bugs, each as a store that passes everything else on.
#include "tests/simulation/planted.h"

#include <algorithm>

namespace vestibule::simulation {
namespace {

using test_support::MemoryCentral;

class PassingStore : public CentralStore {
  public:
    explicit PassingStore(std::unique_ptr<CentralStore> real) : real_{std::move(real)} {}
    Result<PushOutcome> push(const Batch& batch) override { return real_->push(batch); }
    Result<std::vector<Batch>> pull(const Cursor& cursor, StationId asking, int events_max) override {
        return real_->pull(cursor, asking, events_max);
    }
    Result<Cursor> cursor() override { return real_->cursor(); }
    Result<> revoke(const std::vector<StationId>& stations) override { return real_->revoke(stations); }
    Result<> offer_keys(const std::vector<WrappedKey>& keys) override { return real_->offer_keys(keys); }
    Result<std::vector<OfferedKey>> keys_of_generation(int generation, int count_max) override {
        return real_->keys_of_generation(generation, count_max);
    }
    Result<> replace_keys(const std::vector<KeyReplacement>& keys) override { return real_->replace_keys(keys); }
    Result<> offer_blob(const SealedBlob& blob) override { return real_->offer_blob(blob); }
    Result<std::vector<SealedBlob>> fetch_blobs(KeyReader reader, Instant now, BlobId id) override {
        return real_->fetch_blobs(reader, now, id);
    }
    Result<> drop_blobs(Instant now) override { return real_->drop_blobs(now); }
    Result<KeyNews> fetch_keys(KeyReader reader, Instant now, const KeyCursor& since) override {
        return real_->fetch_keys(reader, now, since);
    }
    [[nodiscard]] std::string name() const override { return real_->name(); }
    Result<std::string> epoch() override { return real_->epoch(); }
    Result<SiteReport> report(StationId self, Instant now) override { return real_->report(self, now); }
    void wait_for_news(std::chrono::milliseconds timeout) override { real_->wait_for_news(timeout); }
    void wake() override { real_->wake(); }

  protected:
    std::unique_ptr<CentralStore> real_;
};

// ---- a cursor that skips

struct Serials {
    struct Row {
        std::uint64_t serial;
        Batch batch;
    };
    struct Given {
        std::uint64_t serial = 0;
        Cursor heads;
    };
    std::vector<Row> committed;
    std::vector<Row> late;  // has its number, and isn't to be seen yet
    std::uint64_t last = 0;
    std::map<StationId, std::uint64_t> read;  // each reader's cursor
    std::map<StationId, Given> given;         // what it will be once the answer has arrived
};

class SkippingStore final : public PassingStore {
  public:
    SkippingStore(std::unique_ptr<CentralStore> real, std::shared_ptr<Serials> serials)
        : PassingStore{std::move(real)}, serials_{std::move(serials)} {}

    Result<PushOutcome> push(const Batch& batch) override {
        auto outcome = real_->push(batch);
        if (!outcome || *outcome != PushOutcome::taken) return outcome;
        const Serials::Row row{.serial = ++serials_->last, .batch = batch};
        if (serials_->late.empty() && row.serial % 4 == 0) {
            serials_->late.push_back(row);
            return outcome;
        }
        serials_->committed.push_back(row);
        if (row.serial % 4 == 2)
            std::ranges::move(std::exchange(serials_->late, {}), std::back_inserter(serials_->committed));
        return outcome;
    }

    Result<std::vector<Batch>> pull(const Cursor& cursor, StationId asking, int /*events_max*/) override {
        auto& given = serials_->given[asking];
        const bool arrived = std::ranges::all_of(given.heads, [&](const auto& head) {
            const auto held = cursor.find(head.first);
            return held != cursor.end() && held->second >= head.second;
        });
        auto& read = serials_->read[asking];
        if (arrived) read = std::max(read, given.serial);
        given = {.serial = read, .heads = {}};
        std::vector<Batch> out;
        for (const auto& row : serials_->committed) {
            if (row.serial <= read) continue;
            given.serial = std::max(given.serial, row.serial);
            const auto& head = row.batch.head;
            if (head.station == asking) continue;
            given.heads[head.station] = head.seq;
            out.push_back(row.batch);
        }
        return out;
    }

  private:
    std::shared_ptr<Serials> serials_;
};

// ---- an acknowledgement that lies

struct Lies {
    int pushes = 0;
    Cursor said;  // what was said to be taken
};

class LyingStore final : public PassingStore {
  public:
    LyingStore(std::unique_ptr<CentralStore> real, std::shared_ptr<Lies> lies)
        : PassingStore{std::move(real)}, lies_{std::move(lies)} {}

    Result<PushOutcome> push(const Batch& batch) override {
        const auto& head = batch.head;
        if (!lies_->said.contains(head.station) && ++lies_->pushes % 7 != 0) return real_->push(batch);
        lies_->said[head.station] = head.seq;
        return PushOutcome::taken;
    }
    Result<Cursor> cursor() override {
        auto cursor = real_->cursor();
        if (cursor)
            for (const auto& [station, seq] : lies_->said) (*cursor)[station] = seq;
        return cursor;
    }

  private:
    std::shared_ptr<Lies> lies_;
};

// ---- a store that takes forks, and one that keeps keys

class ForkingStore final : public PassingStore {
  public:
    ForkingStore(std::unique_ptr<CentralStore> real, MemoryCentral& central)
        : PassingStore{std::move(real)}, central_{&central} {}
    Result<PushOutcome> push(const Batch& batch) override {
        auto outcome = real_->push(batch);
        if (!outcome || *outcome != PushOutcome::fork || batch.events.empty()) return outcome;
        const auto before = central_->content;
        forget_from(batch.head.station, batch.events.front().seq);
        outcome = real_->push(batch);
        if (!outcome || *outcome != PushOutcome::taken) central_->content = before;
        return outcome;
    }

  private:
    void forget_from(StationId station, std::uint64_t seq) {
        auto& log = central_->content.logs[station];
        if (log.events.size() >= seq) log.events.resize(seq - 1);
        log.heads.erase(log.heads.lower_bound(seq), log.heads.end());
    }
    MemoryCentral* central_;
};

class HoardingStore final : public PassingStore {
  public:
    HoardingStore(std::unique_ptr<CentralStore> real, MemoryCentral& central)
        : PassingStore{std::move(real)}, central_{&central} {}
    Result<PushOutcome> push(const Batch& batch) override {
        const auto before = central_->content;
        auto outcome = real_->push(batch);
        central_->content.keys = before.keys;
        central_->content.windows = before.windows;
        central_->content.tombstones.clear();
        return outcome;
    }

  private:
    MemoryCentral* central_;
};

}  // namespace

Planted cursor_that_skips() {
    return [serials = std::make_shared<Serials>()](auto real, auto&) {
        return std::make_unique<SkippingStore>(std::move(real), serials);
    };
}

Planted acknowledgement_that_lies() {
    return [lies = std::make_shared<Lies>()](auto real, auto&) {
        return std::make_unique<LyingStore>(std::move(real), lies);
    };
}

Planted store_that_takes_forks() {
    return [](auto real, auto& central) { return std::make_unique<ForkingStore>(std::move(real), central); };
}

Planted store_that_keeps_the_erased() {
    return [](auto real, auto& central) { return std::make_unique<HoardingStore>(std::move(real), central); };
}

}  // namespace vestibule::simulation
