// The people of one VEVENT: who is the host, who are visitors, who has declined.
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/intake/calendar.h"

typedef struct icalcomponent_impl icalcomponent;

namespace vestibule {

struct EventVisitor {
    std::string name, email, language;
    bool declined = false;
};

struct EventPeople {
    std::string host_email, host_name;
    std::vector<EventVisitor> visitors;
    bool nobody_listed = true;          // no ATTENDEE at all, staff and rooms included
    std::vector<std::string> left_out;  // who has no mail address
};

// Errors: give_up where there are too many attendees.
[[nodiscard]] Result<EventPeople> people_of(icalcomponent* event, const CalendarOptions& options);

// What an ATTENDEE's value names (RFC 6068): without "mailto:" and header fields, escapes undone; in lower case.
[[nodiscard]] std::string mail_of_uri(std::string_view uri);

}  // namespace vestibule
