// Makes a file's own time zones harmless: yearly rules whose time of day stands in the start alone.
#include "kiosk/intake/calendar_zone_text.h"

#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/intake/calendar_text.h"
#include "kiosk/intake/calendar_value.h"

namespace vestibule {
namespace {

// "3" -> "03"; nothing that couldn't stand in a time of day.
bool put_two_digits(std::string_view number, std::string& into) {
    const bool digits =
        !number.empty() && number.size() <= 2 && number.find_first_not_of("0123456789") == std::string_view::npos;
    if (digits) into = std::string(2 - number.size(), '0') + std::string{number};
    return digits;
}

}  // namespace

void ZoneText::begin(std::string_view part) {
    in_part_ = true;
    part_ = "BEGIN:" + std::string{part} + "\r\n";
    start_.clear();
    hour_ = minute_ = second_ = "";
}

void ZoneText::end(std::string_view part) {
    if (!in_part_) return;
    in_part_ = false;
    // DTSTART:19701025T030000
    const auto time = start_.rfind('T');
    if (time != std::string::npos && start_.size() >= time + 7) {
        if (!hour_.empty()) start_.replace(time + 1, 2, hour_);
        if (!minute_.empty()) start_.replace(time + 3, 2, minute_);
        if (!second_.empty()) start_.replace(time + 5, 2, second_);
    }
    text_ += part_ + start_ + "END:" + std::string{part} + "\r\n";
}

void ZoneText::take(std::string_view name, std::string_view line) {
    if (line.size() > content_line_bytes_max) {
        harmless_ = false;
        return;
    }
    if (name == "RRULE") {
        take_rule(line);
        return;
    }
    if (name == "TZID") tzid_ = clean_line(line.substr(std::min(line.size(), name.size() + 1)), line_length_max);
    auto& into = in_part_ ? name == "DTSTART" ? start_ : part_ : text_;
    into.append(line).append("\r\n");
}

void ZoneText::take_rule(std::string_view line) {
    const auto rule = upper(line.substr(std::min(line.size(), line.find(':') + 1)));
    std::string kept;
    bool yearly = false;
    for (std::size_t at = 0; at < rule.size();) {
        const auto end = std::min(rule.size(), rule.find(';', at));
        const auto part = rule.substr(at, end - at);
        at = end + 1;
        const auto name = part.substr(0, part.find('='));
        const auto value = part.substr(std::min(part.size(), name.size() + 1));
        if (name == "FREQ") yearly = value == "YEARLY";
        if (name == "BYHOUR" || name == "BYMINUTE" || name == "BYSECOND") {
            auto& into = name == "BYHOUR" ? hour_ : name == "BYMINUTE" ? minute_ : second_;
            harmless_ = harmless_ && put_two_digits(value, into);
            continue;
        }
        const bool once_a_year = name == "BYYEARDAY" || name == "BYWEEKNO";
        if (once_a_year && value.find(',') != std::string::npos) harmless_ = false;
        kept += (kept.empty() ? "" : ";") + part;
    }
    harmless_ = harmless_ && yearly;
    part_ += "RRULE:" + kept + "\r\n";
}

std::optional<std::string> ZoneText::result() const {
    if (!harmless_ || in_part_) return std::nullopt;
    return text_ + "END:VTIMEZONE\r\n";
}

}  // namespace vestibule
