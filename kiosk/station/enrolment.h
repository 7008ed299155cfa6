// The event by which a station says who it is: the first of its log.
#pragma once

#include "kiosk/log/log.h"
#include "kiosk/vault/identity.h"
#include "kiosk/visit/site_state.h"

namespace vestibule {

// The root key's signature in it is what others trust, whoever wrote it.
[[nodiscard]] NewEvent enrolment_of(const Certificate& certificate);

// Whose rows count in this site: certificates hold by its root's signature. For one log; its writer asks it.
[[nodiscard]] SiteJudge judge_of(const SiteTrust& trust);

}  // namespace vestibule
