// One bounded IPP exchange with a print server or a printer (RFC 8010, RFC 8011), for spooler only.
//
// Thread: one connection a thread. Every call blocks at most `connect_timeout_ms` + `answer_timeout_s`.
#pragma once

#include <cups/cups.h>

#include <string>
#include <string_view>

#include "printing/handles.h"
#include "printing/result.h"

namespace printing {

inline constexpr int connect_timeout_ms = 5'000;
inline constexpr int answer_timeout_s = 10;

using HttpHandle = Handle<http_t, httpClose>;
using IppHandle = Handle<ipp_t, ippDelete>;

// Where IPP requests go.
struct IppTarget {
    std::string host;  // a name, an address, or the path of a Unix socket
    int port = 631;
    std::string resource = "/";
    bool encrypted = false;  // ipps

    // Of an ipp:// or ipps:// URI. Errors: bad_input.
    [[nodiscard]] static Result<IppTarget> from_uri(const std::string& uri);
    // Of a print server "host:port", "host", "/run/cups/cups.sock" or "" (libcups' own default server).
    [[nodiscard]] static Result<IppTarget> from_server(const std::string& server);
};

class IppConnection {
  public:
    // Errors: unreachable.
    [[nodiscard]] static Result<IppConnection> open(const IppTarget& target);

    // Sends `request` (and `document` after it, if there is one) and returns the answer.
    // Errors: unreachable (no answer in time), not_found, refused.
    [[nodiscard]] Result<IppHandle> exchange(IppHandle request, std::string_view document = {});

  private:
    IppConnection(HttpHandle http, std::string resource) : http_(std::move(http)), resource_(std::move(resource)) {}

    [[nodiscard]] Result<> send(ipp_t* request, std::string_view document);

    HttpHandle http_;
    std::string resource_;
};

// A request for the printer or queue at `printer_uri`, with this process's user name.
[[nodiscard]] IppHandle new_request(ipp_op_t operation, const std::string& printer_uri);

}  // namespace printing
