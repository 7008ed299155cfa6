// What a printer tells of its ink, ribbon, toner and paper, for spooler only: RFC 8011's and CUPS' marker-*
// attributes, printer-supply and printer-input-tray of PWG 5100.13.
#pragma once

#include <cups/cups.h>

#include <optional>
#include <string_view>
#include <vector>

#include "printing/spooler.h"

namespace printing {

// Only what the printer knows: a level of -1, -2 or -3 ("other", "unknown", "some left") has no percent.
[[nodiscard]] std::vector<Supply> read_supplies(ipp_t* answer);

// Sheets or labels in all trays whose level the printer knows; nullopt where it knows none.
[[nodiscard]] std::optional<int> read_media_left(ipp_t* answer);

// The number that stands as `key`=… in "type=toner;level=75;maxcapacity=100;"; nullopt where there is none.
[[nodiscard]] std::optional<int> member_of(std::string_view record, std::string_view key);

}  // namespace printing
