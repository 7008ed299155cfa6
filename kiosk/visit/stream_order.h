// The events of one stream, each once and in the stream's order, for the folds.
#pragma once

#include <span>
#include <vector>

#include "kiosk/visit/event.h"

namespace vestibule {

[[nodiscard]] std::vector<const Event*> in_order(std::span<const Event> events);

}  // namespace vestibule
