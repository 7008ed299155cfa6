// What is usual where a time zone is, by ICU's data on countries.
#pragma once

#include <string>
#include <string_view>

namespace vestibule {

// Whether offices there print on Letter; elsewhere it's A4. False for a zone without a country ("UTC").
[[nodiscard]] bool uses_letter_paper(std::string_view time_zone);

}  // namespace vestibule
