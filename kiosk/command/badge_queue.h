// The print queue's verbs: vestibule badge queue|cancel|move|reprint.
#pragma once

#include "kiosk/command/command.h"

namespace vestibule {

void add_badge_queue(Verb badge, Chosen& chosen);

}  // namespace vestibule
