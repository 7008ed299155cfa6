// Sending and receiving with poll.
#include "kiosk/station/control_stream.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace vestibule {
namespace {

// True: `descriptor` is ready. False: too late, or `stop` is.
bool wait_for(int descriptor, short events, Deadline deadline, int stop) {
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        std::array<pollfd, 2> waits{
            {{.fd = descriptor, .events = events, .revents = 0}, {.fd = stop, .events = POLLIN, .revents = 0}}};
        const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(std::clamp<long>(left, 0, 1'000'000)));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || waits[1].revents != 0) return false;
        return true;
    }
}

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

SocketAddress SocketAddress::of(const std::filesystem::path& file) {
    SocketAddress address;
    address.name.sun_family = AF_UNIX;
    const auto text = file.string();
    address.fits = text.size() < sizeof address.name.sun_path;
    if (address.fits) std::memcpy(address.name.sun_path, text.c_str(), text.size() + 1);
    return address;
}

const sockaddr* SocketAddress::generic() const {
    return reinterpret_cast<const sockaddr*>(&name);
}

Socket::Socket(Socket&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

Socket::~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool send_by(int descriptor, std::string_view text, Deadline deadline) {
    while (!text.empty()) {
        const auto sent = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent > 0)
            text.remove_prefix(static_cast<std::size_t>(sent));
        else if (!would_block() || !wait_for(descriptor, POLLOUT, deadline, -1))
            return false;
    }
    return true;
}

std::optional<std::string> receive_by(int descriptor, Deadline deadline, int stop) {
    std::string part(65536, '\0');
    for (;;) {
        const auto got = ::recv(descriptor, part.data(), part.size(), 0);
        if (got >= 0) {
            part.resize(static_cast<std::size_t>(got));
            return part;
        }
        if (!would_block() || !wait_for(descriptor, POLLIN, deadline, stop)) return std::nullopt;
    }
}

}  // namespace vestibule
