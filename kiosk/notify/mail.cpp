// Sends one mail by libcurl; what its outcomes mean is decided here.
#include "kiosk/notify/mail.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <mutex>

#include "kiosk/base/ensure.h"
#include "kiosk/notify/mail_headers.h"

namespace vestibule {
namespace {

template <auto Release>
using Releaser = decltype([](auto* handle) { Release(handle); });
using Easy = std::unique_ptr<CURL, Releaser<curl_easy_cleanup>>;
using List = std::unique_ptr<curl_slist, Releaser<curl_slist_free_all>>;
using Mime = std::unique_ptr<curl_mime, Releaser<curl_mime_free>>;

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_{fd} {}
    ~Descriptor() {
        if (fd_ >= 0) close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

Result<std::string> read_password(const std::filesystem::path& file) {
    const Descriptor in{open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    struct stat status {};
    if (in.get() < 0 || fstat(in.get(), &status) != 0 || !S_ISREG(status.st_mode))
        return ask_staff(
            fmt::format("the mail password file {} can't be opened; check mail.password_file", file.string()));
    // Checked on the open file, so that it can't be exchanged in between.
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return ask_staff(fmt::format("the mail password file {} can be read by others; run: chmod 600 {}",
                                     file.string(), file.string()));
    std::array<char, password_bytes_max> bytes{};
    const auto size = read(in.get(), bytes.data(), bytes.size());
    std::string password{bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0U};
    password.erase(std::min(password.find_first_of("\r\n"), password.size()));
    if (password.empty())
        return ask_staff(
            fmt::format("the mail password file {} is empty; write the password into it", file.string()));
    return password;
}

// Lines end in CR LF in a mail, whatever they ended in before.
std::string with_mail_line_ends(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\r' || c == '\0') continue;
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

template <class Value>
void set(CURL* curl, CURLoption option, Value value) {
    ensure(curl_easy_setopt(curl, option, value) == CURLE_OK, "libcurl has the option, and memory for it");
}

List list_of(const std::vector<std::string>& lines) {
    List list;
    for (const auto& line : lines) {
        auto* longer = curl_slist_append(list.get(), line.c_str());
        ensure(longer != nullptr, "libcurl has memory for a header");
        if (!list) list.reset(longer);
    }
    return list;
}

Mime body_of(CURL* curl, const std::string& text) {
    Mime mime{curl_mime_init(curl)};
    auto* part = curl_mime_addpart(mime.get());
    const bool made = curl_mime_data(part, text.data(), text.size()) == CURLE_OK &&
                      curl_mime_type(part, "text/plain; charset=utf-8") == CURLE_OK &&
                      curl_mime_encoder(part, "quoted-printable") == CURLE_OK;
    ensure(made, "libcurl has memory for a mail");
    return mime;
}

bool is_about_certificates(CURLcode code) {
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_USE_SSL_FAILED;
}

// The server's reply decides where there's one: 4xx asks to come again, 5xx never changes its mind (RFC 5321 §4.2.1).
Result<> outcome(CURL* curl, CURLcode code, const MailServer& server, std::string_view detail) {
    if (code == CURLE_OK) return {};
    long reply = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    const std::string why{detail.empty() ? curl_easy_strerror(code) : detail};
    if (code == CURLE_LOGIN_DENIED && (reply < 400 || reply >= 500))
        return ask_staff(
            fmt::format("the mail server {} doesn't accept the password of {}; check mail.user and "
                        "mail.password_file",
                        server.url, server.user));
    if (is_about_certificates(code))
        return ask_staff(
            fmt::format("there's no safe connection to the mail server {} ({}); check its certificate and its "
                        "name in mail.server",
                        server.url, why));
    if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL)
        return ask_staff(
            fmt::format("\"{}\" is no mail server; write smtp://host:port or smtps://host:port", server.url));
    if (reply >= 500 && reply < 600)
        return give_up(
            fmt::format("the mail server {} refused the mail with {}; check the host's address", server.url, reply));
    if (reply >= 400 && reply < 500)
        return retry_later(fmt::format("the mail server {} asks to come again later ({})", server.url, reply));
    return retry_later(
        fmt::format("the mail server {} can't be reached ({}); check the network if it lasts", server.url, why));
}

void set_up_curl_once() {
    static std::once_flag once;
    std::call_once(once, [] { ensure(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "libcurl starts"); });
}

Result<> set_server(CURL* curl, const MailServer& server) {
    set(curl, CURLOPT_URL, server.url.c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // A worker thread must not be interrupted by libcurl's alarm signal.
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server.connect_max.count()));
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(server.send_max.count()));
    set(curl, CURLOPT_USE_SSL, static_cast<long>(server.user.empty() ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!server.ca_file.empty()) set(curl, CURLOPT_CAINFO, server.ca_file.c_str());
    if (server.user.empty()) return {};
    VESTIBULE_TRY(password, read_password(server.password_file));
    set(curl, CURLOPT_USERNAME, server.user.c_str());
    set(curl, CURLOPT_PASSWORD, password.c_str());
    return {};
}

}  // namespace

MailServer mail_server_of(const Config::Mail& config) {
    return {.url = config.server, .user = config.user, .password_file = config.password_file};
}

Result<> send_mail(const MailServer& server, const Mail& mail) {
    if (mail.text.size() > mail_text_bytes_max) return give_up("the text of a mail is too long; shorten it");
    VESTIBULE_TRY(header_lines, mail_headers(mail));
    VESTIBULE_TRY(from, parse_mailbox(mail.from));
    VESTIBULE_TRY(to, parse_mailbox(mail.to));
    set_up_curl_once();
    const Easy curl{curl_easy_init()};
    ensure(curl != nullptr, "libcurl makes a handle");
    VESTIBULE_CHECK(set_server(curl.get(), server));
    std::array<char, CURL_ERROR_SIZE> detail{};
    const auto headers = list_of(header_lines);
    const auto recipients = list_of({to.address});
    const auto mime = body_of(curl.get(), with_mail_line_ends(mail.text));
    set(curl.get(), CURLOPT_ERRORBUFFER, detail.data());
    set(curl.get(), CURLOPT_MAIL_FROM, from.address.c_str());
    set(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
    set(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    set(curl.get(), CURLOPT_MIMEPOST, mime.get());
    return outcome(curl.get(), curl_easy_perform(curl.get()), server, detail.data());
}

}  // namespace vestibule
