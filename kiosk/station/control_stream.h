// Bytes over a local socket, each way with an end in time: the two sides of control.sock share it.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace vestibule {

using Deadline = std::chrono::steady_clock::time_point;

// A socket's path is short by design of the kernel.
struct SocketAddress {
    sockaddr_un name{};
    bool fits = false;

    [[nodiscard]] static SocketAddress of(const std::filesystem::path& file);
    [[nodiscard]] const sockaddr* generic() const;
};

// A descriptor that is closed with it; nothing where it is negative.
class Socket {
  public:
    explicit Socket(int descriptor) : descriptor_{descriptor} {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&&) = delete;
    ~Socket();
    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

// The descriptors of these two don't block (SOCK_NONBLOCK).
// False: the other side has gone, or hasn't taken all of it by then.
[[nodiscard]] bool send_by(int descriptor, std::string_view text, Deadline deadline);
// What has come, empty once the other side has closed. Nothing: nothing came by then, the line broke, or `stop`
// became readable.
[[nodiscard]] std::optional<std::string> receive_by(int descriptor, Deadline deadline, int stop = -1);

}  // namespace vestibule
