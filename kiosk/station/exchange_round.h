// The exchange worker's round: one exchange with the central store, and the keys that a door may no longer hold.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "kiosk/desk/desk.h"
#include "kiosk/station/keys_round.h"
#include "kiosk/sync/central_store.h"

namespace vestibule {

class StationHealth;

inline constexpr std::chrono::seconds exchange_poll{30};       // news come earlier; this is the truth
inline constexpr std::chrono::seconds exchange_retry_max{60};  // after failures, doubling from one second

// All that central.db holds is read through where something of it fails or is refused; and every night.
inline constexpr std::chrono::minutes heal_every{10};

inline constexpr std::chrono::minutes report_every{1};  // "I'm here": a write at the store

class ExchangeRound {
  public:
    ExchangeRound(std::unique_ptr<Desk> desk, StationPlace place, CentralStore& store, StationHealth& health);
    // Answers how long to wait for news. Thread: the worker's.
    std::chrono::milliseconds once();
    // Whether the last one brought keys. Thread: the worker's.
    [[nodiscard]] bool took_keys() const { return took_keys_; }

  private:
    void report(Instant now);
    [[nodiscard]] std::string heal_store(Instant now);
    [[nodiscard]] ExchangeView view_after(const Problem* problem);

    std::unique_ptr<Desk> desk_;
    StationPlace place_;
    KeysRound keys_;
    CentralStore* store_;
    StationHealth* health_;
    std::optional<Instant> last_contact_, reported_, looked_;
    int failures_ = 0;
    bool took_keys_ = false;
};

}  // namespace vestibule
