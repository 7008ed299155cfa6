// Calendars of other programs.
#include "kiosk/intake/calendar.h"
#include "tests/fuzz/fuzz.h"

using namespace vestibule;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto zone = SiteZone::named("Europe/London").value();
    static const CalendarOptions options{
        .own_domains = {"harbour.example"}, .zone = zone, .now = zone.at(2026, 11, 29, 12)};
    static_cast<void>(read_calendar(fuzz::text(data, size), "calendar.ics", options));
    return 0;
}
