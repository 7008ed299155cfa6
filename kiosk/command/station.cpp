// vestibule station list|recover: the stations of the site that this one knows, and the way back for lost keys.
#include <fmt/format.h>

#include "kiosk/command/command.h"

namespace vestibule {

void add_station(Verb program, Chosen& chosen) {
    auto station = program.add_verb("station", "the site's stations");
    station.needs_verb();
    add_station_recover(station, chosen);
    auto list = station.add_verb("list", "every station that was enrolled");
    list.does([&chosen] {
        chosen.at_station = [](Station& own, Desk& desk, Output& output) -> Result<int> {
            VESTIBULE_TRY(stations, desk.reader().stations());
            for (const auto& s : stations)
                output.line(fmt::format("{}  {:<10} {:<10} {}{}", to_string(s.station), s.name, s.role,
                                        s.revoked ? "revoked" : "trusted",
                                        s.station == own.identity().station() ? "  (this one)" : ""));
            return done;
        };
    });
}

}  // namespace vestibule
