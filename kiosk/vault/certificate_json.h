// A certificate as JSON, byte strings in hexadecimal: in a station's files, beside a log that travels, and in the
// body of station.enrolled.
#pragma once

#include <optional>

#include "kiosk/base/json.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

[[nodiscard]] Json certificate_json(const Certificate& certificate);
// Nothing where a field is missing or of another form. Whether the root has signed it is another question: holds().
[[nodiscard]] std::optional<Certificate> certificate_from(const Json& json);
// The certificate that the body of a station.enrolled carries; bodies don't repeat the site.
[[nodiscard]] std::optional<Certificate> certificate_of_enrolment(const Json& body, SiteId site);
// What the root's signature on it gives the station; nothing where it isn't whole, or not signed by the site's root.
[[nodiscard]] std::optional<CertifiedRights> certified_rights(const Json& enrolment, const SiteTrust& trust);
// Whether that certificate is whole, and signed by the site's root.
[[nodiscard]] bool is_certified(const Json& enrolment, const SiteTrust& trust);

}  // namespace vestibule
