// poll, recv and send between pairs of sockets, with a budget of bytes.
#include "tests/support/cutting_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace vestibule::test_support {
namespace {

constexpr std::size_t chunk_bytes = 4096;

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

// Small pieces go at once, as they came.
int with_no_delay(int socket) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

bool send_all(int to, const char* bytes, std::size_t count) {
    while (count > 0) {
        const auto sent = ::send(to, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes += sent;
        count -= static_cast<std::size_t>(sent);
    }
    return true;
}

// Not once it has closed, though what it said before may still be unread here.
bool is_open(int client) {
    tcp_info info{};
    socklen_t length = sizeof info;
    return ::getsockopt(client, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 && info.tcpi_state == TCP_ESTABLISHED;
}

}  // namespace

CuttingProxy::CuttingProxy(int server_port)
    : server_port_{server_port},
      listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)},
      wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    auto address = loopback(0);
    socklen_t length = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, length) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &length) != 0)
        throw std::runtime_error("the proxy can't listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { run(); }};
}

CuttingProxy::~CuttingProxy() {
    ends_ = true;
    ::eventfd_write(wake_, 1);
    thread_.join();
    ::close(listener_);
    ::close(wake_);
}

void CuttingProxy::fail_after(Way way, std::size_t bytes, Fault fault) {
    const std::scoped_lock lock{mutex_};
    planned_ = {way, bytes, fault};
}

void CuttingProxy::heal() {
    {
        const std::scoped_lock lock{mutex_};
        planned_.reset();
    }
    heals_ = true;
    ::eventfd_write(wake_, 1);
}

std::size_t CuttingProxy::forwarded(Way way) const {
    const std::scoped_lock lock{mutex_};
    return forwarded_[static_cast<int>(way)];
}

void CuttingProxy::run() {
    while (!ends_) {
        std::vector<pollfd> waited = {{.fd = wake_, .events = POLLIN, .revents = 0},
                                      {.fd = listener_, .events = POLLIN, .revents = 0}};
        for (const auto& link : links_)
            for (const int socket : {link.client, link.server})
                waited.push_back({.fd = link.stalled ? -1 : socket, .events = POLLIN, .revents = 0});
        ::poll(waited.data(), waited.size(), -1);
        eventfd_t ignored = 0;
        ::eventfd_read(wake_, &ignored);
        if (heals_.exchange(false))
            for (auto& link : links_) link.over |= link.stalled;
        std::size_t at = 2;
        for (auto& link : links_) {
            if (waited[at++].revents != 0) forward(link, Way::to_server);
            if (waited[at++].revents != 0) forward(link, Way::to_client);
        }
        if (waited[1].revents != 0) accept_client();
        drop_over();
    }
    for (auto& link : links_) link.over = true;
    drop_over();
}

void CuttingProxy::accept_client() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(server_port_);
    const bool reached = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    links_.push_back({.client = with_no_delay(client), .server = with_no_delay(server), .over = !reached});
}

void CuttingProxy::forward(Link& link, Way way) {
    if (link.over || link.stalled) return;
    const bool up = way == Way::to_server;
    std::array<char, chunk_bytes> bytes;
    const auto count = ::recv(up ? link.client : link.server, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count <= 0) {
        link.over = true;
        return;
    }
    const auto received = static_cast<std::size_t>(count);
    // Farewells of a line that was given up don't use up the fault meant for the next one.
    const auto going = is_open(link.client) ? allowed(way, received) : received;
    if (!send_all(up ? link.server : link.client, bytes.data(), going)) link.over = true;
    if (going < received) strike(link);
}

std::size_t CuttingProxy::allowed(Way way, std::size_t count) {
    const std::scoped_lock lock{mutex_};
    if (planned_ && planned_->way == way) {
        const auto cut_short = planned_->bytes < count;
        if (cut_short) count = planned_->bytes;
        planned_->bytes -= count;
    }
    forwarded_[static_cast<int>(way)] += count;
    return count;
}

void CuttingProxy::strike(Link& link) {
    const std::scoped_lock lock{mutex_};
    ++faults_;
    const auto fault = planned_ ? planned_->fault : Fault::cut;
    (fault == Fault::stall ? link.stalled : link.over) = true;
    if (fault != Fault::reset) return planned_.reset();
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    for (const int socket : {link.client, link.server})
        ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    planned_.reset();
}

void CuttingProxy::drop_over() {
    links_.remove_if([](const Link& link) {
        if (!link.over) return false;
        ::close(link.client);
        ::close(link.server);
        return true;
    });
}

}  // namespace vestibule::test_support
