// Which rows of a stream count: those whose writers had the right, in an order that nobody can seize (ARCHITECTURE
// "Who may write what"). All others are kept, relayed and skipped.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "kiosk/visit/event.h"
#include "kiosk/visit/site_state.h"

namespace vestibule {

// Whoever writes a row has held all that its turn counts, so a turn beyond the rows held here waits for some of them.
[[nodiscard]] constexpr bool is_turn_possible(std::uint64_t turn, std::size_t rows_held) {
    return turn >= 1 && turn <= rows_held;
}

// Who made the thing that a stream is about: the station whose nonce gives its id; of ids of before, the first that
// began it, one with the right `reception` before others. `rows`: all that are held of the stream, in any order.
[[nodiscard]] std::optional<StationId> maker_of(std::span<const Event> rows, const SiteState& site);

// Whether the writer of `row`, one of `rows`, had the right to it.
[[nodiscard]] bool may_write(const Event& row, std::span<const Event> rows, const SiteState& site);

// Thread: one. `site` outlives it.
class CountingRows {
  public:
    explicit CountingRows(const SiteState& site) : site_{&site}, is_judged_{site.is_judged()} {}
    // Those of `rows`, which are all that are held of one stream. Holds until the next call.
    [[nodiscard]] std::span<const Event> of(std::span<const Event> rows);

  private:
    const SiteState* site_;
    bool is_judged_;
    std::vector<Event> kept_;
};

}  // namespace vestibule
