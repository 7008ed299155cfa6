// Figures are read here; names of months and halves of the day by ICU's strict parsing.
#include "kiosk/intake/written_time.h"

#include <unicode/dtfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/normalizer2.h>
#include <unicode/smpdtfmt.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "kiosk/base/ensure.h"
#include "kiosk/base/text.h"
#include "kiosk/intake/fields.h"

namespace vestibule {
namespace {

constexpr int year_least = 1970, year_most = 2200;  // as point_in_time()

struct Day {
    int year = 0, month = 0, day = 0;
};
struct ClockTime {
    int hour = 0, minute = 0, second = 0;
};
struct ReadDay {
    Day day;
    std::string rest;  // behind it
};

// Full-width figures and points as plain ones, every kind of space as a space.
std::string plain(std::string_view raw) {
    const auto line = clean_line(raw, line_length_max);
    auto status = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKCInstance(status);
    std::string out;
    normalizer->normalize(icu::UnicodeString::fromUTF8(line), status).toUTF8String(out);
    ensure(U_SUCCESS(status), "ICU has its NFKC data");
    return out;
}

bool is_day(const Day& d) {
    return d.year >= year_least && d.year <= year_most && d.month >= 1 && d.day >= 1 &&
           std::chrono::year_month_day{std::chrono::year{d.year}, std::chrono::month{static_cast<unsigned>(d.month)},
                                       std::chrono::day{static_cast<unsigned>(d.day)}}
               .ok();
}

// Three numbers with the same mark between them.
struct Figures {
    std::array<int, 3> values{};
    std::array<std::size_t, 3> digits{};
    char mark = 0;
    std::string_view rest;
};

std::optional<Figures> figures_of(std::string_view text) {
    Figures out;
    for (std::size_t i = 0; i < 3; ++i) {
        auto& digits = out.digits[i];
        while (digits < text.size() && is_digit(text[digits])) ++digits;
        if (digits == 0 || digits > 4) return std::nullopt;
        std::from_chars(text.data(), text.data() + digits, out.values[i]);
        text.remove_prefix(digits);
        if (i == 2) break;
        if (text.empty() || (i == 1 && text.front() != out.mark)) return std::nullopt;
        out.mark = text.front();
        if (out.mark != '.' && out.mark != '/' && out.mark != '-') return std::nullopt;
        text.remove_prefix(1);
        while (text.starts_with(' ')) text.remove_prefix(1);
    }
    out.rest = text;
    return out;
}

int full_year(int value, std::size_t digits) {
    return digits == 2 ? 2000 + value : value;
}

// "2026.11.29", "29.11.26", "29/11/2026" where the order of the days and months is known.
std::optional<ReadDay> day_in_figures(std::string_view text, SlashOrder slashes) {
    const auto found = figures_of(text);
    if (!found) return std::nullopt;
    const auto& [values, digits, mark, rest] = *found;
    if (digits[0] == 4) return ReadDay{{values[0], values[1], values[2]}, std::string{rest}};
    if (mark == '-' || (digits[2] != 2 && digits[2] != 4)) return std::nullopt;
    const int year = full_year(values[2], digits[2]);
    if (mark == '.') return ReadDay{{year, values[1], values[0]}, std::string{rest}};
    if (values[0] > 12 || values[0] == values[1] || slashes == SlashOrder::day_first)
        return ReadDay{{year, values[1], values[0]}, std::string{rest}};
    if (values[1] > 12 || slashes == SlashOrder::month_first)
        return ReadDay{{year, values[0], values[1]}, std::string{rest}};
    return std::nullopt;
}

icu::UnicodeString unicode(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<int32_t>(text.size())});
}

// Small letters, without spaces and points: "9:30 p.m." -> "9:30pm".
icu::UnicodeString compact(const icu::UnicodeString& text) {
    icu::UnicodeString out;
    for (int32_t i = 0; i < text.length(); ++i) {
        const auto c = text.charAt(i);
        if (c == u'.' || c == u' ' || u_isUWhiteSpace(c)) continue;
        out.append(c);
    }
    return out.toLower();
}

// "20.30 Uhr", "20h30", "20时30分" -> "20:30".
icu::UnicodeString with_colons(icu::UnicodeString text) {
    for (int32_t i = 1; i + 1 < text.length(); ++i)
        if (text.charAt(i) == u'.' && u_isdigit(text.charAt(i - 1)) && u_isdigit(text.charAt(i + 1)))
            text.replace(i, 1, u':');
    text = compact(text);
    for (const auto* hour : {u"uhr", u"时", u"時", u"点", u"點", u"시"}) text.findAndReplace(hour, u"h");
    for (const auto* minute : {u"分", u"분", u"整"}) text.findAndReplace(minute, u"");
    const auto at = text.indexOf(u'h');
    if (at < 1 || !u_isdigit(text.charAt(at - 1))) return text;
    const bool more = at + 1 < text.length() && u_isdigit(text.charAt(at + 1));
    const bool has_colon = text.indexOf(u':') >= 0;
    return text.replace(at, 1, has_colon ? u"" : more ? u":" : u":00");
}

icu::UnicodeString without_commas(icu::UnicodeString text) {
    return text.findAndReplace(u",", u"");
}

// "29-Nov-26", as Excel writes it, with spaces.
icu::UnicodeString with_spaced_month(icu::UnicodeString text) {
    for (int32_t i = 1; i + 1 < text.length(); ++i)
        if (text.charAt(i) == u'-' && (u_isalpha(text.charAt(i - 1)) || u_isalpha(text.charAt(i + 1))))
            text.replace(i, 1, u' ');
    return text;
}

void make_strict(icu::SimpleDateFormat& format) {
    auto status = U_ZERO_ERROR;
    format.setLenient(false);
    format.setBooleanAttribute(UDAT_PARSE_PARTIAL_LITERAL_MATCH, false, status);
    format.setBooleanAttribute(UDAT_PARSE_MULTIPLE_PATTERNS_FOR_MATCH, false, status);
    format.adoptCalendar(new icu::GregorianCalendar{*icu::TimeZone::getGMT(), status});
    ensure(U_SUCCESS(status), "ICU has the Gregorian calendar");
}

using Format = std::unique_ptr<icu::SimpleDateFormat>;

Format format_of(const icu::UnicodeString& pattern, const icu::Locale& locale) {
    auto status = U_ZERO_ERROR;
    auto format = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
    ensure(U_SUCCESS(status), "ICU makes a date format of its own pattern");
    make_strict(*format);
    return format;
}

// The fields that `format` reads from the beginning of `text`; how far it read is in `position`.
std::optional<icu::GregorianCalendar> parsed(const icu::SimpleDateFormat& format, const icu::UnicodeString& text,
                                             icu::ParsePosition& position) {
    auto status = U_ZERO_ERROR;
    icu::GregorianCalendar calendar{*icu::TimeZone::getGMT(), status};
    calendar.setLenient(false);
    calendar.clear();
    format.parse(text, calendar, position);
    if (position.getErrorIndex() >= 0 || position.getIndex() == 0) return std::nullopt;
    calendar.getTime(status);  // checks the fields
    if (U_FAILURE(status)) return std::nullopt;
    return calendar;
}

}  // namespace

struct WrittenTimes::Formats {
    std::vector<Format> days, clocks;

    void add(const icu::Locale& locale) {
        auto status = U_ZERO_ERROR;
        const std::unique_ptr<icu::DateTimePatternGenerator> patterns{
            icu::DateTimePatternGenerator::createInstance(locale, status)};
        ensure(U_SUCCESS(status), "ICU has its date patterns");
        for (const auto* skeleton : {u"yMMMMEEEEd", u"yMMMEd", u"yMMMMd", u"yMMMd"})
            days.push_back(format_of(without_commas(patterns->getBestPattern(skeleton, status)), locale));
        for (const auto* pattern : {u"h:mm:ssa", u"h:mma", u"ha", u"ah:mm:ss", u"ah:mm", u"ah"}) {
            clocks.push_back(format_of(pattern, locale));
            compact_halves(*clocks.back(), locale);
        }
    }

    // "a. m." and "PM" as compact() leaves them.
    static void compact_halves(icu::SimpleDateFormat& format, const icu::Locale& locale) {
        auto status = U_ZERO_ERROR;
        icu::DateFormatSymbols symbols{locale, status};
        int32_t count = 0;
        const auto* halves = symbols.getAmPmStrings(count);
        std::vector<icu::UnicodeString> compacted;
        for (int32_t i = 0; i < count; ++i) compacted.push_back(compact(halves[i]));
        symbols.setAmPmStrings(compacted.data(), count);
        format.setDateFormatSymbols(symbols);
    }

    [[nodiscard]] std::optional<ReadDay> day_of(std::string_view text) const {
        const auto whole = with_spaced_month(without_commas(unicode(text)));
        for (const auto& format : days) {
            icu::ParsePosition position;
            const auto fields = parsed(*format, whole, position);
            if (!fields) continue;
            auto status = U_ZERO_ERROR;
            const int year = fields->get(UCAL_YEAR, status);
            ReadDay out{.day = {year < 100 ? 2000 + year : year, fields->get(UCAL_MONTH, status) + 1,
                                fields->get(UCAL_DATE, status)},
                        .rest = {}};
            whole.tempSubString(position.getIndex()).toUTF8String(out.rest);
            return out;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<ClockTime> clock_of(std::string_view text) const {
        const auto whole = with_colons(unicode(text));
        for (const auto& format : clocks) {
            icu::ParsePosition position;
            const auto fields = parsed(*format, whole, position);
            if (!fields || position.getIndex() != whole.length()) continue;
            auto status = U_ZERO_ERROR;
            return ClockTime{fields->get(UCAL_HOUR_OF_DAY, status), fields->get(UCAL_MINUTE, status),
                             fields->get(UCAL_SECOND, status)};
        }
        return std::nullopt;
    }
};

SlashOrder slash_order_of(const std::vector<std::string_view>& cells) {
    bool day_first = false, month_first = false;
    for (const auto cell : cells) {
        const auto text = plain(cell);
        const auto found = figures_of(text);
        if (!found || found->mark != '/' || found->digits[0] == 4) continue;
        day_first = day_first || found->values[0] > 12;
        month_first = month_first || found->values[1] > 12;
    }
    if (day_first == month_first) return SlashOrder::unknown;
    return day_first ? SlashOrder::day_first : SlashOrder::month_first;
}

WrittenTimes::WrittenTimes(const SiteZone& zone, const std::vector<std::string>& languages, SlashOrder slashes)
    : zone_{zone}, slashes_{slashes}, formats_{std::make_unique<Formats>()} {
    for (const auto* pattern : {u"H:mm:ss", u"H:mm"})
        formats_->clocks.push_back(format_of(pattern, icu::Locale::getRoot()));
    std::set<std::string> all{"en_GB", "en_US"};  // "29 Nov 2026" and "Nov 29, 2026"
    all.insert(languages.begin(), languages.end());
    for (const auto& language : all) formats_->add(icu::Locale{language.c_str()});
}

WrittenTimes::~WrittenTimes() = default;

std::optional<Instant> WrittenTimes::read(std::string_view raw, DayEdge edge) const {
    const auto text = plain(raw);
    if (const auto at = point_in_time(text, zone_, edge)) return at;
    auto found = day_in_figures(text, slashes_);
    if (!found) found = formats_->day_of(text);
    if (!found || !is_day(found->day)) return std::nullopt;
    const auto& [year, month, day] = found->day;
    auto rest = std::string_view{found->rest};
    rest.remove_prefix(std::min(rest.find_first_not_of(" ,"), rest.size()));
    if (rest.size() > 1 && rest.front() == 'T') rest.remove_prefix(1);
    if (rest.empty()) {
        const auto start = zone_.at(year, month, day);
        return edge == DayEdge::start ? start : zone_.end_of_day(start);
    }
    if (rest.starts_with("at ")) rest.remove_prefix(3);
    const auto clock = formats_->clock_of(rest);
    if (!clock) return std::nullopt;
    return zone_.at(year, month, day, clock->hour, clock->minute, clock->second);
}

std::optional<Instant> WrittenTimes::read_end(std::string_view raw, Instant start) const {
    const auto clock = formats_->clock_of(plain(raw));
    if (!clock) return read(raw, DayEdge::end);
    const auto on_day_of = [&](Instant any) {
        const auto day = zone_.local(any);
        return zone_.at(day.year, day.month, day.day, clock->hour, clock->minute, clock->second);
    };
    const auto same_day = on_day_of(start);
    return same_day >= start ? same_day : on_day_of(zone_.end_of_day(start));
}

}  // namespace vestibule
