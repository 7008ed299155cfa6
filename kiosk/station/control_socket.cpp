// The control socket: one JSON request a connection; back come lines of JSON, {"progress": …} as often as there is
// any, then the answer. Each direction ends by being closed.
#include "kiosk/station/control_socket.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kiosk/base/json.h"
#include "kiosk/base/wipe.h"

namespace vestibule {
namespace {

// A socket's path is short by design of the kernel; a long data folder is reached through its open directory.
struct Address {
    sockaddr_un name{};
    bool fits = false;
};

Address address_of(const std::filesystem::path& file) {
    Address address;
    address.name.sun_family = AF_UNIX;
    const auto text = file.string();
    address.fits = text.size() < sizeof address.name.sun_path;
    if (address.fits) std::memcpy(address.name.sun_path, text.c_str(), text.size() + 1);
    return address;
}

const sockaddr* generic(const Address& address) {
    return reinterpret_cast<const sockaddr*>(&address.name);
}

bool send_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto sent = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool send_last(int descriptor, std::string_view text) {
    return send_all(descriptor, text) && ::shutdown(descriptor, SHUT_WR) == 0;
}

// What comes until the other side closes; `line` takes away each line that is whole.
std::optional<std::string> receive_all(int descriptor, const std::function<void(std::string_view)>& line = {}) {
    std::string out;
    char part[65536];
    for (;;) {
        const auto got = ::recv(descriptor, part, sizeof part, 0);
        if (got < 0) return std::nullopt;
        if (got == 0) return out;
        out.append(part, static_cast<std::size_t>(got));
        for (std::size_t end = 0; line && (end = out.find('\n')) != std::string::npos; out.erase(0, end + 1))
            line(std::string_view{out}.substr(0, end));
        if (out.size() > control_message_bytes_max) return std::nullopt;
    }
}

void limit_wait(int descriptor, int seconds) {
    const timeval limit{.tv_sec = seconds, .tv_usec = 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

ControlRequest request_from(const std::string& text) {
    const auto json = parse_object(text);
    ControlRequest request{.folder = text_field(json, "folder")};
    const auto found = json.find("arguments");
    if (found != json.end() && found->is_array())
        for (const auto& item : *found)
            if (item.is_string()) request.arguments.push_back(item.get<std::string>());
    return request;
}

}  // namespace

Result<std::unique_ptr<ControlSocket>> ControlSocket::listen(
    const std::filesystem::path& file, std::function<ControlAnswer(const ControlRequest&)> handle) {
    const auto address = address_of(file);
    if (!address.fits)
        return ask_staff(fmt::format("the data folder's path is too long for a socket: {}", file.string()));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int stop[2] = {-1, -1};
    ::unlink(file.c_str());
    // The directory is 0700 already; the mask makes the socket 0600 from its first instant.
    const auto mask = ::umask(0177);
    const bool bound = descriptor >= 0 && ::bind(descriptor, generic(address), sizeof address.name) == 0;
    ::umask(mask);
    if (!bound || ::listen(descriptor, 8) != 0 || ::pipe(stop) != 0) {
        const std::string why = std::strerror(errno);
        if (descriptor >= 0) ::close(descriptor);
        return ask_staff(fmt::format("can't open {}: {}", file.string(), why));
    }
    return std::unique_ptr<ControlSocket>{new ControlSocket{descriptor, stop[0], stop[1], file, std::move(handle)}};
}

ControlSocket::ControlSocket(int descriptor, int stop_read, int stop_write, std::filesystem::path file,
                             std::function<ControlAnswer(const ControlRequest&)> handle)
    : descriptor_{descriptor},
      stop_read_{stop_read},
      stop_write_{stop_write},
      file_{std::move(file)},
      handle_{std::move(handle)} {
    thread_ = std::thread{[this] { run(); }};
}

ControlSocket::~ControlSocket() {
    ::close(stop_write_);
    thread_.join();
    ::close(stop_read_);
    ::close(descriptor_);
    ::unlink(file_.c_str());
}

void ControlSocket::run() {
    for (;;) {
        pollfd waits[2] = {{.fd = descriptor_, .events = POLLIN, .revents = 0},
                           {.fd = stop_read_, .events = POLLIN, .revents = 0}};
        if (::poll(waits, 2, -1) < 0 && errno != EINTR) return;
        if (waits[1].revents != 0) return;
        if ((waits[0].revents & POLLIN) == 0) continue;
        const int client = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) continue;
        limit_wait(client, 10);
        if (const auto text = receive_all(client)) {
            auto request = request_from(*text);
            // Who asked may have gone: the command is done all the same.
            request.progress = [client](std::string_view line) {
                send_all(client, dump({{"progress", line}}) + "\n");
            };
            const auto answer = handle_(request);
            send_last(client, dump({{"status", answer.status}, {"out", answer.out}, {"err", answer.err}}));
        }
        wipe_stack();
        ::close(client);
    }
}

Result<ControlAnswer> ask_running_station(const std::filesystem::path& file, const ControlRequest& request) {
    const auto address = address_of(file);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || !address.fits || ::connect(descriptor, generic(address), sizeof address.name) != 0) {
        if (descriptor >= 0) ::close(descriptor);
        return retry_later(fmt::format(
            "the station is in use by another program, which doesn't answer at {}; please try again", file.string()));
    }
    limit_wait(descriptor, control_answer_timeout_s);
    const auto sent = send_last(descriptor, dump({{"arguments", request.arguments}, {"folder", request.folder}}));
    const auto show = [&](std::string_view line) {
        if (request.progress) request.progress(text_field(parse_object(line), "progress"));
    };
    const auto text = sent ? receive_all(descriptor, show) : std::nullopt;
    ::close(descriptor);
    if (!text) return retry_later("the running station didn't answer in time; please try again");
    const auto json = parse_object(*text);
    return ControlAnswer{.status = static_cast<int>(int_field(json, "status", 1)),
                         .out = text_field(json, "out"),
                         .err = text_field(json, "err")};
}

}  // namespace vestibule
