// Starts and ends mail_server.py.
#include "mail_server.h"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>

namespace vestibule {
namespace {

constexpr int start_max_ms = 30'000;

const char* name_of(MailServerMode mode) {
    switch (mode) {
        case MailServerMode::ok:
            return "ok";
        case MailServerMode::busy:
            return "busy";
        case MailServerMode::refuse:
            return "refuse";
        case MailServerMode::refuse_data:
            return "refuse-data";
        case MailServerMode::password:
            return "password";
    }
    return "ok";
}

pid_t spawn(const std::vector<std::string>& arguments, int input, int output) {
    std::vector<char*> raw;
    for (const auto& argument : arguments) raw.push_back(const_cast<char*>(argument.c_str()));
    raw.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    pid_t process = -1;
    const int error = posix_spawnp(&process, raw[0], &actions, nullptr, raw.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("can't start " + arguments[0]);
    return process;
}

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    return ends;
}

int read_number(int from) {
    std::string text;
    pollfd waiting{.fd = from, .events = POLLIN, .revents = 0};
    char c = 0;
    while (poll(&waiting, 1, start_max_ms) == 1 && read(from, &c, 1) == 1 && c != '\n') text += c;
    return std::atoi(text.c_str());
}

}  // namespace

MailServerProcess::MailServerProcess(MailServerMode mode, MailServerTls tls) : tls_{tls} {
    auto pattern = (std::filesystem::temp_directory_path() / "vestibule-mail-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    if (tls_ == MailServerTls::on) make_certificate();
    start(mode);
}

MailServerProcess::~MailServerProcess() {
    if (input_ >= 0) close(input_);
    if (process_ > 0) {
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void MailServerProcess::make_certificate() const {
    const std::string command =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext "
        "subjectAltName=IP:127.0.0.1 -keyout " +
        (folder_ / "key.pem").string() + " -out " + certificate().string() + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl makes no certificate");
}

void MailServerProcess::start(MailServerMode mode) {
    std::vector<std::string> arguments = {"/usr/bin/python3",
                                          std::string{VESTIBULE_SOURCE} + "/tests/notify/mail_server.py",
                                          folder_.string(), name_of(mode)};
    if (tls_ == MailServerTls::on) {
        arguments.push_back(certificate().string());
        arguments.push_back((folder_ / "key.pem").string());
    }
    const auto in = make_pipe(), out = make_pipe();
    process_ = spawn(arguments, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    input_ = in[1];
    port_ = read_number(out[0]);
    close(out[0]);
    if (port_ == 0) throw std::runtime_error("the mail server doesn't start; is python3-aiosmtpd installed?");
}

std::string MailServerProcess::url() const {
    return (tls_ == MailServerTls::on ? "smtps://127.0.0.1:" : "smtp://127.0.0.1:") + std::to_string(port_);
}

std::vector<std::string> MailServerProcess::mails() const {
    std::vector<std::string> out;
    for (int number = 1;; ++number) {
        std::ifstream in{folder_ / (std::to_string(number) + ".eml"), std::ios::binary};
        if (!in) return out;
        std::ostringstream text;
        text << in.rdbuf();
        out.push_back(text.str());
    }
}

}  // namespace vestibule
