// DATA/<station>/control.sock (mode 0600): commands for a running station, handed over by another process of the same
// user.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr std::size_t control_message_bytes_max = 16U << 20U;
inline constexpr std::chrono::seconds control_request_max{10};  // until a request has come, or an answer gone
inline constexpr std::chrono::seconds control_answer_max{120};  // after the last sign of progress
inline constexpr std::chrono::seconds control_begin_max{120};   // until a busy station begins

struct ControlRequest {
    std::vector<std::string> arguments;  // of the command line, without the program
    std::string folder;                  // where relative paths start
    // Takes a line that is for people who wait, while the answer is being made; may be empty on the asking side.
    std::function<void(std::string_view)> progress{};
    // On the asking side: the station has begun on it.
    std::function<void()> begun{};
};
struct ControlAnswer {
    int status = 0;
    std::string out, err;
};

// How long the asking side waits.
struct ControlPatience {
    std::chrono::milliseconds begins = control_begin_max, answers = control_answer_max;
};

class ControlSocket {
  public:
    // `handle` runs on the socket's own thread, one request at a time. A request whose sender has gone before its
    // turn came isn't begun; one that was begun is done, whoever listens.
    [[nodiscard]] static Result<std::unique_ptr<ControlSocket>> listen(
        const std::filesystem::path& file, std::function<ControlAnswer(const ControlRequest&)> handle);
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;
    ~ControlSocket();

  private:
    ControlSocket(int descriptor, int stop_pipe_read, int stop_pipe_write, std::filesystem::path file,
                  std::function<ControlAnswer(const ControlRequest&)> handle);
    void run();
    void serve(int client);

    int descriptor_, stop_read_, stop_write_;
    std::filesystem::path file_;
    std::function<ControlAnswer(const ControlRequest&)> handle_;
    std::thread thread_;
};

// Whether a process, working or not, has that socket open.
[[nodiscard]] bool has_listener(const std::filesystem::path& file);

// Hands a command to the running station, and waits for its answer. Nothing where it wasn't begun (nobody listens, or
// whoever does was busy for all of `patience.begins`): then it never will be. Errors: give_up for a request of more
// than control_message_bytes_max; retry_later where it was begun but what has become of it isn't known.
[[nodiscard]] Result<std::optional<ControlAnswer>> ask_running_station(const std::filesystem::path& file,
                                                                       const ControlRequest& request,
                                                                       ControlPatience patience = {});

}  // namespace vestibule
