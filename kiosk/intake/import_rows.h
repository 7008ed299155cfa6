// What an import yields: plain values, and row by row what was refused. desk/ turns them into events.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"

namespace vestibule {

// All texts are clean_line()s: valid UTF-8, one line, bounded. A missing field is empty.
struct HostRow {
    std::string name, department;
    std::string email;         // lower case; checked to look like a mail address
    std::string phone;         // as written
    std::string phone_digits;  // for matching
    std::string location;
    std::string delegate_email;
    std::string languages;  // POSIX names separated by one space: "en zh_CN"
    int line = 0;           // where it stands in the file
};

// RFC 5546 2.1.5: which of two words of a calendar is the newer one.
struct CalendarRevision {
    std::int64_t sequence = 0;
    Instant stamp{};  // DTSTAMP; the epoch where there is none
    auto operator<=>(const CalendarRevision&) const = default;
};

// One visitor's one appointment.
struct AppointmentRow {
    // The same in every import of the same appointment. Holds personal data (a mail address or a name), so it is to
    // be hashed with the site's key before it is kept (FORMATS: imported visit id).
    std::string key;
    // The same for all occurrences of a repeating event for this visitor; empty for CSV.
    std::string series;
    Instant from, until;
    std::string name, company, phone, phone_digits, email;
    std::string host_email, host_name;
    std::string purpose, room, type, level, plate;
    std::string language;  // POSIX name such as "zh_CN"
    int companions = 0;
    std::int64_t sequence = 0;  // of two rows with one key the higher one counts
    bool cancelled = false;
    int line = 0;  // where it stands in the file
    // A file that was exported here says which visit a row was. Where that visit is held, the row is about it,
    // whatever `key` says.
    std::string visit{};
    // --- of calendars alone
    Instant stamp{};                      // the rest of its revision
    std::string occurrence;               // which one of a series, as RECURRENCE-ID would say it
    std::vector<std::string> categories;  // all that might be a type; `type` is the first
    bool declined = false;                // cancelled, because the visitor won't come

    [[nodiscard]] CalendarRevision revision() const { return {.sequence = sequence, .stamp = stamp}; }
};

struct Refused {
    int line = 0;      // of the file, from 1; 0 = the file as a whole
    std::string what;  // what was refused, why, and what to do
};

template <class Row>
struct Imported {
    std::vector<Row> taken;
    std::vector<Refused> refused;
    std::vector<Refused> doubts{};     // about rows that are taken all the same
    std::vector<std::string> remarks;  // about the file; nothing was lost that the program has a place for
};

}  // namespace vestibule
