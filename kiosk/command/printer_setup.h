// The station's printer as its config names it, and doctor's rows on it.
#pragma once

#include <string>

#include "kiosk/command/command.h"
#include "printing/printer.h"

namespace vestibule {

// Errors: ask_staff with the queues that there are, and what to do.
[[nodiscard]] Result<printing::Printer> chosen_printer(const Config& config, const Globals& globals);

// Each is one row for doctor. They ask the print server and, the last one, the network; nothing is changed.
[[nodiscard]] Result<std::string> examine_printer(const Config& config, const Globals& globals);
[[nodiscard]] Result<std::string> examine_queue(const Config& config, const Globals& globals);
[[nodiscard]] Result<std::string> examine_print_server(const Config& config, const Globals& globals);
[[nodiscard]] Result<std::string> examine_network_printers(const Config& config);

}  // namespace vestibule
