// The event by which a station says who it is: the first of its log.
#pragma once

#include "kiosk/log/log.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

// The root key's signature in it is what others trust.
[[nodiscard]] NewEvent enrolment_of(const Identity& identity);

}  // namespace vestibule
