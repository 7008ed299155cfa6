// What a central store answers to a push, given how it continues what is held: one answer for every kind of store.
#pragma once

#include "kiosk/log/continuation.h"
#include "kiosk/sync/central_store.h"

namespace vestibule {

// Whether the station is revoked is for the store to say.
[[nodiscard]] PushOutcome outcome_of(const Continuation& continuation);

}  // namespace vestibule
