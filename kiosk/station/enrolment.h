// The event by which a station says who it is, and what a log says of others by theirs.
#pragma once

#include "kiosk/log/log.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/recovery.h"
#include "kiosk/visit/site_state.h"

namespace vestibule {

// The root key's signature in it is what others trust, whoever wrote it.
[[nodiscard]] NewEvent enrolment_of(const Certificate& certificate);

// Whose rows count in this site: certificates hold by its root's signature. For one log; its writer asks it.
[[nodiscard]] SiteJudge judge_of(const SiteTrust& trust);

// What the log in this file says of the station that has a signing key; it is read when it's asked.
[[nodiscard]] CertificateOf certificates_in(const std::filesystem::path& log_file, SiteId site);
// The same of the station's own log, in the site that this machine keeps.
[[nodiscard]] CertificateOf certificates_here(const StationPlace& place);

}  // namespace vestibule
