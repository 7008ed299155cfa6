// One bounded IPP exchange with a print server or a printer (RFC 8010, RFC 8011), for spooler only.
//
// Thread: one connection a thread. Every call blocks at most `connect_timeout_ms` + `answer_timeout_s`, however
// slowly the other side sends; one that sends a document at most `document_timeout_s`.
#pragma once

#include <cups/cups.h>

#include <string>
#include <string_view>

#include "printing/handles.h"
#include "printing/ipp_answer.h"
#include "printing/result.h"

namespace printing {

inline constexpr int connect_timeout_ms = 5'000;
inline constexpr int answer_timeout_s = 10;
inline constexpr int document_timeout_s = 60;

using HttpHandle = Handle<http_t, httpClose>;

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

// As whom. CUPS lets this machine's administrators make queues who come over its Unix socket.
enum class Rights { station, process_owner };

class IppConnection {
  public:
    // Errors: unreachable.
    [[nodiscard]] static Result<IppConnection> open(const IppTarget& target, Rights rights = Rights::station);

    // Sends `request` (and `document` after it, if there is one) and returns the answer.
    // Errors: unreachable (no answer in time, or none that is IPP), not_found, refused.
    [[nodiscard]] Result<IppHandle> exchange(IppHandle request, std::string_view document = {});

    // A file of the server by HTTP. Errors: unreachable, not_found, refused (also one longer than `bytes_max`).
    [[nodiscard]] Result<std::string> get(const std::string& path, std::size_t bytes_max);

  private:
    IppConnection(HttpHandle http, std::string resource, Rights rights)
        : http_(std::move(http)), resource_(std::move(resource)), rights_(rights) {}

    [[nodiscard]] Result<> send(ipp_t* request, std::string_view document);
    // The status, and the body where it is 200.
    [[nodiscard]] http_status_t receive(std::string& body, std::size_t bytes_max);
    [[nodiscard]] tl::unexpected<Failure> failed(http_status_t status) const;

    HttpHandle http_;
    std::string resource_;
    Rights rights_;
    bool is_used_ = false;
};

// A request for the printer or queue at `printer_uri`, with the user name of the open connection's rights.
[[nodiscard]] IppHandle new_request(ipp_op_t operation, const std::string& printer_uri);

}  // namespace printing
