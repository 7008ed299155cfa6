// libcups serves HTTP and IPP as well as it speaks them.
#include "tests/printing/ipp_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <memory>
#include <stdexcept>

namespace printing_tests {
namespace {

using HttpHandle = std::unique_ptr<http_t, decltype(&httpClose)>;
using IppHandle = std::unique_ptr<ipp_t, decltype(&ippDelete)>;

constexpr int poll_ms = 50;
constexpr int upstream_timeout_ms = 5'000;
constexpr auto drip_interval = std::chrono::milliseconds(500);

bool send_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string head(std::size_t length) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nConnection: close\r\nContent-Length: " +
           std::to_string(length) + "\r\n\r\n";
}

ssize_t append(void* context, ipp_uchar_t* bytes, size_t count) {
    static_cast<std::string*>(context)->append(reinterpret_cast<const char*>(bytes), count);
    return static_cast<ssize_t>(count);
}

std::string bytes_of(ipp_t* message) {
    std::string bytes;
    ippSetState(message, IPP_STATE_IDLE);
    while (true) {
        const auto state = ippWriteIO(&bytes, append, 1, nullptr, message);
        if (state == IPP_STATE_DATA || state == IPP_STATE_ERROR) return bytes;
    }
}

// Version 2.0, successful-ok, request 1, the printer's attributes begin.
std::string answer_start() {
    return {"\x02\x00\x00\x00\x00\x00\x00\x01\x04", 9};
}

std::string nested() {
    constexpr int depth = 50'000;
    std::string bytes = answer_start() + std::string("\x34\x00\x01x\x00\x00", 6);
    for (int level = 0; level < depth; ++level) bytes += std::string("\x4a\x00\x00\x00\x01y\x34\x00\x00\x00\x00", 11);
    return bytes;
}

void flood(int descriptor) {
    constexpr int attributes = 2'000'000;
    const std::string one = std::string("\x44\x00\x01x\x00\x08", 6) + "nonsense";
    std::string many;
    for (int copy = 0; copy < 1000; ++copy) many += one;
    if (!send_all(descriptor, head(9 + one.size() * attributes) + answer_start())) return;
    for (int sent = 0; sent < attributes / 1000; ++sent)
        if (!send_all(descriptor, many)) return;
}

}  // namespace

IppProxy::IppProxy(int printer_port) : printer_port_(printer_port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || ::bind(listener_, any, length) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, any, &length) != 0)
        throw std::runtime_error("the proxy can't listen");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

IppProxy::~IppProxy() {
    ends_ = true;
    acceptor_.join();
    for (auto& connection : connections_) ::shutdown(connection.descriptor, SHUT_RDWR);
    for (auto& connection : connections_) connection.thread.join();
    ::close(listener_);
}

std::string IppProxy::printer_uri() const {
    return "ipp://localhost:" + std::to_string(port_) + "/ipp/print";
}

void IppProxy::rewrite(Rewrite rewrite) {
    const std::lock_guard lock(mutex_);
    rewrite_ = std::move(rewrite);
}

void IppProxy::accept_all() {
    while (!ends_) {
        pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
        if (::poll(&waiting, 1, poll_ms) <= 0) continue;
        http_t* http = httpAcceptConnection(listener_, 1);
        if (http == nullptr) continue;
        std::erase_if(connections_, [](Connection& old) {
            if (old.is_over) old.thread.join();
            return old.is_over.load();
        });
        auto& connection = connections_.emplace_back();
        // A copy of its own: the other one is closed by its thread, and its number may be another's then.
        connection.descriptor = ::dup(httpGetFd(http));
        connection.thread = std::thread([this, &connection, http] { serve(connection, http); });
    }
}

void IppProxy::serve(Connection& connection, http_t* http) {
    const HttpHandle owned(http, httpClose);
    while (!ends_ && answer(http)) continue;
    ::shutdown(connection.descriptor, SHUT_RDWR);
    ::close(connection.descriptor);
    connection.is_over = true;
}

// One request; false when the connection is over.
bool IppProxy::answer(http_t* http) {
    std::array<char, 1024> resource{};
    http_state_t state = HTTP_STATE_WAITING;
    while (state == HTTP_STATE_WAITING && !ends_) {
        if (httpWait(http, poll_ms) == 0) continue;
        state = httpReadRequest(http, resource.data(), resource.size());
    }
    if (state != HTTP_STATE_POST) return false;
    while (httpUpdate(http) == HTTP_STATUS_CONTINUE) continue;
    if (httpGetExpect(http) == HTTP_STATUS_CONTINUE) httpWriteResponse(http, HTTP_STATUS_CONTINUE);
    const IppHandle request(ippNew(), ippDelete);
    for (ipp_state_t part = IPP_STATE_IDLE; part != IPP_STATE_DATA;)
        if (part = ippRead(http, request.get()); part == IPP_STATE_ERROR) return false;
    std::string document;
    std::array<char, 8192> bytes{};
    for (ssize_t count = 0; (count = httpRead2(http, bytes.data(), bytes.size())) > 0;)
        document.append(bytes.data(), static_cast<std::size_t>(count));

    const HttpHandle printer(httpConnect2("127.0.0.1", printer_port_, nullptr, AF_INET, HTTP_ENCRYPTION_IF_REQUESTED,
                                          1, upstream_timeout_ms, nullptr),
                             httpClose);
    if (!printer) return false;
    const auto length = ippLength(request.get()) + document.size();
    if (cupsSendRequest(printer.get(), request.get(), resource.data(), length) != HTTP_STATUS_CONTINUE) return false;
    if (!document.empty()) cupsWriteRequestData(printer.get(), document.data(), document.size());
    const IppHandle good(cupsGetResponse(printer.get(), resource.data()), ippDelete);
    if (!good) return false;
    {
        const std::lock_guard lock(mutex_);
        if (rewrite_) rewrite_(good.get());
    }
    const auto how = misbehaviour_.load();
    if (how != Misbehaviour::none) return send_wrong(http, how, good.get());
    const auto whole = bytes_of(good.get());
    if (!send_all(httpGetFd(http), head(whole.size()) + whole)) return false;
    return false;  // a connection serves one request: libcups makes the next one by itself
}

bool IppProxy::send_wrong(http_t* http, Misbehaviour how, ipp_t* good) {
    const int line = httpGetFd(http);
    const auto whole = bytes_of(good);
    switch (how) {
        case Misbehaviour::none:
            return true;
        case Misbehaviour::stalls:
            while (!ends_ && httpWait(http, poll_ms) == 0) continue;
            return false;
        case Misbehaviour::resets: {
            const linger at_once{.l_onoff = 1, .l_linger = 0};
            ::setsockopt(line, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
            return false;
        }
        case Misbehaviour::truncates:
            return send_all(line, head(whole.size()) + whole.substr(0, whole.size() / 2)) && false;
        case Misbehaviour::sends_garbage:
            return send_all(line, head(4096) + std::string(4096, '\xee')) && false;
        case Misbehaviour::floods:
            flood(line);
            return false;
        case Misbehaviour::nests: {
            const auto deep = nested();
            return send_all(line, head(deep.size()) + deep) && false;
        }
        case Misbehaviour::drips:
            for (const char byte : head(whole.size()) + whole) {
                if (ends_ || !send_all(line, {&byte, 1})) return false;
                std::this_thread::sleep_for(drip_interval);
            }
            return false;
        case Misbehaviour::fails:
            return send_all(line, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n") && false;
        case Misbehaviour::is_no_printer:
            return send_all(line, "220 mail.example ESMTP\r\n") && false;
    }
    return false;
}

}  // namespace printing_tests
