// Dates and times of day as people and spreadsheets of the site's languages write them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/intake/fields.h"

namespace vestibule {

// Which number comes first in 03/12/2026. Unknown: only a date that can be read in one way is read.
enum class SlashOrder { unknown, day_first, month_first };
// By those of a file's cells that can be read in one way; unknown where none can, or they contradict each other.
[[nodiscard]] SlashOrder slash_order_of(const std::vector<std::string_view>& cells);

// What point_in_time() reads, and beside that: "29.11.26", "29 Nov 2026 9:30 PM", "2026年11月29日 下午9:30",
// full-width figures. Names of months and halves of the day are ICU's, in English and in the site's languages.
// Thread: one. Never blocks.
class WrittenTimes {
  public:
    // `zone` is copied. `languages`: POSIX names such as "zh_CN".
    WrittenTimes(const SiteZone& zone, const std::vector<std::string>& languages, SlashOrder slashes);
    ~WrittenTimes();
    WrittenTimes(const WrittenTimes&) = delete;
    WrittenTimes& operator=(const WrittenTimes&) = delete;

    // A date alone is that edge of the day. Nothing where it is no such time.
    [[nodiscard]] std::optional<Instant> read(std::string_view raw, DayEdge edge) const;
    // As above; a time of day alone is the first one after `start`.
    [[nodiscard]] std::optional<Instant> read_end(std::string_view raw, Instant start) const;

  private:
    struct Formats;
    SiteZone zone_;
    SlashOrder slashes_;
    std::unique_ptr<Formats> formats_;
};

}  // namespace vestibule
