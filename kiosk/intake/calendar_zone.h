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
};

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

    [[nodiscard]] Instant instant(const WallTime& time) const;
    [[nodiscard]] WallTime wall_time(Instant at) const;

  private:
    // Both empty: UTC.
    std::shared_ptr<const SiteZone> site_;
    std::shared_ptr<icaltimezone> own_;
};

// The zones of one file. Thread: one.
class CalendarZones {
  public:
    // `time_zones` are VTIMEZONE texts; the broken ones are skipped.
    explicit CalendarZones(const std::vector<std::string>& time_zones);

    // An IANA name wins over the file's own definition of it: those are often out of date. Nothing where it's
    // unknown.
    [[nodiscard]] std::optional<EventZone> named(const std::string& tzid);

  private:
    std::map<std::string, std::shared_ptr<icaltimezone>> own_;
    std::map<std::string, std::optional<EventZone>> known_;  // answers given
};

}  // namespace vestibule
