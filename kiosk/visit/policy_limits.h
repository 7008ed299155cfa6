// What numbers a policy may hold; the file's reader refuses what is beyond, policy from elsewhere is brought within.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vestibule {

inline constexpr std::size_t policy_zones_max = 16;  // bits of the token's mask

struct NumberLimits {
    std::string_view key;
    std::int64_t least, most;
};

namespace policy_limits {
inline constexpr NumberLimits version{"version", 1, 1'000'000'000};
inline constexpr NumberLimits clock_skew_s{"clock_skew_s", 0, 3600};
inline constexpr NumberLimits data_age_limit_s{"data_age_limit_s", 30, 31 * 86400};
inline constexpr NumberLimits retention_days{"retention_days", 1, 365};
inline constexpr NumberLimits host_retention_days{"host_retention_days", 1, 365};
inline constexpr NumberLimits keeper_absence_hours{"keeper_absence_hours", 1, 24 * 30};
inline constexpr NumberLimits lead_hours{"lead_hours", 0, 72};
inline constexpr NumberLimits badge_grace_minutes{"badge_grace_minutes", 0, 24 * 60};
inline constexpr NumberLimits walk_in_hours{"walk_in_hours", 1, 72};  // of a type
inline constexpr NumberLimits print_fail_over_after_s{"print_fail_over_after_s", 0, 3600};
inline constexpr std::array all = {version,
                                   clock_skew_s,
                                   data_age_limit_s,
                                   retention_days,
                                   host_retention_days,
                                   keeper_absence_hours,
                                   lead_hours,
                                   print_fail_over_after_s,
                                   badge_grace_minutes,
                                   walk_in_hours};
}  // namespace policy_limits

// The words of a choice, in the order of its values; the first is the default.
struct WordLimits {
    std::string_view key;
    std::array<std::string_view, 3> words;  // empty ones are none
};

namespace policy_words {
inline constexpr WordLimits inside_from{"inside_from", {"auto", "gate", "admission"}};
inline constexpr WordLimits call_by{"call_by", {"name", "number"}};
inline constexpr std::array all = {inside_from, call_by};
}  // namespace policy_words

}  // namespace vestibule
