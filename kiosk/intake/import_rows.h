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
};

// One visitor's one appointment.
struct AppointmentRow {
    // The same in every import of the same appointment. Holds personal data (a mail address or a name), so it is to
    // be hashed with the site's key before it is kept (FORMATS: imported visit id).
    std::string key;
    // The same for all occurrences of a repeating event for this visitor; empty for CSV. A cancelled row whose
    // `key` equals its `series` cancels every occurrence that was imported before.
    std::string series;
    Instant from, until;
    std::string name, company, phone, phone_digits, email;
    std::string host_email, host_name;
    std::string purpose, room, type, level, plate;
    std::string language;  // POSIX name such as "zh_CN"
    int companions = 0;
    std::int64_t sequence = 0;  // of two rows with one key the higher one counts
    bool cancelled = false;
};

struct Refused {
    int line = 0;      // of the file, from 1; 0 = the file as a whole
    std::string what;  // what was refused, why, and what to do
};

template <class Row>
struct Imported {
    std::vector<Row> taken;
    std::vector<Refused> refused;
    std::vector<std::string> remarks;  // about the file; nothing was lost that the program has a place for
};

}  // namespace vestibule
