// Queues by name, printers by address.
#include "printing/ipp_route.h"

#include <fmt/format.h>

#include "printing/discovery.h"

namespace printing {
namespace {

// Whether CUPS would take it as a queue's name.
bool is_queue_name(const std::string& text) {
    return !text.empty() && text.size() <= queue_name_length_max &&
           text.find_first_of("/#?'\"\\ \t\n") == std::string::npos;
}

}  // namespace

bool is_printer_address(const std::string& text) {
    return text.starts_with("ipp://") || text.starts_with("ipps://");
}

Result<Route> route_to(const std::string& server, const std::string& queue) {
    if (is_printer_address(queue)) {
        // CUPS hangs its own options on an address, and may name an announced service instead of a host.
        auto uri = resolve_service(queue.substr(0, queue.find('?')));
        if (!uri) return tl::unexpected(uri.error());
        auto target = IppTarget::from_uri(*uri);
        if (!target) return tl::unexpected(target.error());
        return Route{*std::move(target), *std::move(uri)};
    }
    if (!is_queue_name(queue))
        return failure(FailureKind::bad_input, fmt::format("'{}' isn't a print queue's name.", queue));
    auto target = IppTarget::from_server(server);
    if (!target) return tl::unexpected(target.error());
    return Route{*std::move(target), fmt::format("ipp://localhost/printers/{}", queue)};
}

Result<IppHandle> ask(const Route& route, IppHandle request) {
    auto connection = IppConnection::open(route.target);
    if (!connection) return tl::unexpected(connection.error());
    return connection->exchange(std::move(request));
}

}  // namespace printing
