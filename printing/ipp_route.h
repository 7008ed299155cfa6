// The way to a queue or a printer, for the files of printing/ that speak IPP.
#pragma once

#include <array>
#include <string>

#include "printing/ipp_connection.h"

namespace printing {

inline constexpr std::size_t queue_name_length_max = 127;

struct Route {
    IppTarget target;
    std::string printer_uri;
};

// "ipp://…" or "ipps://…".
[[nodiscard]] bool is_printer_address(const std::string& text);

// `queue`: a queue's name on `server`, or a printer's address (also of an announced service; then it blocks
// for at most `resolve_time`). Errors: bad_input; unreachable for a service that isn't announced.
[[nodiscard]] Result<Route> route_to(const std::string& server, const std::string& queue);

// One request on a connection of its own.
[[nodiscard]] Result<IppHandle> ask(const Route& route, IppHandle request);

template <std::size_t count>
void ask_for(ipp_t* request, const std::array<const char*, count>& names) {
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", static_cast<int>(count),
                  nullptr, names.data());
}

}  // namespace printing
