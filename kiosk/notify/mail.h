// Sends one mail through the company's mail server (RFC 5321), by libcurl.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/config.h"
#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr auto mail_connect_max = std::chrono::seconds{10};
inline constexpr auto mail_send_max = std::chrono::seconds{30};  // connecting included
inline constexpr std::size_t mail_text_bytes_max = 256 * 1024;
inline constexpr std::size_t password_bytes_max = 1024;

struct MailServer {
    std::string url;                      // "smtp://host:port" (STARTTLS where offered) or "smtps://host:port"
    std::string user;                     // empty = without signing in; with it a connection without TLS is refused
    std::filesystem::path password_file;  // one line; mode 0600
    std::filesystem::path ca_file;        // the company's own root certificate; empty = the system's
    std::chrono::milliseconds connect_max = mail_connect_max;
    std::chrono::milliseconds send_max = mail_send_max;
};
[[nodiscard]] MailServer mail_server_of(const Config::Mail& config);

struct Mail {
    std::string from;  // "reception@harbour.example" or "Harbour House <reception@harbour.example>"
    std::string to;    // the same; one address
    std::string subject;
    std::string text;        // UTF-8, lines end in '\n'
    std::string message_id;  // "unique@domain" without brackets; the same whenever this mail is sent again
    Instant written_at;
};

// Returns once the server has taken the mail over. Sent again after retry_later it may arrive twice, under the same
// Message-ID, which mail programs show once.
// Thread: any. Blocks: at most send_max.
// Errors: retry_later when the server can't be reached, is slow or says 4xx; give_up on 5xx and on what can't be a
// mail (no address, a line break in a header); ask_staff when signing in, the certificate or the password file is
// wrong.
[[nodiscard]] Result<> send_mail(const MailServer& server, const Mail& mail);

}  // namespace vestibule
