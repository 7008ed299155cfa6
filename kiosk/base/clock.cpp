// Wall-clock instants and the site's days, on the IANA data of the machine.
#include "kiosk/base/clock.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "kiosk/base/ids.h"

namespace vestibule {

Instant system_now() {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Uptime system_uptime() {
    static const std::string boot = [] {
        std::string id;
        std::ifstream file{"/proc/sys/kernel/random/boot_id"};
        std::getline(file, id);
        return id.empty() ? uuid_text(random_uuid()) : id;
    }();
    const auto ran = std::chrono::steady_clock::now().time_since_epoch();
    return {.boot = boot, .ran = std::chrono::duration_cast<std::chrono::microseconds>(ran)};
}

Result<SiteZone> SiteZone::named(std::string_view name) {
    try {
        return SiteZone{date::locate_zone(std::string{name})};
    } catch (const std::runtime_error&) {
        return give_up(
            fmt::format("time zone \"{}\" is not known; write an IANA name such as \"Europe/Berlin\" "
                        "and check that the package tzdata is installed",
                        name));
    }
}

LocalTime SiteZone::local(Instant at) const {
    const auto local = zone_->to_local(at);
    const auto day = date::floor<date::days>(local);
    const date::year_month_day date_part{day};
    const date::hh_mm_ss time_part{date::floor<std::chrono::seconds>(local - day)};
    return {.year = int{date_part.year()},
            .month = static_cast<int>(unsigned{date_part.month()}),
            .day = static_cast<int>(unsigned{date_part.day()}),
            .hour = static_cast<int>(time_part.hours().count()),
            .minute = static_cast<int>(time_part.minutes().count()),
            .second = static_cast<int>(time_part.seconds().count()),
            .weekday = static_cast<int>(date::weekday{day}.c_encoding())};
}

Instant SiteZone::at(int year, int month, int day, int hour, int minute, int second) const {
    const auto date_part = date::local_days{date::year{year} / month / day};
    const auto local =
        date_part + std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
    return std::chrono::time_point_cast<std::chrono::microseconds>(zone_->to_sys(local, date::choose::earliest));
}

Instant SiteZone::start_of_day(Instant when) const {
    const auto day = date::floor<date::days>(zone_->to_local(when));
    return std::chrono::time_point_cast<std::chrono::microseconds>(zone_->to_sys(day, date::choose::earliest));
}

Instant SiteZone::end_of_day(Instant when) const {
    const auto day = date::floor<date::days>(zone_->to_local(when)) + date::days{1};
    return std::chrono::time_point_cast<std::chrono::microseconds>(zone_->to_sys(day, date::choose::earliest));
}

std::string SiteZone::hour_minute(Instant when) const {
    const auto t = local(when);
    return fmt::format("{:02}:{:02}", t.hour, t.minute);
}

std::string SiteZone::iso_day(Instant when) const {
    const auto t = local(when);
    return fmt::format("{:04}-{:02}-{:02}", t.year, t.month, t.day);
}

std::string SiteZone::name() const {
    return zone_->name();
}

}  // namespace vestibule
