// A thread that looks at the socket's counters until the call is over.
#include "kiosk/sync/silence_watch.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>

namespace vestibule {
namespace {

// Bytes so far, both ways; always 0 on a socket that isn't TCP's.
std::uint64_t moved(int socket) {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
    return info.tcpi_bytes_acked + info.tcpi_bytes_received;
}

}  // namespace

SilenceWatch::SilenceWatch(int socket, std::chrono::milliseconds limit)
    : thread_{[this, socket, limit] { watch(socket, limit); }} {}

SilenceWatch::~SilenceWatch() {
    {
        const std::scoped_lock lock{mutex_};
        is_over_ = true;
    }
    over_.notify_one();
    thread_.join();
}

void SilenceWatch::watch(int socket, std::chrono::milliseconds limit) {
    std::unique_lock lock{mutex_};
    for (auto before = moved(socket); !over_.wait_for(lock, limit, [this] { return is_over_; });) {
        const auto now = moved(socket);
        if (now == before) {
            shutdown(socket, SHUT_RDWR);
            return;
        }
        before = now;
    }
}

}  // namespace vestibule
