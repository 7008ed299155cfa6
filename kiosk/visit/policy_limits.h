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
inline constexpr NumberLimits print_fail_over_after_s{"print_fail_over_after_s", 0, 3600};
inline constexpr std::array all = {version,        clock_skew_s,           data_age_limit_s,
                                   retention_days, host_retention_days,    keeper_absence_hours,
                                   lead_hours,     print_fail_over_after_s};
}  // namespace policy_limits

}  // namespace vestibule
