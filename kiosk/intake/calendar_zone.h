// What a TZID means: an IANA zone, a Windows one, or the file's own VTIMEZONE.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/base/clock.h"

typedef struct _icaltimezone icaltimezone;

namespace vestibule {

// A wall-clock time without a zone.
struct WallTime {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

class EventZone {
  public:
    static EventZone utc() { return EventZone{Utc{}}; }
    static EventZone of(const SiteZone& zone) { return EventZone{zone}; }
    static EventZone of(std::shared_ptr<icaltimezone> zone) { return EventZone{std::move(zone)}; }

    [[nodiscard]] Instant instant(const WallTime& time) const;
    [[nodiscard]] WallTime wall_time(Instant at) const;

  private:
    struct Utc {};
    using Kind = std::variant<Utc, SiteZone, std::shared_ptr<icaltimezone>>;
    explicit EventZone(Kind kind) : kind_{std::move(kind)} {}
    Kind kind_;
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
