// vestibule station list|enroll|revoke|recover: the stations of the site that this one knows.
#include <fmt/format.h>

#include "kiosk/command/command.h"

namespace vestibule {
namespace {

// Only a station that runs knows when others were heard of.
std::string heard_in_words(const std::string& last, bool only_reads) {
    if (!last.empty()) return "heard of " + last;
    return only_reads ? "" : "not heard of yet";
}

Result<int> list(Station& own, Desk& desk, bool json, Output& output) {
    VESTIBULE_TRY(stations, desk.reader().stations());
    const auto heard = own.health().report().heard;
    for (const auto& s : stations) {
        const auto at = heard.find(s.station);
        const auto last = at == heard.end() ? std::string{} : iso(at->second);
        const auto is_this = s.station == own.identity().station();
        if (json)
            output.line(dump({{"station", to_string(s.station)},
                              {"name", s.name},
                              {"role", s.role},
                              {"revoked", s.revoked},
                              {"heard", last},
                              {"this", is_this}}));
        else
            output.line(fmt::format("{}  {:<10} {:<10} {:<8} {}{}", to_string(s.station), s.name, s.role,
                                    s.revoked ? "revoked" : "trusted", heard_in_words(last, own.only_reads()),
                                    is_this ? "  (this one)" : ""));
    }
    return done;
}

// By id, or by a name that one trusted station alone has.
Result<StationId> station_named(const std::vector<StationRecord>& stations, const std::string& text) {
    std::vector<StationId> named;
    for (const auto& s : stations) {
        if (to_string(s.station) == text) return s.station;
        if (s.name == text && !s.revoked) named.push_back(s.station);
    }
    if (named.size() == 1) return named.front();
    if (named.empty())
        return give_up(fmt::format("no trusted station is called \"{}\"; see `vestibule station list`", text));
    return give_up(
        fmt::format("{} stations are called \"{}\" (a restored one has earlier incarnations): give its id from "
                    "`vestibule station list`",
                    named.size(), text));
}

struct RevokeOptions {
    std::string station, reason = "revoked by hand";
};

Result<int> revoke(Station& own, Desk& desk, const RevokeOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(stations, desk.reader().stations());
    VESTIBULE_TRY(id, station_named(stations, options.station));
    VESTIBULE_CHECK(desk.revoke_station(id, options.reason));
    const auto told = own.exchange_now();
    if (json)
        output.line(dump({{"revoked", to_string(id)}, {"told", told.has_value()}}));
    else
        output.line(
            fmt::format("{} is revoked: nothing more of it is taken, badges it signs from now on count nowhere, and "
                        "the site gets a new key",
                        to_string(id)));
    if (!told)
        output.remark("vestibule: the others hear of it as soon as the central store can be reached: " +
                      told.error().what);
    return done;
}

}  // namespace

void add_station(Verb program, Chosen& chosen) {
    auto station = program.add_verb("station", "the site's stations");
    station.needs_verb();
    add_station_recover(station, chosen);
    add_station_enroll(station, chosen);
    auto all = station.add_verb("list", "every station that was enrolled");
    add_json(all, chosen);
    all.does([&chosen] {
        chosen.at_station = [json = chosen.globals.json](Station& own, Desk& desk, Output& output) {
            return list(own, desk, json, output);
        };
    });
    auto revoked = station.add_verb("revoke", "ends a station that was stolen or is taken away");
    auto options = std::make_shared<RevokeOptions>();
    revoked.add_option("station", options->station, "its id, or its name").required();
    revoked.add_option("--reason", options->reason, "kept in the log; no names of persons");
    add_json(revoked, chosen);
    revoked.does([&chosen, options] {
        chosen.at_station = [options, json = chosen.globals.json](Station& own, Desk& desk, Output& output) {
            return revoke(own, desk, *options, json, output);
        };
    });
}

}  // namespace vestibule
