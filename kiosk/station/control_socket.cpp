// The answering side of control.sock: one JSON request a connection; back come lines of JSON, {"begun": true}, then
// {"progress": …} as often as there is any, then the answer. Each direction ends by being closed.
#include "kiosk/station/control_socket.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kiosk/base/json.h"
#include "kiosk/base/wipe.h"
#include "kiosk/station/control_stream.h"

namespace vestibule {
namespace {

constexpr int callers_waiting_max = 8;

bool send_soon(int descriptor, const Json& json, std::string_view end) {
    return send_by(descriptor, dump(json).append(end), std::chrono::steady_clock::now() + control_request_max);
}

// The whole request. Nothing where it's too long, or isn't there in time: others wait behind it.
std::optional<std::string> request_text(int descriptor, int stop) {
    const auto deadline = std::chrono::steady_clock::now() + control_request_max;
    std::string out;
    for (;;) {
        const auto part = receive_by(descriptor, deadline, stop);
        if (!part) return std::nullopt;
        if (part->empty()) return out;
        out.append(*part);
        if (out.size() > control_message_bytes_max || std::chrono::steady_clock::now() > deadline)
            return std::nullopt;
    }
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
    const auto address = SocketAddress::of(file);
    if (!address.fits)
        return ask_staff(fmt::format("the data folder's path is too long for a socket: {}", file.string()));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int stop[2] = {-1, -1};
    ::unlink(file.c_str());
    // The directory is 0700 already; the mask makes the socket 0600 from its first instant.
    const auto mask = ::umask(0177);
    const bool bound = descriptor >= 0 && ::bind(descriptor, address.generic(), sizeof address.name) == 0;
    ::umask(mask);
    if (!bound || ::listen(descriptor, callers_waiting_max) != 0 || ::pipe(stop) != 0) {
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
        const Socket client{::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
        if (client.descriptor() < 0) continue;
        serve(client.descriptor());
        wipe_stack();
    }
}

void ControlSocket::serve(int client) {
    const auto text = request_text(client, stop_read_);
    // Who can't be told any more that it begins has taken the request back.
    if (!text || !send_soon(client, {{"begun", true}}, "\n")) return;
    auto request = request_from(*text);
    request.progress = [client, listens = true](std::string_view line) mutable {
        listens = listens && send_soon(client, {{"progress", line}}, "\n");
    };
    const auto answer = handle_(request);
    if (send_soon(client, {{"status", answer.status}, {"out", answer.out}, {"err", answer.err}}, ""))
        ::shutdown(client, SHUT_WR);
}

}  // namespace vestibule
