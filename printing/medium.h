// A medium that badges are printed on: its PWG self-describing name and its size (PWG 5101.1).
#pragma once

#include <string>
#include <string_view>

#include "printing/result.h"

namespace printing {

struct Medium {
    std::string name;         // PWG name such as "om_card_54x86mm"; empty for a page that only a file will have
    double width_mm = 0;      // across the feed direction
    double height_mm = 0;     // along the feed direction
    bool continuous = false;  // a roll: the height is the longest possible, each page is as long as its badge

    bool operator==(const Medium&) const = default;
};

// The medium that a PWG or legacy name ("iso_a6_105x148mm", "roll_dk2205-continuous_2.4x1200in") stands for.
// Errors: bad_input for a name that no size can be read from, and for the end of a range.
[[nodiscard]] Result<Medium> medium_named(std::string_view name);

// "custom_max_100x2000mm", "roll_min_…": the end of a range of sizes that a printer can take (PWG 5101.1 §5.1.7), not
// something that lies in it.
[[nodiscard]] bool is_end_of_range(std::string_view name);

// A plastic card (ISO/IEC 7810 ID-1, "CR80"), fed along its longer side: what a badge is for where nothing says more.
[[nodiscard]] Medium card_medium();

// A medium of exactly this size, with the custom name that PWG 5101.1 §5.1.7 gives it. Millimetres.
[[nodiscard]] Medium custom_medium(double width_mm, double height_mm);

}  // namespace printing
