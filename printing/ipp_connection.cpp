// Wraps libcups' HTTP and IPP calls: time-outs on all of them, no password prompts, answers judged once.
#include "printing/ipp_connection.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

namespace printing {
namespace {

constexpr const char* user_name = "vestibule";

int give_up_waiting(http_t*, void*) {
    return 0;
}

// libcups would ask on the terminal.
const char* no_password(const char*, http_t*, const char*, const char*, void*) {
    return nullptr;
}

tl::unexpected<Failure> unreachable(const std::string& where) {
    return failure(FailureKind::unreachable, fmt::format("{} doesn't answer.", where));
}

Result<> judge(ipp_t* answer) {
    const ipp_status_t status = ippGetStatusCode(answer);
    if (status >= IPP_STATUS_OK && status < IPP_STATUS_REDIRECTION_OTHER_SITE) return {};
    const std::string why = ippErrorString(status);
    if (status == IPP_STATUS_ERROR_NOT_FOUND)
        return failure(FailureKind::not_found, "The print server doesn't know that printer or job.");
    const bool later = status == IPP_STATUS_ERROR_SERVICE_UNAVAILABLE || status == IPP_STATUS_ERROR_BUSY ||
                       status == IPP_STATUS_ERROR_TEMPORARY;
    if (later) return failure(FailureKind::unreachable, fmt::format("The print server is busy ({}).", why));
    return failure(FailureKind::refused, fmt::format("The print server refused the request ({}).", why));
}

}  // namespace

Result<IppTarget> IppTarget::from_uri(const std::string& uri) {
    std::array<char, 32> scheme{};
    std::array<char, 256> user{};
    std::array<char, 256> host{};
    std::array<char, 1024> resource{};
    int port = 0;
    const auto status =
        httpSeparateURI(HTTP_URI_CODING_ALL, uri.c_str(), scheme.data(), scheme.size(), user.data(), user.size(),
                        host.data(), host.size(), &port, resource.data(), static_cast<int>(resource.size()));
    const std::string_view name = scheme.data();
    if (status < HTTP_URI_STATUS_OK || (name != "ipp" && name != "ipps"))
        return failure(FailureKind::bad_input, "A printer's address has to begin with ipp:// or ipps://.");
    return IppTarget{.host = host.data(),
                     .port = port == 0 ? 631 : port,
                     .resource = resource.data(),
                     .encrypted = name == "ipps"};
}

Result<IppTarget> IppTarget::from_server(const std::string& server) {
    if (server.empty()) return IppTarget{.host = cupsServer(), .port = ippPort()};
    const auto colon = server.rfind(':');
    if (server.starts_with('/') || colon == std::string::npos) return IppTarget{.host = server};
    int port = 0;
    const auto [end, error] = std::from_chars(server.data() + colon + 1, server.data() + server.size(), port);
    if (error != std::errc{} || end != server.data() + server.size() || port < 1 || port > 65535)
        return failure(FailureKind::bad_input, fmt::format("'{}' isn't a print server (host:port).", server));
    return IppTarget{.host = server.substr(0, colon), .port = port};
}

Result<IppConnection> IppConnection::open(const IppTarget& target, Rights rights) {
    cupsSetPasswordCB2(no_password, nullptr);
    cupsSetUser(rights == Rights::station ? user_name : nullptr);
    const auto encryption = target.encrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED;
    HttpHandle http(httpConnect2(target.host.c_str(), target.port, nullptr, AF_UNSPEC, encryption, 1,
                                 connect_timeout_ms, nullptr));
    if (!http) return unreachable(fmt::format("The print server {}:{}", target.host, target.port));
    httpSetTimeout(http.get(), answer_timeout_s, give_up_waiting, nullptr);
    return IppConnection(std::move(http), target.resource, rights);
}

Result<> IppConnection::send(ipp_t* request, std::string_view document) {
    const std::size_t length = ippLength(request) + document.size();
    if (cupsSendRequest(http_.get(), request, resource_.c_str(), length) != HTTP_STATUS_CONTINUE)
        return unreachable("The print server");
    if (!document.empty() &&
        cupsWriteRequestData(http_.get(), document.data(), document.size()) != HTTP_STATUS_CONTINUE)
        return unreachable("The print server");
    return {};
}

http_status_t IppConnection::receive(std::string& body, std::size_t bytes_max) {
    http_status_t status = HTTP_STATUS_CONTINUE;
    while (status == HTTP_STATUS_CONTINUE) status = httpUpdate(http_.get());
    if (status != HTTP_STATUS_OK) {
        if (status != HTTP_STATUS_ERROR) httpFlush(http_.get());
        return status;
    }
    std::array<char, 8192> part{};
    for (ssize_t count = 1; count > 0 && body.size() <= bytes_max;) {
        count = httpRead2(http_.get(), part.data(), part.size());
        if (count < 0) return HTTP_STATUS_ERROR;
        body.append(part.data(), static_cast<std::size_t>(count));
    }
    return body.size() > bytes_max ? HTTP_STATUS_REQUEST_TOO_LARGE : status;
}

tl::unexpected<Failure> IppConnection::failed(http_status_t status) const {
    if (status == HTTP_STATUS_UNAUTHORIZED || status == HTTP_STATUS_FORBIDDEN)
        return failure(FailureKind::refused, rights_ == Rights::station
                                                 ? "The print server doesn't let this station print."
                                                 : "The print server lets only administrators do that.");
    if (status == HTTP_STATUS_NOT_FOUND)
        return failure(FailureKind::not_found, "The print server doesn't know that printer.");
    return unreachable("The print server");
}

Result<IppHandle> IppConnection::exchange(IppHandle request, std::string_view document) {
    const Watchdog watchdog(http_.get(),
                            std::chrono::seconds(document.empty() ? answer_timeout_s : document_timeout_s));
    if (auto sent = send(request.get(), document); !sent) return tl::unexpected(sent.error());
    std::string body;
    auto status = receive(body, answer_bytes_max);
    if (status == HTTP_STATUS_UNAUTHORIZED && rights_ == Rights::process_owner &&
        cupsDoAuthentication(http_.get(), "POST", resource_.c_str()) == 0) {
        if (auto sent = send(request.get(), document); !sent) return tl::unexpected(sent.error());
        status = receive(body, answer_bytes_max);
    }
    if (status != HTTP_STATUS_OK) return failed(status);
    IppHandle answer = parse_ipp(body);
    if (!answer) return unreachable("The print server");  // what it sends isn't an answer
    if (auto judged = judge(answer.get()); !judged) return tl::unexpected(judged.error());
    return answer;
}

Result<std::string> IppConnection::get(const std::string& path, std::size_t bytes_max) {
    const Watchdog watchdog(http_.get(), std::chrono::seconds(answer_timeout_s));
    std::string body;
    http_status_t status = HTTP_STATUS_UNAUTHORIZED;
    for (int attempt = 0; attempt < 2 && status == HTTP_STATUS_UNAUTHORIZED; ++attempt) {
        if (attempt > 0 &&
            (rights_ == Rights::station || cupsDoAuthentication(http_.get(), "GET", path.c_str()) != 0))
            break;
        httpClearFields(http_.get());
        httpSetField(http_.get(), HTTP_FIELD_AUTHORIZATION, httpGetAuthString(http_.get()));
        if (httpGet(http_.get(), path.c_str()) != 0) return unreachable("The print server");
        status = receive(body, bytes_max);
    }
    if (status == HTTP_STATUS_OK) return body;
    if (status == HTTP_STATUS_UNAUTHORIZED || status == HTTP_STATUS_FORBIDDEN)
        return failure(FailureKind::refused, fmt::format("The print server doesn't let this user read {}.", path));
    return failed(status);
}

IppHandle new_request(ipp_op_t operation, const std::string& printer_uri) {
    IppHandle request(ippNewRequest(operation));
    if (!printer_uri.empty())
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, printer_uri.c_str());
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, cupsUser());
    return request;
}

}  // namespace printing
