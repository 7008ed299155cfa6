// Unfolding (RFC 5545 §3.1) and cutting of iCalendar files; what the parts mean is libical's to say.
#include "kiosk/intake/calendar_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "kiosk/base/text.h"
#include "kiosk/intake/calendar_value.h"
#include "kiosk/intake/calendar_zone_text.h"
#include "kiosk/intake/encoding.h"

namespace vestibule {
namespace {

constexpr std::array<std::string_view, 17> used_properties = {
    "UID",           "DTSTART",  "DTEND",  "DURATION", "RRULE",     "RDATE",      "EXDATE",   "EXRULE", "SUMMARY",
    "RECURRENCE-ID", "SEQUENCE", "STATUS", "LOCATION", "ORGANIZER", "CATEGORIES", "ATTENDEE", "DTSTAMP"};

struct Unfolded {
    std::string bytes;       // one '\n' after each content line
    std::vector<int> lines;  // where each of them begins in the file
};

// Before decoding, because old programs fold in the middle of a character.
Unfolded unfold(std::string_view content) {
    Unfolded out;
    int line = 0;
    while (!content.empty()) {
        ++line;
        const auto end = content.find_first_of("\r\n");
        const auto text = content.substr(0, end);
        content.remove_prefix(text.size());
        content.remove_prefix(content.starts_with("\r\n") ? 2 : content.empty() ? 0 : 1);
        const bool folded = !text.empty() && (text.front() == ' ' || text.front() == '\t');
        if (folded && !out.lines.empty()) {
            out.bytes.pop_back();
            out.bytes += text.substr(1);
        } else {
            out.lines.push_back(line);
            out.bytes += text;
        }
        out.bytes += '\n';
    }
    return out;
}

std::string without_backslashes(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        out += text[i];
    }
    return out;
}

Method method_named(const std::string& name) {
    if (name == "PUBLISH") return Method::publish;
    if (name == "REQUEST") return Method::request;
    if (name == "CANCEL") return Method::cancel;
    if (name == "REPLY") return Method::reply;
    return Method::other;
}

// The digits of SEQUENCE; 0 where it is none, or below it.
std::int64_t sequence_of(std::string_view value) {
    const auto text = clean_line(value, line_length_max);
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return std::max<std::int64_t>(0, number);
}

// Goes through the content lines once and keeps track of what is open.
class Cutter {
  public:
    void take(int line, std::string_view text) {
        const auto name = upper(text.substr(0, std::min(text.find_first_of(";:"), text.size())));
        const auto value = text.substr(std::min(text.size(), name.size() + 1));
        if (name == "BEGIN")
            begin(line, upper(clean_line(value, line_length_max)));
        else if (name == "END")
            end(line, upper(clean_line(value, line_length_max)));
        else if (zone_)
            zone_->take(name, text);
        else if (event_)
            take_event_line(name, text, value);
        else if (name == "METHOD")
            methods_[calendar_] = method_named(upper(clean_line(value, line_length_max)));
    }

    void finish(int last_line) {
        drop_open_event("the file ends in the middle of it; export it again");
        if (in_calendar_) out_.cut_off_at = last_line;
    }

    [[nodiscard]] bool is_calendar() const { return calendar_ > 0; }
    [[nodiscard]] CalendarText result() && {
        // It may stand behind the events.
        for (auto& event : out_.events)
            if (const auto method = methods_.find(event.calendar); method != methods_.end())
                event.method = method->second;
        return std::move(out_);
    }

  private:
    void begin(int line, const std::string& part) {
        if (part == "VCALENDAR") {
            drop_open_event("another calendar begins in the middle of it; export it again");
            in_calendar_ = true;
            ++calendar_;
            zone_.reset();
        } else if (part == "VEVENT" && in_calendar_) {
            drop_open_event("it has no END:VEVENT; export it again");
            event_ = EventText{.line = line, .calendar = calendar_, .ical = "BEGIN:VEVENT\r\n"};
            zone_.reset();
        } else if (event_) {
            ++depth_;  // an alarm: of no use here
        } else if (part == "VTIMEZONE" && in_calendar_) {
            zone_.emplace();
        } else if (zone_) {
            zone_->begin(part);
        }
    }

    void end(int line, const std::string& part) {
        if (part == "VCALENDAR") {
            drop_open_event("the calendar ends in the middle of it; export it again");
            in_calendar_ = false;
            zone_.reset();
        } else if (event_ && depth_ > 0 && part != "VEVENT") {
            --depth_;
        } else if (event_ && part == "VEVENT") {
            event_->ical += "END:VEVENT\r\n";
            close_event();
        } else if (zone_ && part == "VTIMEZONE") {
            close_zone(line);
        } else if (zone_) {
            zone_->end(part);
        }
    }

    void close_event() {
        out_.events.push_back(std::move(*event_));
        event_.reset();
        depth_ = 0;
    }

    void drop_open_event(const char* why) {
        if (!event_) return;
        event_->broken = why;
        close_event();
    }

    void close_zone(int line) {
        const auto text = out_.time_zones.size() < time_zones_max ? zone_->result() : std::nullopt;
        if (text) {
            out_.time_zones.push_back(*text);
        } else {
            out_.zones_unread.push_back(zone_->tzid());
            out_.remarks.push_back(
                fmt::format("the time zone that ends in line {} was left out: its rule isn't a yearly "
                            "one, or there are too many",
                            line));
        }
        zone_.reset();
    }

    void take_event_line(const std::string& name, std::string_view text, std::string_view value) {
        if (depth_ > 0 || std::find(used_properties.begin(), used_properties.end(), name) == used_properties.end())
            return;
        if (text.size() > content_line_bytes_max) {
            event_->broken = "a line of it is too long; shorten its lists and import again";
            return;
        }
        if (name == "UID") event_->uid = clean_line(without_backslashes(value), uid_length_max);
        if (name == "SEQUENCE") event_->sequence = sequence_of(value);
        event_->ical.append(text).append("\r\n");
    }

    CalendarText out_;
    std::optional<EventText> event_;
    std::optional<ZoneText> zone_;
    std::map<int, Method> methods_;  // of the calendars that say one
    bool in_calendar_ = false;
    int calendar_ = 0, depth_ = 0;  // which one; how deep within parts of the event
};

}  // namespace

Result<CalendarText> cut_calendar(std::string_view content, std::string_view file_name) {
    VESTIBULE_CHECK(check_import(content, file_name));
    const auto unfolded = unfold(content);
    VESTIBULE_TRY(decoded, decode_text(unfolded.bytes, file_name));
    Cutter cutter;
    std::string_view rest = decoded.text;
    // UTF-16 unfolds to other line counts; no known program writes it, so its line numbers may be off.
    for (std::size_t i = 0; !rest.empty(); ++i) {
        const auto text = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), text.size() + 1));
        cutter.take(i < unfolded.lines.size() ? unfolded.lines[i] : static_cast<int>(i) + 1, text);
    }
    if (!cutter.is_calendar())
        return give_up(fmt::format(
            "{} is no iCalendar file (BEGIN:VCALENDAR is missing); export the calendar as .ics", file_name));
    cutter.finish(unfolded.lines.empty() ? 1 : unfolded.lines.back());
    return std::move(cutter).result();
}

}  // namespace vestibule
