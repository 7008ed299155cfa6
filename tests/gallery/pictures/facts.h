// The people, visits, badges and times of all pictures: made up, always the same, from the shortest to the longest.
#pragma once

#include <array>
#include <set>
#include <string>
#include <vector>

#include "kiosk/desk/papers.h"
#include "kiosk/desk/views.h"

namespace vestibule::gallery {

[[nodiscard]] const SiteZone& zone();
[[nodiscard]] Instant at(int hour, int minute = 0);  // of the day of the pictures, Wednesday 25 November 2026
[[nodiscard]] Instant now();                         // 09:41 of it

// Told from each other by their first four bytes, as widgets' names are.
template <class IdType>
[[nodiscard]] IdType numbered(unsigned number) {
    IdType id;
    for (std::size_t i = 0; i < 4; ++i) id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * (3 - i)));
    return id;
}

// As many letters as may be kept, in words of people's lengths.
inline constexpr const char* long_name =
    "Wilhelmina Aleksandra Maria-Magdalena Konstantinopolskaja-Papadopoulou von Hohenstaufen zu Wolkenstein-Rodenegg";
inline constexpr const char* long_company =
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Precision Instruments and Calibration Services "
    "Limited";
inline constexpr const char* long_department =
    "Research, development and preproduction, building north-west, gallery level";
inline constexpr const char* long_purpose =
    "Acceptance of the second assembly line with the supplier, the insurers and the fire brigade, then the yearly "
    "audit of the calibration laboratory and lunch with the works council";
inline constexpr const char* long_site = "Harbour House Research Park, Visitors’ Centre North-West";
inline constexpr const char* long_place = "the reception, ground floor, left of the stairs";

// More than a house greets in.
inline constexpr std::array twelve_languages{"en", "zh_CN", "es", "fr", "de", "ja",
                                             "ko", "pt",    "it", "ar", "ru", "pl"};

[[nodiscard]] HostView host(unsigned number);  // ordinary ones, any number of them
[[nodiscard]] HostView long_host();
[[nodiscard]] VisitView visit(unsigned number, VisitPhase phase);  // an ordinary one in that phase, with its times
[[nodiscard]] VisitView long_visit(VisitPhase phase);              // with the longest of everything
[[nodiscard]] VisitView bare_visit(VisitPhase phase);              // with nothing that may be missing
[[nodiscard]] std::vector<VisitView> visits(std::size_t count);    // of all phases
[[nodiscard]] std::vector<VisitView> visits(std::size_t count, VisitPhase phase);
[[nodiscard]] RollCall roll_call(std::size_t count);  // of so many visits, on three floors
[[nodiscard]] RollCall long_roll_call();              // with the longest and the barest
[[nodiscard]] BadgeView badge();
[[nodiscard]] BadgeView long_badge();
[[nodiscard]] StaffView staff();
[[nodiscard]] StaffView long_staff();
[[nodiscard]] std::vector<LockedKeypad> locked_keypads();  // two, the second with a long name

// How the exchange stands.
[[nodiscard]] ExchangeView in_touch();
[[nodiscard]] ExchangeView out_of_touch();  // for hours, with much to tell
[[nodiscard]] ExchangeView never_in_touch();
[[nodiscard]] Problem unreadable_log();

// Every word of the above, and of what the pictures' files add: the same in all languages.
[[nodiscard]] const std::set<std::string>& data_words();

}  // namespace vestibule::gallery
