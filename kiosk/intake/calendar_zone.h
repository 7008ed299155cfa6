// What a TZID means: an IANA zone, a Windows one, or the file's own VTIMEZONE.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/base/clock.h"

typedef struct _icaltimezone icaltimezone;

namespace vestibule {

// A wall-clock time without a zone.
struct WallTime {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    bool operator==(const WallTime&) const = default;
};
// Reckoning with wall-clock times: as if they were UTC.
[[nodiscard]] std::chrono::sys_seconds as_if_utc(const WallTime& time);
[[nodiscard]] WallTime wall_of(std::chrono::sys_seconds as_if_utc);

// A site's zone, a zone of the file's own, or UTC.
class EventZone {
  public:
    static EventZone utc() { return {}; }
    static EventZone of(const SiteZone& zone) {
        EventZone out;
        out.site_ = std::make_shared<const SiteZone>(zone);
        return out;
    }
    static EventZone of(std::shared_ptr<icaltimezone> zone) {
        EventZone out;
        out.own_ = std::move(zone);
        return out;
    }

    // A time that the clocks skip is what it would be without the change; of one that comes twice, the first (RFC
    // 5545 3.3.5).
    [[nodiscard]] Instant instant(const WallTime& time) const;
    [[nodiscard]] WallTime wall_time(Instant at) const;

  private:
    [[nodiscard]] Instant unchecked_instant(const WallTime& time) const;
    // Both empty: UTC.
    std::shared_ptr<const SiteZone> site_;
    std::shared_ptr<icaltimezone> own_;
};

// The zones of one file. Thread: one.
class CalendarZones {
  public:
    // `time_zones` are VTIMEZONE texts; the broken ones are skipped. `unread`: TZIDs of those that were left out.
    CalendarZones(const std::vector<std::string>& time_zones, std::vector<std::string> unread);

    // An IANA name wins over the file's own definition of it: those are often out of date. Nothing where it's
    // unknown.
    [[nodiscard]] std::optional<EventZone> named(const std::string& tzid);
    // The file defines it, in a way that isn't read.
    [[nodiscard]] bool is_unread(const std::string& tzid) const;

  private:
    std::vector<std::string> unread_;
    std::map<std::string, std::shared_ptr<icaltimezone>> own_;
    std::map<std::string, std::optional<EventZone>> known_;  // answers given
};

}  // namespace vestibule
