// Unfolding (RFC 5545 §3.1) and cutting of iCalendar files; what the parts mean is libical's to say.
#include "kiosk/intake/calendar_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kiosk/base/text.h"
#include "kiosk/intake/encoding.h"

namespace vestibule {
namespace {

constexpr std::array<std::string_view, 16> used_properties = {
    "UID",     "DTSTART",       "DTEND",    "DURATION", "RRULE",    "RDATE",     "EXDATE",     "EXRULE",
    "SUMMARY", "RECURRENCE-ID", "SEQUENCE", "STATUS",   "LOCATION", "ORGANIZER", "CATEGORIES", "ATTENDEE"};

// Parts of a rule with which a hostile time zone could have millions of changes a year.
constexpr std::array<std::string_view, 5> harmful_parts = {"BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO"};

std::string upper(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

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

bool is_harmless_rule(std::string_view rule) {
    const auto text = upper(rule);
    return text.find("FREQ=YEARLY") != std::string::npos &&
           std::none_of(harmful_parts.begin(), harmful_parts.end(),
                        [&](std::string_view part) { return text.find(part) != std::string::npos; });
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
        else if (in_zone_)
            take_zone_line(name, text);
        else if (in_event_)
            take_event_line(name, text);
        else if (name == "METHOD")
            cancelled_ = upper(clean_line(value, line_length_max)) == "CANCEL";
    }

    void finish(int last_line) {
        drop_open_event("the file ends in the middle of this event; export it again");
        if (in_calendar_)
            out_.refused.push_back({last_line,
                                    "the file is cut off here (END:VCALENDAR is missing), so events may be "
                                    "missing; export it again"});
    }

    [[nodiscard]] bool is_calendar() const { return seen_calendar_; }
    [[nodiscard]] CalendarText result() && { return std::move(out_); }

  private:
    void begin(int line, const std::string& part) {
        if (part == "VCALENDAR") {
            drop_open_event("another calendar begins in the middle of this event; export it again");
            in_calendar_ = seen_calendar_ = true;
            cancelled_ = in_zone_ = false;
        } else if (part == "VEVENT" && in_calendar_) {
            drop_open_event("this event has no END:VEVENT; export it again");
            event_ = {.line = line, .cancelled = false, .ical = "BEGIN:VEVENT\r\n"};
            in_event_ = true;
            in_zone_ = false;
        } else if (in_event_) {
            ++depth_;  // an alarm: of no use here
        } else if (part == "VTIMEZONE" && in_calendar_) {
            zone_ = "BEGIN:VTIMEZONE\r\n";
            in_zone_ = zone_harmless_ = true;
        } else if (in_zone_) {
            zone_ += "BEGIN:" + part + "\r\n";
        }
    }

    void end(int line, const std::string& part) {
        if (part == "VCALENDAR") {
            drop_open_event("the calendar ends in the middle of this event; export it again");
            in_calendar_ = in_zone_ = false;
        } else if (in_event_ && depth_ > 0 && part != "VEVENT") {
            --depth_;
        } else if (in_event_ && part == "VEVENT") {
            close_event();
        } else if (in_zone_) {
            zone_ += "END:" + part + "\r\n";
            if (part == "VTIMEZONE") close_zone(line);
        }
    }

    void close_event() {
        event_.cancelled = cancelled_;
        event_.ical += "END:VEVENT\r\n";
        if (too_long_)
            out_.refused.push_back(
                {event_.line, "a line of this event is too long; shorten its lists and import again"});
        else
            out_.events.push_back(std::move(event_));
        in_event_ = too_long_ = false;
        depth_ = 0;
    }

    void close_zone(int line) {
        in_zone_ = false;
        if (zone_harmless_ && out_.time_zones.size() < time_zones_max)
            out_.time_zones.push_back(std::move(zone_));
        else
            out_.remarks.push_back(
                fmt::format("the time zone that ends in line {} was left out: its rule isn't a yearly "
                            "one, or there are too many",
                            line));
    }

    void drop_open_event(const char* why) {
        if (in_event_) out_.refused.push_back({event_.line, why});
        in_event_ = too_long_ = false;
        depth_ = 0;
    }

    void take_event_line(const std::string& name, std::string_view text) {
        if (depth_ > 0 || std::find(used_properties.begin(), used_properties.end(), name) == used_properties.end())
            return;
        if (text.size() > content_line_bytes_max)
            too_long_ = true;
        else
            event_.ical.append(text).append("\r\n");
    }

    void take_zone_line(const std::string& name, std::string_view text) {
        if (name == "RRULE" && !is_harmless_rule(text)) zone_harmless_ = false;
        if (text.size() > content_line_bytes_max)
            zone_harmless_ = false;
        else
            zone_.append(text).append("\r\n");
    }

    CalendarText out_;
    EventText event_;
    std::string zone_;
    bool seen_calendar_ = false, in_calendar_ = false, in_event_ = false, in_zone_ = false;
    bool cancelled_ = false, too_long_ = false, zone_harmless_ = true;
    int depth_ = 0;  // of parts within the event
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
