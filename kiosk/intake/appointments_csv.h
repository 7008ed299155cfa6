// Appointments from a CSV file (FORMATS, Imports).
#pragma once

#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

inline constexpr int companions_max = 200;

// Columns: from and name (needed), until, company, phone, email, host_email, host_name, purpose, room, type, level,
// companions, plate, language; Chinese headings too. Times as point_in_time() (fields.h) reads them; without `until`
// a visit lasts an hour, or the day where `from` is a date. A row that can't be understood is refused; the rest is
// taken. A row's key is made of from, name and phone or mail address, so importing the file again changes nothing.
// Thread: any. Never blocks. Errors: as Table::read().
[[nodiscard]] Result<Imported<AppointmentRow>> read_appointments_csv(std::string_view content,
                                                                     std::string_view file_name,
                                                                     const SiteZone& zone);

}  // namespace vestibule
