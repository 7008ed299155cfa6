// A certificate as JSON, byte strings in hexadecimal: how it travels beside a log, and in the body of
// station.enrolled.
#pragma once

#include <optional>

#include "kiosk/base/json.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

[[nodiscard]] Json certificate_json(const Certificate& certificate);
// Nothing where a field is missing or of another form. Whether the root has signed it is another question: holds().
[[nodiscard]] std::optional<Certificate> certificate_from(const Json& json);
// The one that a station's enrolment event carries.
[[nodiscard]] std::optional<Certificate> certificate_of(const StationRecord& record, SiteId site);

}  // namespace vestibule
