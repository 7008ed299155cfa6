// The words that people see: gettext catalogues, one language at a time, switchable at run time.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <locale>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace vestibule {

// A named value for a text: say("Welcome, {name}.", {{"name", visitor}}).
using Fill = std::pair<std::string_view, std::string_view>;

// The texts of one language. Immutable once made. Thread: any.
class Texts {
  public:
    // `language` is a POSIX name such as "en" or "zh_CN"; English needs no catalogue.
    Texts(std::filesystem::path catalogue_folder, std::string language);

    [[nodiscard]] const std::string& language() const { return language_; }
    [[nodiscard]] std::string say(std::string_view english, std::initializer_list<Fill> fills = {}) const;
    // Plural forms of the language; {n} is filled with the number.
    [[nodiscard]] std::string say_count(std::string_view one, std::string_view many, int n,
                                        std::initializer_list<Fill> fills = {}) const;
    // "Saturday, 21 November" / "11月21日星期六", in the site's zone.
    [[nodiscard]] std::string long_day(Instant at, const SiteZone& zone) const;
    // With its year, for paper that is kept: "Saturday 21 November 2026" / "2026年11月21日星期六".
    [[nodiscard]] std::string full_day(Instant at, const SiteZone& zone) const;
    // The long one, or of another year than `now`'s the full one.
    [[nodiscard]] std::string whole_day(Instant at, const SiteZone& zone, Instant now) const;
    [[nodiscard]] std::string short_day(Instant at, const SiteZone& zone) const;  // "21 Nov" / "11月21日"
    // The same; of another year than `now`'s with it, in figures: "21/11/2024" / "2024/11/21".
    [[nodiscard]] std::string short_day(Instant at, const SiteZone& zone, Instant now) const;
    // "09:35", or "20 Nov 09:35" when it isn't the day of `now`.
    [[nodiscard]] std::string moment(Instant at, const SiteZone& zone, Instant now) const;
    // The same for an end: midnight belongs to the day that it ends, so it's "24:00" (ISO 8601).
    [[nodiscard]] std::string end_of(Instant at, const SiteZone& zone, Instant now) const;

  private:
    [[nodiscard]] std::string day(Instant at, const SiteZone& zone, const std::string& pattern) const;
    std::string language_;
    std::locale locale_;
    std::string long_day_, full_day_, short_day_,
        whole_day_;  // ICU's patterns: finding them takes longer than using them
};

// A language's own name: "English", "简体中文".
[[nodiscard]] std::string own_name_of(std::string_view language);

// Marks a text for the catalogue where it stands in a table and is said later.
[[nodiscard]] constexpr const char* mark(const char* english) {
    return english;
}

}  // namespace vestibule
