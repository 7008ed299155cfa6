// The site's central store in the simulation: connections to it, backups of it, and putting one back.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "kiosk/sync/central_store.h"
#include "tests/simulation/random.h"
#include "tests/simulation/run.h"
#include "tests/support/memory_store.h"

namespace vestibule::simulation {

class Central {
  public:
    Central(const Options& options, const std::filesystem::path& folder)
        : options_{options}, file_{folder / "central.db"} {}

    // As stations see it, with what is planted; and as it is.
    [[nodiscard]] std::unique_ptr<CentralStore> open() {
        return options_.planted ? options_.planted(open_plain(), *memory_) : open_plain();
    }
    [[nodiscard]] std::unique_ptr<CentralStore> open_plain() {
        if (options_.store == StoreKind::embedded) return sure(open_embedded_store(file_));
        return test_support::open_memory_store(memory_);
    }

    // By the login of a station that isn't trusted. A file has no logins.
    [[nodiscard]] std::unique_ptr<CentralStore> open_for_a_door() {
        if (options_.store == StoreKind::embedded) return open_plain();
        return test_support::open_memory_store(memory_, test_support::Login::door);
    }
    [[nodiscard]] bool has_logins() const { return options_.store == StoreKind::memory; }

    // Only the one in memory, whose connections stay open.
    [[nodiscard]] bool has_backups() const { return options_.store == StoreKind::memory; }
    void back_up() { backups_.push_back(memory_->content); }
    [[nodiscard]] bool put_back(Random& random) {
        if (backups_.empty()) return false;
        memory_->content = random.pick(backups_);
        // A server says that it was restored; a file that was copied back looks like the old one.
        if (random.chance(500)) memory_->epoch += "'";
        return true;
    }

  private:
    const Options& options_;
    std::filesystem::path file_;
    std::shared_ptr<test_support::MemoryCentral> memory_ = std::make_shared<test_support::MemoryCentral>();
    std::vector<test_support::MemoryContent> backups_;
};

}  // namespace vestibule::simulation
