// DATA/<station>/control.sock (mode 0600): commands for a running station, handed over by another process of the same
// user.
#pragma once

#include <atomic>
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
inline constexpr int control_answer_timeout_s = 120;

struct ControlRequest {
    std::vector<std::string> arguments;  // of the command line, without the program
    std::string folder;                  // where relative paths start
    // Takes a line that is for people who wait, while the answer is being made; may be empty on the asking side.
    std::function<void(std::string_view)> progress{};
};
struct ControlAnswer {
    int status = 0;
    std::string out, err;
};

class ControlSocket {
  public:
    // `handle` runs on the socket's own thread, one request at a time.
    [[nodiscard]] static Result<std::unique_ptr<ControlSocket>> listen(
        const std::filesystem::path& file, std::function<ControlAnswer(const ControlRequest&)> handle);
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;
    ~ControlSocket();

  private:
    ControlSocket(int descriptor, int stop_pipe_read, int stop_pipe_write, std::filesystem::path file,
                  std::function<ControlAnswer(const ControlRequest&)> handle);
    void run();

    int descriptor_, stop_read_, stop_write_;
    std::filesystem::path file_;
    std::function<ControlAnswer(const ControlRequest&)> handle_;
    std::thread thread_;
};

// Hands a command to the running station. Blocks until it answers, at most control_answer_timeout_s after the last
// sign of progress. Errors: retry_later when nobody answers.
[[nodiscard]] Result<ControlAnswer> ask_running_station(const std::filesystem::path& file,
                                                        const ControlRequest& request);

}  // namespace vestibule
