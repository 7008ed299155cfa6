// An instant in an event's body. Only what a calendar can show counts: reckoning with days overflows beyond it.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/json_fields.h"

namespace vestibule {

inline constexpr std::int64_t instant_max_us = std::int64_t{253'402'214'400} * 1'000'000;  // the year 9999's last day

[[nodiscard]] inline std::optional<Instant> instant_field(const JsonFields& body, std::string_view key) {
    const auto us = int_field(body, key, -1);
    if (us < 0 || us > instant_max_us) return std::nullopt;
    return from_micros(us);
}

}  // namespace vestibule
