// Mail against a real SMTP server: what arrives, what is refused, and what each fault means.
#include "kiosk/notify/mail.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <fstream>

#include "kiosk/notify/mail_headers.h"
#include "mail_server.h"

using namespace vestibule;

namespace {

Mail some_mail() {
    return {.from = "Harbour House <reception@harbour.example>",
            .to = "anna.berg@harbour.example",
            .subject = "Your visitor has arrived",
            .text = "Hello,\n\nMaja is here.\n",
            .message_id = "job-1@harbour.example",
            .written_at = from_micros(1'795'252'800'000'000)};  // 2026-11-21 09:20 UTC
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// A loopback port; `listening` but never answered, or closed again so that it refuses.
class SilentPort {
  public:
    explicit SilentPort(bool listening) {
        socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        socklen_t size = sizeof address;
        getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        // A bound port that doesn't listen refuses connections, and nobody else gets it meanwhile.
        if (listening) REQUIRE(listen(socket_, 8) == 0);
    }
    ~SilentPort() { close(socket_); }
    SilentPort(const SilentPort&) = delete;
    SilentPort& operator=(const SilentPort&) = delete;
    [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

  private:
    int socket_ = -1;
    int port_ = 0;
};

std::filesystem::path password_file(const MailServerProcess& server, const std::string& password, mode_t mode) {
    const auto file = server.folder() / "password";
    std::ofstream{file} << password << "\n";
    chmod(file.c_str(), mode);
    return file;
}

}  // namespace

TEST_CASE("a mail arrives with its headers and its text", "[notify]") {
    const MailServerProcess server;
    REQUIRE(send_mail({.url = server.url()}, some_mail()));
    const auto mails = server.mails();
    REQUIRE(mails.size() == 1);
    const auto& mail = mails[0];
    INFO(mail);
    CHECK(holds(mail, "X-Envelope: reception@harbour.example anna.berg@harbour.example\r\n"));
    CHECK(holds(mail, "Date: Sat, 21 Nov 2026 "));
    CHECK(holds(mail, "From: \"Harbour House\" <reception@harbour.example>\r\n"));
    CHECK(holds(mail, "To: anna.berg@harbour.example\r\n"));
    CHECK(holds(mail, "Subject: Your visitor has arrived\r\n"));
    CHECK(holds(mail, "Message-ID: <job-1@harbour.example>\r\n"));
    CHECK(holds(mail, "Auto-Submitted: auto-generated\r\n"));
    CHECK(holds(mail, "Content-Type: text/plain; charset=utf-8\r\n"));
    CHECK(holds(mail, "Hello,\r\n\r\nMaja is here.\r\n"));
}

TEST_CASE("the same mail sent again bears the same Message-ID", "[notify]") {
    const MailServerProcess server;
    REQUIRE(send_mail({.url = server.url()}, some_mail()));
    REQUIRE(send_mail({.url = server.url()}, some_mail()));
    const auto mails = server.mails();
    REQUIRE(mails.size() == 2);
    for (const auto& mail : mails) CHECK(holds(mail, "Message-ID: <job-1@harbour.example>\r\n"));
}

TEST_CASE("every script survives in subject, names and text", "[notify]") {
    const MailServerProcess server;
    auto mail = some_mail();
    mail.from = "港湾大厦 <reception@harbour.example>";
    mail.subject = "您的访客 Muñoz, José María Łukasiewicz-Щербаков 已到达 🚀 ليلى";
    mail.text = "您好：\n\n张伟已到达。\n.\nA line that begins with a dot must not end the mail.\n";
    REQUIRE(send_mail({.url = server.url()}, mail));
    // Python's own mail library reads it back.
    const auto script = server.folder() / "read.py";
    std::ofstream{script}
        << "import email, email.policy, sys\n"
           "m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)\n"
           "text = m.get_body().get_content() if not m.is_multipart() else "
           "next(m.iter_parts()).get_content()\n"
           "open(sys.argv[2], 'w', encoding='utf-8', newline='').write(m['from'] + '\\n' + m['subject'] + '\\n' + "
           "text.replace('\\r\\n', '\\n'))\n";
    const auto read = server.folder() / "read.txt";
    REQUIRE(std::system(("/usr/bin/python3 " + script.string() + " " + (server.folder() / "1.eml").string() + " " +
                         read.string())
                            .c_str()) == 0);
    std::ifstream in{read, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    CHECK(text == "港湾大厦 <reception@harbour.example>\n" + mail.subject + "\n" + mail.text);
}

TEST_CASE("header lines stay within what mail servers take", "[notify]") {
    std::string subject;
    for (int i = 0; i < 100; ++i) subject += "访客";
    const auto encoded = encoded_header_text(subject);
    std::size_t begin = 0;
    while (begin < encoded.size()) {
        const auto end = std::min(encoded.find("\r\n", begin), encoded.size());
        CHECK(end - begin <= 76);
        begin = end + 2;
    }
    CHECK(encoded_header_text("plain") == "plain");
    CHECK(encoded_header_text("=?UTF-8?B?AA==?=").starts_with("=?UTF-8?B?PT9V"));
    CHECK(encoded_header_text("é") == "=?UTF-8?B?w6k=?=");
}

TEST_CASE("nothing can be injected into a header or an envelope", "[notify]") {
    const MailServerProcess server;
    const auto refused = [&](auto change) {
        auto mail = some_mail();
        change(mail);
        const auto sent = send_mail({.url = server.url()}, mail);
        return !sent && sent.error().remedy == Remedy::give_up;
    };
    CHECK(refused([](Mail& m) { m.subject = "Hi\r\nBcc: evil@x.example"; }));
    CHECK(refused([](Mail& m) { m.subject = "Hi\nBcc: evil@x.example"; }));
    CHECK(refused([](Mail& m) { m.to = "a@b.example\r\nRCPT TO:<evil@x.example>"; }));
    CHECK(refused([](Mail& m) { m.to = "a@b.example, evil@x.example"; }));
    CHECK(refused([](Mail& m) { m.to = "a@b.example> <evil@x.example"; }));
    CHECK(refused([](Mail& m) { m.to = ""; }));
    CHECK(refused([](Mail& m) { m.from = "Me\r\nBcc: evil@x.example <a@b.example>"; }));
    CHECK(refused([](Mail& m) { m.message_id = "a@b\r\nBcc: evil@x.example"; }));
    CHECK(refused([](Mail& m) { m.text = std::string(mail_text_bytes_max + 1, 'a'); }));
    CHECK(server.mails().empty());
}

TEST_CASE("the server's reply decides whether to try again", "[notify]") {
    const auto outcome = [](MailServerMode mode) {
        const MailServerProcess server{mode};
        const auto sent = send_mail({.url = server.url()}, some_mail());
        REQUIRE_FALSE(sent);
        INFO(sent.error().what);
        CHECK(holds(sent.error().what, server.url()));
        CHECK(server.mails().empty());
        return sent.error().remedy;
    };
    CHECK(outcome(MailServerMode::busy) == Remedy::retry_later);
    CHECK(outcome(MailServerMode::refuse) == Remedy::give_up);
    CHECK(outcome(MailServerMode::refuse_data) == Remedy::give_up);
}

TEST_CASE("a server that refuses or hangs is tried later, and never waited for long", "[notify]") {
    const SilentPort closed{false};
    const auto refused = send_mail({.url = closed.url()}, some_mail());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().remedy == Remedy::retry_later);

    const SilentPort hung{true};
    const auto begun = std::chrono::steady_clock::now();
    const auto late = send_mail({.url = hung.url(), .send_max = std::chrono::milliseconds{400}}, some_mail());
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{5});
    REQUIRE_FALSE(late);
    CHECK(late.error().remedy == Remedy::retry_later);

    const auto wrong = send_mail({.url = "http://127.0.0.1:1"}, some_mail());
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().remedy == Remedy::ask_staff);
}

TEST_CASE("signing in works over TLS with a password file that only we can read", "[notify]") {
    const MailServerProcess server{MailServerMode::password, MailServerTls::on};
    MailServer settings{.url = server.url(),
                        .user = "anna",
                        .password_file = password_file(server, "secret", 0600),
                        .ca_file = server.certificate()};
    const auto sent = send_mail(settings, some_mail());
    INFO((sent ? "" : sent.error().what));
    REQUIRE(sent);
    CHECK(server.mails().size() == 1);

    password_file(server, "wrong", 0600);
    const auto denied = send_mail(settings, some_mail());
    REQUIRE_FALSE(denied);
    CHECK(denied.error().remedy == Remedy::ask_staff);
    CHECK(holds(denied.error().what, "mail.password_file"));
    CHECK_FALSE(holds(denied.error().what, "wrong"));

    password_file(server, "secret", 0640);
    const auto open_to_others = send_mail(settings, some_mail());
    REQUIRE_FALSE(open_to_others);
    CHECK(open_to_others.error().remedy == Remedy::ask_staff);
    CHECK(holds(open_to_others.error().what, "chmod 600"));

    settings.password_file = server.folder() / "nothing";
    CHECK(send_mail(settings, some_mail()).error().remedy == Remedy::ask_staff);
    CHECK(server.mails().size() == 1);
}

TEST_CASE("an unknown certificate, or none where a password is to be said, ends the try", "[notify]") {
    const MailServerProcess server{MailServerMode::password, MailServerTls::on};
    const auto unknown = send_mail(
        {.url = server.url(), .user = "anna", .password_file = password_file(server, "secret", 0600)}, some_mail());
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().remedy == Remedy::ask_staff);

    const MailServerProcess open{MailServerMode::password};
    const auto in_clear = send_mail(
        {.url = open.url(), .user = "anna", .password_file = password_file(open, "secret", 0600)}, some_mail());
    REQUIRE_FALSE(in_clear);
    CHECK(in_clear.error().remedy == Remedy::ask_staff);
    CHECK(holds(in_clear.error().what, "no safe connection"));
    CHECK(open.mails().empty());
}
