// Single fields of imported files: mail addresses, phones, languages, levels, points in time.
#include "kiosk/intake/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <regex>

#include "kiosk/base/text.h"

namespace vestibule {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Reads a time from left to right; once anything didn't fit, `failed` stays set.
class TimeScanner {
  public:
    explicit TimeScanner(std::string_view text) : rest_{text} {}

    int number(std::size_t digits_max) {
        std::size_t count = 0;
        while (count < digits_max && count < rest_.size() && is_digit(rest_[count])) ++count;
        int value = 0;
        std::from_chars(rest_.data(), rest_.data() + count, value);
        failed_ = failed_ || count == 0;
        rest_.remove_prefix(count);
        return value;
    }
    bool skip_any(std::string_view characters) {
        const bool found = !rest_.empty() && characters.find(rest_.front()) != std::string_view::npos;
        if (found) rest_.remove_prefix(1);
        return found;
    }
    void expect(char c) { failed_ = !skip_any({&c, 1}) || failed_; }
    [[nodiscard]] char next() const { return rest_.empty() ? '\0' : rest_.front(); }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool failed() const { return failed_; }

  private:
    std::string_view rest_;
    bool failed_ = false;
};

struct WrittenTime {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    bool date_only = false;
    std::optional<int> offset_minutes;
};

void scan_date(TimeScanner& scanner, WrittenTime& out) {
    const int first = scanner.number(4);
    if (scanner.next() == '.') {  // 21.11.2026
        out.day = first;
        scanner.expect('.');
        out.month = scanner.number(2);
        scanner.expect('.');
        out.year = scanner.number(4);
        return;
    }
    out.year = first;
    const char separator = scanner.next() == '/' ? '/' : '-';
    scanner.expect(separator);
    out.month = scanner.number(2);
    scanner.expect(separator);
    out.day = scanner.number(2);
}

void scan_offset(TimeScanner& scanner, WrittenTime& out) {
    while (scanner.skip_any(" ")) {
    }
    if (scanner.skip_any("zZ")) {
        out.offset_minutes = 0;
        return;
    }
    if (scanner.next() != '+' && scanner.next() != '-') return;
    const int sign = scanner.skip_any("-") ? -1 : (scanner.skip_any("+"), 1);
    const int hours = scanner.number(2);
    scanner.skip_any(":");
    const int minutes = scanner.at_end() ? 0 : scanner.number(2);
    out.offset_minutes = sign * (hours * 60 + minutes);
}

void scan_clock(TimeScanner& scanner, WrittenTime& out) {
    out.hour = scanner.number(2);
    scanner.expect(':');
    out.minute = scanner.number(2);
    if (scanner.skip_any(":")) out.second = scanner.number(2);
    if (scanner.skip_any(".,")) scanner.number(9);  // fractions don't matter to a visit
    scan_offset(scanner, out);
}

bool is_plausible(const WrittenTime& t) {
    if (t.year < 1970 || t.year > 2200 || t.hour > 23 || t.minute > 59 || t.second > 59) return false;
    if (t.offset_minutes && (*t.offset_minutes < -14 * 60 || *t.offset_minutes > 14 * 60)) return false;
    return std::chrono::year_month_day{std::chrono::year{t.year}, std::chrono::month{static_cast<unsigned>(t.month)},
                                       std::chrono::day{static_cast<unsigned>(t.day)}}
        .ok();
}

std::string_view domain_of(std::string_view mail) {
    const auto at = mail.rfind('@');
    return at == std::string_view::npos ? std::string_view{} : mail.substr(at + 1);
}

}  // namespace

std::optional<std::string> mail_address(std::string_view raw) {
    std::string mail = clean_line(raw, mail_length_max + 1);
    if (mail.size() > mail_length_max) return std::nullopt;
    const auto at = mail.find('@');
    if (at == 0 || at == std::string::npos || mail.find('@', at + 1) != std::string::npos) return std::nullopt;
    if (mail.find_first_of(" ,;:<>()[]\"\\\t\r\n") != std::string::npos) return std::nullopt;
    const auto domain = std::string_view{mail}.substr(at + 1);
    if (domain.empty() || domain.front() == '.' || domain.back() == '.' ||
        domain.find("..") != std::string_view::npos)
        return std::nullopt;
    std::transform(mail.begin(), mail.end(), mail.begin(), lower);
    return mail;
}

Result<std::string> phone_text(std::string_view raw) {
    auto text = clean_line(raw, line_length_max);
    static const std::regex shortened{R"([+-]?\d+([.,]\d*)?[eE][+-]?\d+)"};
    static const std::regex no_number{R"(#[#A-Z/0!?]*)"};
    static const std::regex decimal{R"((\d{7,})[.,]00?)"};  // seven digits, since 555.0000 is a phone
    if (std::regex_match(text, shortened) || std::regex_match(text, no_number))
        return give_up(
            fmt::format("\"{}\" in column phone is no number any more: a spreadsheet has lost its digits; "
                        "format the column as text there and type it again",
                        text));
    std::smatch parts;
    return std::regex_match(text, parts, decimal) ? parts[1].str() : text;
}

bool is_in_domain(std::string_view mail, std::string_view domain) {
    const auto own = domain_of(mail);
    if (domain.empty() || own.size() < domain.size()) return false;
    if (!same_ignoring_case(own.substr(own.size() - domain.size()), domain)) return false;
    return own.size() == domain.size() || own[own.size() - domain.size() - 1] == '.';
}

std::optional<std::string> language_name(std::string_view raw) {
    std::string out;
    std::size_t part = 0, length = 0;
    for (const char c : raw) {
        if (c == '-' || c == '_') {
            if (length < 2) return std::nullopt;
            ++part;
            length = 0;
            out += '_';
        } else if (is_letter(c) || (part > 0 && is_digit(c))) {
            out += part == 0 ? lower(c) : upper(c);
            if (++length > 4) return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
    if (length < 2 || part > 2) return std::nullopt;
    return out;
}

std::optional<std::string> level_name(std::string_view raw) {
    constexpr std::array<std::string_view, 3> words = {"level", "级别", "等级"};
    std::string text = clean_line(raw, 20);
    std::transform(text.begin(), text.end(), text.begin(), lower);
    std::string_view rest = text;
    for (const auto word : words)
        if (rest.starts_with(word)) rest.remove_prefix(word.size());
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '-' || rest.front() == ':'))
        rest.remove_prefix(1);
    if (rest.ends_with("级")) rest.remove_suffix(std::string_view{"级"}.size());
    if (rest.size() != 1) return std::nullopt;
    const char c = upper(rest.front());
    if ((c < 'A' || c > 'D') && (c < '1' || c > '4')) return std::nullopt;
    return std::string{c};
}

std::optional<Instant> point_in_time(std::string_view raw, const SiteZone& zone, DayEdge edge) {
    const std::string text = clean_line(raw, line_length_max);
    TimeScanner scanner{text};
    WrittenTime t;
    scan_date(scanner, t);
    t.date_only = scanner.at_end();
    if (!t.date_only) {
        if (!scanner.skip_any("Tt")) scanner.expect(' ');
        scan_clock(scanner, t);
    }
    if (scanner.failed() || !scanner.at_end() || !is_plausible(t)) return std::nullopt;
    if (t.date_only) {
        const auto start = zone.at(t.year, t.month, t.day);
        return edge == DayEdge::start ? start : zone.end_of_day(start);
    }
    if (!t.offset_minutes) return zone.at(t.year, t.month, t.day, t.hour, t.minute, t.second);
    const auto day = std::chrono::sys_days{std::chrono::year{t.year} / t.month / t.day};
    return Instant{day} + std::chrono::hours{t.hour} + std::chrono::minutes{t.minute - *t.offset_minutes} +
           std::chrono::seconds{t.second};
}

}  // namespace vestibule
