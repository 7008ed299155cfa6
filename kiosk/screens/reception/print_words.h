// How printers and the badges on their way to paper are said to staff.
#pragma once

#include <string>

#include "kiosk/base/texts.h"
#include "kiosk/screens/reception/visit_words.h"

namespace vestibule::reception {

// Somebody has to do something before it is on paper, or to say whether it is.
[[nodiscard]] bool needs_a_person(const PrintJobView& job, Instant now);
[[nodiscard]] Pill pill_of(const Texts& texts, const PrintJobView& job, Instant now);
// What happens by itself, or what to do: "Goes to front-desk in a moment".
[[nodiscard]] std::string next_of(const Texts& texts, const PrintJobView& job, const View& view);
// Where it is and where that stands: "front-desk · reception".
[[nodiscard]] std::string printer_of(const Texts& texts, const PrintJobView& job);
// "Ready", or what is the matter and what to do.
[[nodiscard]] std::string state_of(const Texts& texts, const OnePrinterView& printer);
// What is left in it, as far as it tells: "38 badges left · Black 60%"; empty where it doesn't.
[[nodiscard]] std::string supplies_of(const Texts& texts, const OnePrinterView& printer);
// Each printer that was tried and why it didn't print it, a line each.
[[nodiscard]] std::string attempts_of(const Texts& texts, const PrintJobView& job, const View& view);

}  // namespace vestibule::reception
