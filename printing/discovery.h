// Driverless IPP printers that announce themselves on the network (DNS-SD, through avahi).
//
// Thread: any, one at a time. Blocks: as each function says. Without avahi nothing is found, which is no error.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "printing/result.h"
#include "printing/spooler.h"

namespace printing {

inline constexpr std::chrono::milliseconds discovery_time{3'000};
inline constexpr std::chrono::milliseconds resolve_time{2'000};
inline constexpr std::size_t found_printers_max = 64;

struct FoundPrinter {
    std::string name;  // what it calls itself; printable, at most `message_length_max` bytes like the next two
    std::string make_and_model;
    std::string location;
    std::string service_uri;  // "ipps://Name._ipps._tcp.local/": for comparing with queues
    std::string uri;          // a host's name where this machine can resolve it, else an address
    std::string uuid;         // without "urn:uuid:"; empty where it has none
};

// Blocks: `time`, and `resolve_time` for each printer that is announced and gone. A printer announced twice (ipp and
// ipps, or on two networks) is one.
[[nodiscard]] std::vector<FoundPrinter> discover_printers(std::chrono::milliseconds time = discovery_time);

// The address behind "ipp://Name._ipp._tcp.local/", as in FoundPrinter::uri; any other URI as it is. Blocks: at most
// `resolve_time`. Errors: unreachable.
[[nodiscard]] Result<std::string> resolve_service(const std::string& uri);

// Whether an address names an announced service instead of a host.
[[nodiscard]] bool is_service(const std::string& uri);

// Those that no queue of the server prints to yet.
[[nodiscard]] std::vector<FoundPrinter> without_queue(std::vector<FoundPrinter> found,
                                                      const std::vector<Destination>& queues);

// A queue's name made of what the printer calls itself: "Zebra ZD421 (lobby)" becomes "Zebra-ZD421-lobby".
[[nodiscard]] std::string queue_name_for(const FoundPrinter& printer);

}  // namespace printing
