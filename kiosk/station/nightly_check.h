// The nightly look through all of a station's files: its log, its views, its keys and pictures, its small files. What
// has another copy heals; what was found is named, and kept for `doctor` until the next night's look.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/desk/desk.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

inline constexpr int check_hour = 3;        // of the site's day; a station that was off then looks at its next start
inline constexpr int heal_rounds_max = 20;  // looks at the log, each after something was put back
inline constexpr std::size_t findings_max = 200;

struct CheckAnswer {
    Instant at{};                      // when it ended
    std::uint64_t events = 0;          // looked at
    bool asked_others = false;         // the central store answered what it holds of this station
    std::vector<std::string> found{};  // a sentence each, healed or not; empty: all is whole
};
// The last answer that this log's station kept; nothing: none yet. Errors: those of the reader.
[[nodiscard]] Result<std::optional<CheckAnswer>> last_check(const LogReader& reader);

// What a start has found and put right: the next look's answer tells of it.
[[nodiscard]] Result<> tell_next_look(Log& log, const LogReader& reader, std::string what);

class NightlyCheck {
  public:
    // A store of its own: it is asked while the exchange goes on. May fail, without a network.
    using OpenStore = std::function<Result<std::unique_ptr<CentralStore>>()>;
    NightlyCheck(StationPlace place, OpenStore open_store)
        : place_{std::move(place)}, open_store_{std::move(open_store)} {}

    // Whether the site's check_hour has passed since the last answer.
    [[nodiscard]] Result<bool> is_due(const Desk& desk) const;
    // Until the next check_hour.
    [[nodiscard]] static std::chrono::milliseconds until_next(const Desk& desk);

    // Looks, heals, keeps the answer. Thread: that of `desk`. Blocks: reads all; deeds go on meanwhile, but for a
    // moment where something is put back. `stop`: asked between the parts; then no answer is kept. Errors: give_up
    // where it was stopped; those of keeping the answer. What can't be read is a finding, no error.
    [[nodiscard]] Result<CheckAnswer> look(Desk& desk, const std::function<bool()>& stop = {});

  private:
    StationPlace place_;
    OpenStore open_store_;
};

}  // namespace vestibule
