// Appointments from a CSV file (FORMATS, Imports).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

inline constexpr int companions_max = 200;

struct CsvOptions {
    std::string encoding;                // chosen by a person; empty = told by the text
    std::vector<std::string> languages;  // of the site, as POSIX names: their dates are read as well
};

// Columns: from and name (needed), until, company, phone, email, host_email, host_name, purpose, room, type, level,
// companions, plate, language; Chinese headings too; and those of an export of visits, of which `visit` says which
// one a row was and a cancelled or declined `phase` that it takes place no longer. Times as WrittenTimes reads them,
// in either order of days and months where the file shows which one; without `until` a visit lasts an hour, or the
// day where `from` is a date. A row that can't be understood is refused; the rest is taken. A row's key is made of
// from, name and phone or mail address, so importing the file again changes nothing. Thread: any. Never blocks.
// Errors: as Table::read().
[[nodiscard]] Result<Imported<AppointmentRow>> read_appointments_csv(std::string_view content,
                                                                     std::string_view file_name, const SiteZone& zone,
                                                                     const CsvOptions& options = {});

}  // namespace vestibule
