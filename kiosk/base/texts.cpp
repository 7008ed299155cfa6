// Catalogues through Boost.Locale on ICU.
#include "kiosk/base/texts.h"

#include <unicode/dtptngen.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <boost/locale.hpp>
#include <memory>

#include "kiosk/base/ensure.h"

namespace vestibule {
namespace {

std::locale locale_for(const std::filesystem::path& folder, const std::string& language) {
    boost::locale::generator generator{boost::locale::localization_backend_manager::global()};
    generator.categories(boost::locale::message_facet);
    generator.add_messages_path(folder.string());
    generator.add_messages_domain("vestibule");
    return generator(language + ".UTF-8");
}

// "en" alone is American order; visitors everywhere else read day before month.
icu::Locale locale_of_dates(const std::string& language) {
    return icu::Locale{language == "en" ? "en_GB" : language.c_str()};
}

// One pass from left to right, so that a value which holds "{…}" itself stays as it is.
std::string filled(const std::string& text, std::initializer_list<Fill> fills) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find('{', at);
        const auto close = open == std::string::npos ? open : text.find('}', open);
        if (close == std::string::npos) break;
        out.append(text, at, open - at);
        const auto name = std::string_view{text}.substr(open + 1, close - open - 1);
        const auto* found = std::find_if(fills.begin(), fills.end(), [&](const Fill& f) { return f.first == name; });
        if (found != fills.end())
            out += found->second;
        else
            out.append(text, open, close - open + 1);
        at = close + 1;
    }
    return out.append(text, at);
}

}  // namespace

Texts::Texts(std::filesystem::path catalogue_folder, std::string language)
    : language_{std::move(language)}, locale_{locale_for(catalogue_folder, language_)} {
    auto status = U_ZERO_ERROR;
    const std::unique_ptr<icu::DateTimePatternGenerator> patterns{
        icu::DateTimePatternGenerator::createInstance(locale_of_dates(language_), status)};
    ensure(U_SUCCESS(status), "ICU has its date patterns");
    const auto pattern = [&](const char* skeleton) {
        std::string out;
        patterns->getBestPattern(icu::UnicodeString{skeleton}, status).toUTF8String(out);
        ensure(U_SUCCESS(status), "ICU has a pattern for each skeleton");
        return out;
    };
    long_day_ = pattern("EEEEdMMMM"), full_day_ = pattern("yEEEEdMMMM"), short_day_ = pattern("dMMM"),
    whole_day_ = pattern("yMd");
}

std::string Texts::say(std::string_view english, std::initializer_list<Fill> fills) const {
    return filled(boost::locale::translate(std::string{english}).str(locale_), fills);
}

std::string Texts::say_count(std::string_view one, std::string_view many, int n,
                             std::initializer_list<Fill> fills) const {
    const auto text = boost::locale::translate(std::string{one}, std::string{many}, n).str(locale_);
    const auto number = std::to_string(n);
    return filled(filled(text, {{"n", number}}), fills);
}

std::string Texts::day(Instant at, const SiteZone& zone, const std::string& pattern) const {
    auto status = U_ZERO_ERROR;
    icu::SimpleDateFormat format{icu::UnicodeString::fromUTF8(pattern), locale_of_dates(language_), status};
    ensure(U_SUCCESS(status), "ICU makes a date format");
    format.adoptTimeZone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone.name())));
    icu::UnicodeString text;
    format.format(static_cast<UDate>(micros(at)) / 1000.0, text);
    std::string out;
    return text.toUTF8String(out);
}

std::string Texts::long_day(Instant at, const SiteZone& zone) const {
    return day(at, zone, long_day_);
}

std::string Texts::full_day(Instant at, const SiteZone& zone) const {
    return day(at, zone, full_day_);
}

std::string Texts::whole_day(Instant at, const SiteZone& zone, Instant now) const {
    return day(at, zone, zone.local(at).year == zone.local(now).year ? long_day_ : full_day_);
}

std::string Texts::short_day(Instant at, const SiteZone& zone) const {
    return day(at, zone, short_day_);
}

std::string Texts::short_day(Instant at, const SiteZone& zone, Instant now) const {
    return day(at, zone, zone.local(at).year == zone.local(now).year ? short_day_ : whole_day_);
}

std::string Texts::moment(Instant at, const SiteZone& zone, Instant now) const {
    if (zone.start_of_day(at) == zone.start_of_day(now)) return zone.hour_minute(at);
    return short_day(at, zone, now) + " " + zone.hour_minute(at);
}

std::string Texts::end_of(Instant at, const SiteZone& zone, Instant now) const {
    const auto last = at - std::chrono::seconds{1};
    if (at != zone.start_of_day(at)) return moment(at, zone, now);
    if (zone.start_of_day(last) == zone.start_of_day(now)) return "24:00";
    return short_day(last, zone, now) + " 24:00";
}

std::string own_name_of(std::string_view language) {
    const icu::Locale locale{std::string{language}.c_str()};
    if (language == "zh_CN") return "简体中文";
    icu::UnicodeString text;
    locale.getDisplayLanguage(locale, text);
    text.toTitle(nullptr, locale);
    std::string out;
    return text.toUTF8String(out);
}

}  // namespace vestibule
