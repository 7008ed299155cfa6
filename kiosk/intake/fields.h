// Single fields of imported files: mail addresses, phones, languages, levels, points in time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace vestibule {

// Of ASCII's ten, whatever the locale.
[[nodiscard]] inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

inline constexpr std::size_t mail_length_max = 254;  // RFC 5321 §4.5.3.1.3

// In lower case, or nothing where it doesn't look like one address: one "@", a domain, nothing that could end a
// header or start a second address.
[[nodiscard]] std::optional<std::string> mail_address(std::string_view raw);
// True for the domain itself and what stands below it.
[[nodiscard]] bool is_in_domain(std::string_view mail, std::string_view domain);

// As written, but without the ".0" of a spreadsheet that took it for a number.
// Errors: give_up where such a spreadsheet has lost its digits: "8.61380E+12", "####".
[[nodiscard]] Result<std::string> phone_text(std::string_view raw);

// "zh-CN", "zh_cn" -> "zh_CN", "EN" -> "en"; nothing where it is no language tag.
[[nodiscard]] std::optional<std::string> language_name(std::string_view raw);

// R14: "A" to "D" or "1" to "4" out of "a", "Level B", "level-2", "A级"; nothing where it is none.
[[nodiscard]] std::optional<std::string> level_name(std::string_view raw);

enum class DayEdge { start, end };
// "2026-11-21 09:30", also with "T", "/", seconds, "Z" or an offset, and "21.11.2026 09:30"; without an offset it is
// the site's time. A date alone is that edge of the day. Nothing where it is no such time.
[[nodiscard]] std::optional<Instant> point_in_time(std::string_view raw, const SiteZone& zone, DayEdge edge);

inline constexpr std::string_view time_forms = "\"2026-11-21 09:30\" or \"21.11.2026 09:30\"";

}  // namespace vestibule
