// What a printer's state reasons (RFC 8011 §5.4.12) mean to somebody who waits for a badge. Staff read more: see
// printing/printer_reason.h.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/texts.h"
#include "kiosk/desk/views.h"

namespace vestibule::words {

// `keyword` as IPP has it: "media-empty". One polite sentence without technique; one for all that isn't known.
[[nodiscard]] std::string printer_for_visitor(const Texts& texts, std::string_view keyword);
// What people call a queue: of "ipp://print.example:631/printers/badges" the last word that tells it from others.
[[nodiscard]] std::string queue_name(std::string_view queue);
// Why an attempt at printing didn't succeed, for staff, in a few words: BadgeView::print_reason.
[[nodiscard]] std::string print_reason(const Texts& texts, std::string_view reason);
// How the station's badge printer is, for staff, in a line; and whether that is trouble.
[[nodiscard]] std::string printer_state(const Texts& texts, const PrinterView& printer);
[[nodiscard]] bool in_trouble(const PrinterView& printer);

}  // namespace vestibule::words
