// Header fields of a mail (RFC 5322, RFC 2047).
#include "kiosk/notify/mail_headers.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace vestibule {
namespace {

constexpr std::size_t encoded_bytes_max = 42;  // 56 characters of base64 and 12 of frame: below the 75 of RFC 2047 §2
constexpr std::size_t plain_header_max = 200;    // longer ASCII is encoded too, which folds it
constexpr std::size_t address_length_max = 254;  // RFC 5321 §4.5.3.1.3

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_control);
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t at) -> std::uint32_t {
            return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
        };
        const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        for (std::size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : digits[group >> (18 - 6 * k) & 0x3F];
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

bool is_address(std::string_view text) {
    const auto at = text.find('@');
    if (text.size() > address_length_max || at == 0 || at == std::string_view::npos || at + 1 == text.size())
        return false;
    return text.find('@', at + 1) == std::string_view::npos &&
           text.find_first_of(" \"(),:;<>[]\\") == std::string_view::npos && !has_control(text);
}

// A name in a mailbox: quoted where it's ASCII, since "." and "," mean something there.
std::string header_mailbox(const Mailbox& box) {
    if (box.name.empty()) return box.address;
    const auto encoded = encoded_header_text(box.name);
    if (encoded != box.name) return fmt::format("{} <{}>", encoded, box.address);
    std::string quoted;
    for (const char c : box.name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return fmt::format("\"{}\" <{}>", quoted, box.address);
}

// RFC 5322 §3.3, whose names of days and months are English in every locale.
std::string header_date(Instant at) {
    constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(at - day)};
    return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday{day}.c_encoding()],
                       unsigned{date.day()}, months[unsigned{date.month()} - 1], int{date.year()},
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

Result<Mailbox> parse_mailbox(std::string_view text) {
    const auto refusal = [&] {
        return give_up(fmt::format("\"{}\" is no single mail address; write one like name@company.example",
                                   has_control(text) ? "…" : text));
    };
    if (has_control(text)) return refusal();
    Mailbox box{.name = "", .address = std::string{trimmed(text)}};
    if (const auto open = text.rfind('<'); open != std::string_view::npos) {
        const auto close = text.find('>', open);
        if (close == std::string_view::npos || !trimmed(text.substr(close + 1)).empty()) return refusal();
        auto name = trimmed(text.substr(0, open));
        if (name.size() > 1 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
        box = {.name = std::string{name}, .address = std::string{trimmed(text.substr(open + 1, close - open - 1))}};
    }
    if (!is_address(box.address)) return refusal();
    return box;
}

std::string encoded_header_text(std::string_view text) {
    const bool plain =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    // "=?" in plain text would be read as an encoded word.
    if (plain && text.size() <= plain_header_max && text.find("=?") == std::string_view::npos)
        return std::string{text};
    std::string out;
    while (!text.empty()) {
        auto size = std::min(encoded_bytes_max, text.size());
        // Each encoded word holds whole characters (RFC 2047 §5).
        while (size > 1 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
        if (!out.empty()) out += "\r\n ";
        out += fmt::format("=?UTF-8?B?{}?=", base64(text.substr(0, size)));
        text.remove_prefix(size);
    }
    return out;
}

Result<std::vector<std::string>> mail_headers(const Mail& mail) {
    VESTIBULE_TRY(from, parse_mailbox(mail.from));
    VESTIBULE_TRY(to, parse_mailbox(mail.to));
    if (has_control(mail.subject))
        return give_up("the subject of a mail must be one line without control characters");
    if (!is_address(mail.message_id)) return give_up("the Message-ID of a mail must read unique@domain");
    return std::vector<std::string>{
        "Date: " + header_date(mail.written_at),
        "From: " + header_mailbox(from),
        "To: " + header_mailbox(to),
        "Subject: " + encoded_header_text(mail.subject),
        fmt::format("Message-ID: <{}>", mail.message_id),
        "Auto-Submitted: auto-generated",
    };
}

}  // namespace vestibule
