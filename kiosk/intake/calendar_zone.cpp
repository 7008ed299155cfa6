// Time zones of calendar files, through the site's IANA data, ICU's table of Windows names, and libical.
#include "kiosk/intake/calendar_zone.h"

#include <libical/ical.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <utility>

#include "kiosk/base/text.h"

namespace vestibule {

std::chrono::sys_seconds as_if_utc(const WallTime& t) {
    const auto day = std::chrono::sys_days{std::chrono::year{t.year} / t.month / t.day};
    return day + std::chrono::hours{t.hour} + std::chrono::minutes{t.minute} + std::chrono::seconds{t.second};
}

WallTime wall_of(std::chrono::sys_seconds at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{at - day};
    return {.year = int{date.year()},
            .month = static_cast<int>(unsigned{date.month()}),
            .day = static_cast<int>(unsigned{date.day()}),
            .hour = static_cast<int>(clock.hours().count()),
            .minute = static_cast<int>(clock.minutes().count()),
            .second = static_cast<int>(clock.seconds().count())};
}

namespace {

// Longer than any zone's clocks are put forward or back.
constexpr auto change_max = std::chrono::hours{3};

icaltimetype ical_time(const WallTime& t) {
    auto out = icaltime_null_time();
    out.year = t.year;
    out.month = t.month;
    out.day = t.day;
    out.hour = t.hour;
    out.minute = t.minute;
    out.second = t.second;
    return out;
}

// "W. Europe Standard Time" -> "Europe/Berlin"; empty where Windows has no such zone.
std::string iana_of_windows(const std::string& name) {
    auto status = U_ZERO_ERROR;
    icu::UnicodeString id;
    icu::TimeZone::getIDForWindowsID(icu::UnicodeString::fromUTF8(name), nullptr, id, status);
    std::string out;
    if (U_SUCCESS(status)) id.toUTF8String(out);
    return out;
}

// Some programs put their own path before the name: "/citadel.org/20210210_1/Europe/Berlin".
std::string without_prefix(const std::string& tzid) {
    if (!tzid.starts_with('/')) return tzid;
    const auto city = tzid.rfind('/');
    const auto region = city == 0 ? std::string::npos : tzid.rfind('/', city - 1);
    return region == std::string::npos ? tzid : tzid.substr(region + 1);
}

}  // namespace

Instant EventZone::unchecked_instant(const WallTime& t) const {
    if (site_) return site_->at(t.year, t.month, t.day, t.hour, t.minute, t.second);
    const auto at = as_if_utc(t);
    if (!own_) return at;
    auto time = ical_time(t);
    return at - std::chrono::seconds{icaltimezone_get_utc_offset(own_.get(), &time, nullptr)};
}

Instant EventZone::instant(const WallTime& t) const {
    const auto at = unchecked_instant(t);
    if (wall_time(at) == t) return at;
    const auto before = std::chrono::floor<std::chrono::seconds>(at - change_max);
    return as_if_utc(t) - (as_if_utc(wall_time(before)) - before);
}

WallTime EventZone::wall_time(Instant at) const {
    if (site_) {
        const auto t = site_->local(at);
        return {t.year, t.month, t.day, t.hour, t.minute, t.second};
    }
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    if (!own_) return wall_of(seconds);
    auto time = ical_time(wall_of(seconds));
    return wall_of(seconds +
                   std::chrono::seconds{icaltimezone_get_utc_offset_of_utc_time(own_.get(), &time, nullptr)});
}

CalendarZones::CalendarZones(const std::vector<std::string>& time_zones, std::vector<std::string> unread)
    : unread_{std::move(unread)} {
    for (const auto& text : time_zones) {
        auto* component = icalparser_parse_string(text.c_str());
        if (component == nullptr) continue;
        std::shared_ptr<icaltimezone> zone{icaltimezone_new(), [](icaltimezone* z) { icaltimezone_free(z, 1); }};
        // The zone owns the component once it has taken it.
        if (icalcomponent_isa(component) != ICAL_VTIMEZONE_COMPONENT ||
            icaltimezone_set_component(zone.get(), component) == 0) {
            icalcomponent_free(component);
            continue;
        }
        if (const char* tzid = icaltimezone_get_tzid(zone.get()); tzid != nullptr) own_[tzid] = std::move(zone);
    }
}

std::optional<EventZone> CalendarZones::named(const std::string& tzid) {
    const auto [answer, is_new] = known_.try_emplace(tzid);
    if (!is_new) return answer->second;
    if (same_ignoring_case(tzid, "tzone://Microsoft/Utc"))  // what Exchange writes for UTC
        answer->second = EventZone::utc();
    else if (const auto iana = SiteZone::named(without_prefix(tzid)))
        answer->second = EventZone::of(*iana);
    else if (const auto windows = iana_of_windows(tzid); !windows.empty()) {
        if (const auto known = SiteZone::named(windows)) answer->second = EventZone::of(*known);
    } else if (const auto own = own_.find(tzid); own != own_.end()) {
        answer->second = EventZone::of(own->second);
    }
    return answer->second;
}

bool CalendarZones::is_unread(const std::string& tzid) const {
    return std::find(unread_.begin(), unread_.end(), tzid) != unread_.end();
}

}  // namespace vestibule
