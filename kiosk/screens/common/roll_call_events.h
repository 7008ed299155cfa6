// What a person does on the roll call's page, at every station that shows it.
#pragma once

#include <chrono>
#include <string>

namespace vestibule {

// Whoever reads names aloud touches nothing meanwhile: the page doesn't leave with the session's usual end.
inline constexpr std::chrono::seconds roll_call_shown_max{1800};

struct RollCallAsked {};       // the page itself
struct PrinterChoiceAsked {};  // which printers there are
struct RollCallPrintAsked {
    std::string queue;  // empty: the office printer
};
struct RollCallSaveAsked {};

}  // namespace vestibule
