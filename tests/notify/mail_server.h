// A real SMTP server for tests: started on a free loopback port, ended with the object.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace vestibule {

enum class MailServerMode { ok, busy, refuse, refuse_data, password };
enum class MailServerTls { off, on };

// Needs python3-aiosmtpd and, for TLS, openssl. Construction throws std::runtime_error where the server doesn't
// start.
class MailServerProcess {
  public:
    explicit MailServerProcess(MailServerMode mode = MailServerMode::ok, MailServerTls tls = MailServerTls::off);
    ~MailServerProcess();
    MailServerProcess(const MailServerProcess&) = delete;
    MailServerProcess& operator=(const MailServerProcess&) = delete;

    [[nodiscard]] std::string url() const;                                  // "smtp://127.0.0.1:PORT"
    [[nodiscard]] std::filesystem::path folder() const { return folder_; }  // its own; removed at the end
    [[nodiscard]] std::filesystem::path certificate() const { return folder_ / "certificate.pem"; }
    // What was taken so far, oldest first, byte by byte; a first line "X-Envelope: FROM TO" is added.
    [[nodiscard]] std::vector<std::string> mails() const;

  private:
    void make_certificate() const;
    void start(MailServerMode mode);

    MailServerTls tls_;
    std::filesystem::path folder_;
    pid_t process_ = -1;
    int input_ = -1;  // the server ends when this is closed, even if the test crashes
    int port_ = 0;
};

}  // namespace vestibule
