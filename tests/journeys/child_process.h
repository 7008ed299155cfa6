// Programs started by a journey: in the background, or to their end with what they said.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace journeys {

using Environment = std::map<std::string, std::optional<std::string>>;  // nothing: unset

struct ChildSpec {
    std::vector<std::string> arguments;  // the first one is the program
    Environment environment{};           // on top of this process's own
    std::filesystem::path out{}, err{};  // where its output goes; empty: nowhere
    int inherited = -1;                  // becomes its descriptor 3
};

// A running program; killed and collected when it goes out of scope, and by the kernel when the test dies first.
class Child {
  public:
    explicit Child(const ChildSpec& spec);
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child();

    [[nodiscard]] bool running();
    [[nodiscard]] pid_t pid() const { return pid_; }
    void send(int signal) const;
    // Its exit status, 128 + n after signal n; nothing where it is still running after `limit`.
    [[nodiscard]] std::optional<int> wait(std::chrono::milliseconds limit);

  private:
    pid_t pid_ = 0;
    std::optional<int> status_;
};

struct Finished {
    int status = 0;
    std::string out, err;
};

// Runs a program to its end. Throws std::runtime_error where it takes longer than patience().
[[nodiscard]] Finished run(const std::vector<std::string>& arguments, const Environment& environment = {});

// How long anything may take. Generous: it is only waited out by what fails. Longer under sanitizers.
[[nodiscard]] std::chrono::milliseconds patience();
[[nodiscard]] std::string content_of(const std::filesystem::path& file);

// A folder of its own, removed with all that is in it.
class Folder {
  public:
    Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace journeys
