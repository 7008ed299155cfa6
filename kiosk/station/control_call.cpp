// The asking side of control.sock.
#include <fmt/format.h>
#include <sys/socket.h>

#include <cerrno>
#include <thread>

#include "kiosk/base/json.h"
#include "kiosk/station/control_socket.h"
#include "kiosk/station/control_stream.h"

namespace vestibule {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds connect_again_every{20};  // while the station's queue of callers is full

// Nothing: nobody listens, or the queue was full all the time.
std::optional<Socket> connected(const std::filesystem::path& file, Deadline deadline) {
    const auto address = SocketAddress::of(file);
    if (!address.fits) return std::nullopt;
    for (;;) {
        Socket socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
        if (socket.descriptor() < 0) return std::nullopt;
        if (::connect(socket.descriptor(), address.generic(), sizeof address.name) == 0) return socket;
        if (errno != EAGAIN || steady_clock::now() > deadline) return std::nullopt;
        std::this_thread::sleep_for(connect_again_every);
    }
}

// What comes back: lines of JSON, then the answer without a line's end.
struct Reply {
    const ControlRequest& request;
    std::string text{};
    bool begun = false;

    // False: longer than any answer.
    bool take(std::string_view part) {
        text.append(part);
        for (std::size_t end = 0; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1)) {
            const auto line = parse_object(std::string_view{text}.substr(0, end));
            if (!begun && bool_field(line, "begun")) {
                begun = true;
                if (request.begun) request.begun();
            }
            if (request.progress && line.contains("progress")) request.progress(text_field(line, "progress"));
        }
        return text.size() <= control_message_bytes_max;
    }
    [[nodiscard]] std::optional<ControlAnswer> answer() const {
        const auto json = parse_object(text);
        if (!json.contains("status")) return std::nullopt;
        return ControlAnswer{.status = static_cast<int>(int_field(json, "status", 1)),
                             .out = text_field(json, "out"),
                             .err = text_field(json, "err")};
    }
};

// Takes the request back: from now on the station can't say that it begins, so it won't. False: it had begun.
bool withdrawn(const Socket& socket, Reply& reply) {
    ::shutdown(socket.descriptor(), SHUT_RD);
    for (;;) {
        const auto part = receive_by(socket.descriptor(), steady_clock::now());
        if (!part || part->empty() || !reply.take(*part)) return !reply.begun;
    }
}

tl::unexpected<Problem> unknown_end(std::string_view why) {
    return retry_later(
        fmt::format("the running station took the command, but {}: whether it was done isn't known; look before you "
                    "give it again (`vestibule arrivals`, `vestibule log stats`)",
                    why));
}

// Until the other side has closed. Nothing: it wasn't begun.
Result<std::optional<ControlAnswer>> reply_from(const Socket& socket, Reply& reply, Deadline begin_by,
                                                ControlPatience patience) {
    for (;;) {
        const auto deadline = reply.begun ? steady_clock::now() + patience.answers : begin_by;
        const auto part = receive_by(socket.descriptor(), deadline);
        if (!part && !reply.begun && withdrawn(socket, reply)) return std::nullopt;
        if (!part)
            return unknown_end(fmt::format("hasn't answered for {} s",
                                           std::chrono::round<std::chrono::seconds>(patience.answers).count()));
        if (part->empty()) break;
        if (!reply.take(*part)) return unknown_end("its answer is too long");
    }
    if (auto answer = reply.answer()) return answer;
    if (!reply.begun) return std::nullopt;
    return unknown_end("ended before it had answered");
}

}  // namespace

bool has_listener(const std::filesystem::path& file) {
    const auto address = SocketAddress::of(file);
    const Socket socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!address.fits || socket.descriptor() < 0) return false;
    return ::connect(socket.descriptor(), address.generic(), sizeof address.name) == 0 || errno == EAGAIN;
}

Result<std::optional<ControlAnswer>> ask_running_station(const std::filesystem::path& file,
                                                         const ControlRequest& request, ControlPatience patience) {
    const auto text = dump({{"arguments", request.arguments}, {"folder", request.folder}});
    if (text.size() > control_message_bytes_max)
        return give_up(fmt::format("this command is longer than the {} MB that a station takes",
                                   control_message_bytes_max >> 20U));
    const auto begin_by = steady_clock::now() + patience.begins;
    const auto socket = connected(file, begin_by);
    if (!socket) return std::nullopt;
    Reply reply{.request = request};
    // What was sent in part only is never begun either: the station finds nobody to tell that it begins.
    if (!send_by(socket->descriptor(), text, begin_by)) return std::nullopt;
    ::shutdown(socket->descriptor(), SHUT_WR);
    return reply_from(*socket, reply, begin_by, patience);
}

}  // namespace vestibule
