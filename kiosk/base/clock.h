// Wall-clock instants and the site's days. Time is always an argument, never read inside a rule.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace date {
class time_zone;
}

namespace vestibule {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;  // UTC
using Clock = std::function<Instant()>;

[[nodiscard]] Instant system_now();

// How long the machine has run since it was started: goes on whatever the wall clock is set to, and whatever process
// asks. Told apart by `boot`; without the time that the machine slept.
struct Uptime {
    std::string boot;  // another one after each start of the machine
    std::chrono::microseconds ran{};
};
// Thread: any. Never fails: where the kernel names no boot, each process counts as one.
[[nodiscard]] Uptime system_uptime();
[[nodiscard]] constexpr std::int64_t micros(Instant at) {
    return at.time_since_epoch().count();
}
[[nodiscard]] constexpr Instant from_micros(std::int64_t us) {
    return Instant{std::chrono::microseconds{us}};
}

struct LocalTime {
    int year, month, day;      // month and day from 1
    int hour, minute, second;  // 24 hours
    int weekday;               // 0 = Sunday
};

// The site's one IANA time zone; "a day" means a day in it.
class SiteZone {
  public:
    // Errors: give_up when `name` is no IANA zone on this machine.
    [[nodiscard]] static Result<SiteZone> named(std::string_view name);

    [[nodiscard]] LocalTime local(Instant at) const;
    [[nodiscard]] Instant at(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) const;
    [[nodiscard]] Instant start_of_day(Instant at) const;
    [[nodiscard]] Instant end_of_day(Instant at) const;       // the first instant of the next day
    [[nodiscard]] std::string hour_minute(Instant at) const;  // "09:41"
    [[nodiscard]] std::string iso_day(Instant at) const;      // "2026-11-21"
    [[nodiscard]] std::string name() const;

  private:
    explicit SiteZone(const date::time_zone* zone) : zone_{zone} {}
    const date::time_zone* zone_;
};

}  // namespace vestibule
