// libcups browses; avahi's own D-Bus interface resolves, which needs no name service that knows ".local".
#include "printing/discovery.h"

#include <cups/cups.h>
#include <fmt/format.h>
#include <gio/gio.h>
#include <netdb.h>

#include <algorithm>
#include <array>

#include "printing/handles.h"
#include "printing/ipp_connection.h"
#include "printing/ipp_route.h"
#include "printing/printable_text.h"
#include "printing/printer_record.h"
#include "printing/queue_setup.h"

namespace printing {
namespace {

using BusHandle = Handle<GDBusConnection, g_object_unref>;
using VariantHandle = Handle<GVariant, g_variant_unref>;
using AddressHandle = Handle<addrinfo, ::freeaddrinfo>;

constexpr std::size_t uri_bytes_max = 1024;

struct Service {
    std::string scheme;  // ipp or ipps
    std::string name;
    std::string type;    // "_ipp._tcp"
    std::string domain;  // "local"
};

// Of "ipps://Vest%20Test._ipps._tcp.local/…".
std::optional<Service> service_of(const std::string& uri) {
    std::array<char, 32> scheme{};
    std::array<char, 256> user{};
    std::array<char, 1024> host{};
    std::array<char, 1024> resource{};
    int port = 0;
    if (!is_printer_address(uri) || uri.size() > uri_bytes_max) return std::nullopt;
    if (httpSeparateURI(HTTP_URI_CODING_ALL, uri.c_str(), scheme.data(), scheme.size(), user.data(), user.size(),
                        host.data(), host.size(), &port, resource.data(),
                        static_cast<int>(resource.size())) < HTTP_URI_STATUS_OK)
        return std::nullopt;
    const std::string whole = host.data();
    for (const char* type : {"_ipps._tcp", "_ipp._tcp"}) {
        const auto at = whole.find(std::string(".") + type + ".");
        if (at == std::string::npos) continue;
        std::string domain = whole.substr(at + 2 + std::string_view(type).size());
        if (domain.ends_with('.')) domain.pop_back();
        return Service{.scheme = scheme.data(), .name = whole.substr(0, at), .type = type, .domain = domain};
    }
    return std::nullopt;
}

bool this_machine_resolves(const char* host) {
    addrinfo* found = nullptr;
    const addrinfo wanted{.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    if (::getaddrinfo(host, nullptr, &wanted, &found) != 0) return false;
    const AddressHandle owned(found);
    return true;
}

// A TXT record is a list of "key=value" byte strings.
std::string text_of(GVariant* records, std::string_view key) {
    for (gsize index = 0; index < g_variant_n_children(records); ++index) {
        const VariantHandle record(g_variant_get_child_value(records, index));
        gsize length = 0;
        const void* bytes = g_variant_get_fixed_array(record.get(), &length, sizeof(guchar));
        const std::string_view text(static_cast<const char*>(bytes), length);
        if (text.size() > key.size() && text.starts_with(key) && text[key.size()] == '=')
            return std::string(text.substr(key.size() + 1, uri_bytes_max));
    }
    return {};
}

struct Resolved {
    std::string uri;
    std::string uuid;
};

// A name outlives the address that DHCP gave out today, so it is taken where it works.
Result<Resolved> resolve(const Service& service) {
    const auto gone =
        failure(FailureKind::unreachable,
                fmt::format("The printer {} doesn't answer.", printable_text(service.name, message_length_max)));
    const BusHandle bus(g_bus_get_sync(G_BUS_TYPE_SYSTEM, nullptr, nullptr));
    if (!bus) return gone;
    constexpr int any_interface = -1;
    VariantHandle answer;
    for (const int protocol : {0, 1})  // IPv4, IPv6
        if (!answer)
            answer.reset(g_dbus_connection_call_sync(
                bus.get(), "org.freedesktop.Avahi", "/", "org.freedesktop.Avahi.Server", "ResolveService",
                g_variant_new("(iisssiu)", any_interface, protocol, service.name.c_str(), service.type.c_str(),
                              service.domain.c_str(), protocol, 0U),
                G_VARIANT_TYPE("(iissssisqaayu)"), G_DBUS_CALL_FLAGS_NONE, static_cast<int>(resolve_time.count() / 2),
                nullptr, nullptr));
    if (!answer) return gone;
    const char* host = nullptr;
    const char* address = nullptr;
    guint16 port = 0;
    GVariant* texts = nullptr;
    g_variant_get(answer.get(), "(iisss&si&sq@aayu)", nullptr, nullptr, nullptr, nullptr, nullptr, &host, nullptr,
                  &address, &port, &texts, nullptr);
    const VariantHandle owned(texts);
    const char* where = this_machine_resolves(host) ? host : address;
    std::string resource = text_of(texts, "rp");
    if (resource.empty()) resource = "ipp/print";
    std::array<char, uri_bytes_max> uri{};
    httpAssembleURI(HTTP_URI_CODING_ALL, uri.data(), uri.size(), service.scheme.c_str(), nullptr, where, port,
                    ("/" + resource).c_str());
    return Resolved{.uri = uri.data(), .uuid = text_of(texts, "UUID")};
}

int add_found(void* context, unsigned flags, cups_dest_t* destination) {
    auto& found = *static_cast<std::vector<FoundPrinter>*>(context);
    if ((flags & CUPS_DEST_FLAGS_REMOVED) != 0 || found.size() >= found_printers_max) return 1;
    const auto option = [&](const char* name) {
        const char* value = cupsGetOption(name, destination->num_options, destination->options);
        return std::string(value == nullptr ? "" : value).substr(0, uri_bytes_max);
    };
    const auto service_uri = option("device-uri");
    if (!is_service(service_uri)) return 1;
    found.push_back({.name = printable_text(option("printer-info"), message_length_max),
                     .make_and_model = printable_text(option("printer-make-and-model"), message_length_max),
                     .location = printable_text(option("printer-location"), message_length_max),
                     .service_uri = service_uri});
    return 1;
}

// Two ways to write the same place.
bool same_place(const std::string& one, const std::string& other) {
    const auto a = IppTarget::from_uri(one);
    const auto b = IppTarget::from_uri(other);
    return a && b && a->host == b->host && a->port == b->port && a->resource == b->resource;
}

}  // namespace

std::vector<FoundPrinter> discover_printers(std::chrono::milliseconds time) {
    std::vector<FoundPrinter> announced;
    int cancelled = 0;
    cupsEnumDests(CUPS_DEST_FLAGS_NONE, static_cast<int>(time.count()), &cancelled, CUPS_PRINTER_DISCOVERED,
                  CUPS_PRINTER_DISCOVERED, add_found, &announced);
    std::vector<FoundPrinter> found;
    for (auto& printer : announced) {
        const auto service = service_of(printer.service_uri);
        const auto resolved = service ? resolve(*service) : failure(FailureKind::unreachable, "");
        if (!resolved) continue;
        printer.uri = resolved->uri;
        printer.uuid = resolved->uuid;
        const bool known = std::ranges::any_of(found, [&](const FoundPrinter& other) {
            return (!printer.uuid.empty() && other.uuid == printer.uuid) || same_place(other.uri, printer.uri);
        });
        if (!known) found.push_back(std::move(printer));
    }
    return found;
}

bool is_service(const std::string& uri) {
    return service_of(uri).has_value();
}

Result<std::string> resolve_service(const std::string& uri) {
    const auto service = service_of(uri);
    if (!service) return uri;
    const auto resolved = resolve(*service);
    if (!resolved) return tl::unexpected(resolved.error());
    return resolved->uri;
}

std::vector<FoundPrinter> without_queue(std::vector<FoundPrinter> found, const std::vector<Destination>& queues) {
    std::erase_if(found, [&](const FoundPrinter& printer) {
        const auto service = service_of(printer.service_uri);
        return std::ranges::any_of(queues, [&](const Destination& queue) {
            const auto device = device_of(queue.device_uri);
            if (same_place(device, printer.uri)) return true;
            if (!printer.uuid.empty() && queue.device_uri.find(printer.uuid) != std::string::npos) return true;
            // The same service by ipp and by ipps is the same printer.
            const auto other = service_of(device);
            return service && other && other->name == service->name;
        });
    });
    return found;
}

std::string queue_name_for(const FoundPrinter& printer) {
    constexpr std::size_t length_max = 40;
    std::string name;
    for (const char letter : printer.name.empty() ? printer.make_and_model : printer.name) {
        if (is_good_queue_name(name + letter))
            name += letter;
        else if (!name.empty() && name.back() != '-')
            name += '-';
        if (name.size() >= length_max) break;
    }
    while (name.ends_with('-')) name.pop_back();
    return name.empty() ? "badge" : name;
}

}  // namespace printing
