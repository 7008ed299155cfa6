// vestibule station list|enroll|grant|revoke|recover: the stations of the site that this one knows.
#include <fmt/format.h>

#include "kiosk/command/command.h"
#include "kiosk/intake/fields.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/vault/certificate_json.h"

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
                              {"rights", text_of(s.rights)},
                              {"revoked", s.revoked},
                              {"stolen", s.stolen},
                              {"heard", last},
                              {"this", is_this}}));
        else
            output.line(fmt::format("{}  {:<10} {:<10} {:<8} {:<30} {}{}", to_string(s.station), s.name, s.role,
                                    s.revoked ? "revoked" : "trusted", text_of(s.rights),
                                    heard_in_words(last, own.only_reads()), is_this ? "  (this one)" : ""));
    }
    return done;
}

struct RevokeOptions {
    std::string station, reason = "revoked by hand", since;
    bool stolen = false;
};

Result<int> revoke(Station& own, Desk& desk, const RevokeOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(stations, desk.reader().stations());
    VESTIBULE_TRY(id, station_named(stations, options.station));
    Revocation how{.reason = options.reason, .stolen = options.stolen};
    if (!options.since.empty()) {
        const auto since = point_in_time(options.since, desk.zone(), DayEdge::start);
        if (!since)
            return give_up(fmt::format("\"{}\" is no point in time; write it as 2026-11-21 14:30", options.since));
        how.since = *since;
    }
    VESTIBULE_CHECK(desk.revoke_station(id, how));
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

struct GrantOptions {
    std::string station, right;
};

// Taking a right away is a revocation: what a certificate has given it can't take back.
Result<int> grant(Station& own, Desk& desk, const GrantOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(stations, desk.reader().stations());
    VESTIBULE_TRY(id, station_named(stations, options.station));
    const auto& known = *std::ranges::find(stations, id, &StationRecord::station);
    const auto certificate = certificate_of_enrolment(known.enrolment, own.identity().trust.site);
    const auto right = rights_named(options.right);
    if (!right || *right == Rights{Right::door} || options.right.find(',') != std::string::npos)
        return give_up(
            fmt::format("\"{}\" is no right to be given: take staffed, keeper or reception", options.right));
    if (!certificate) return give_up("no enrolment of that station is held here");
    const auto rights = known.rights | *right;
    const bool had_it = known.named && rights == known.rights;
    bool told = true;
    if (!had_it) {
        VESTIBULE_TRY(certified, certified_with(own.options().place.data, *certificate, rights));
        const auto word = enrolment_of(certified);
        VESTIBULE_CHECK(desk.log().append({&word, 1}, {}, desk.now()));
        told = own.exchange_now().has_value();
    }
    if (json)
        output.line(dump({{"station", to_string(id)}, {"rights", text_of(rights)}, {"told", told}}));
    else
        output.line(fmt::format("{} may {}: {}", known.name, had_it ? "do that already" : "now", text_of(rights)));
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
    auto granted = station.add_verb("grant", "gives a station a right, where the site was made");
    auto wish = std::make_shared<GrantOptions>();
    granted.add_option("station", wish->station, "its id, or its name").required();
    granted
        .add_option("right", wish->right,
                    "staffed: answers of its staff count; keeper: it may erase persons; reception: it may set the "
                    "site's policy, hosts, staff and appointments")
        .required();
    add_json(granted, chosen);
    granted.does([&chosen, wish] {
        chosen.at_station = [wish, json = chosen.globals.json](Station& own, Desk& desk, Output& output) {
            return grant(own, desk, *wish, json, output);
        };
    });
    auto revoked = station.add_verb("revoke", "ends a station that was stolen or is taken away");
    auto options = std::make_shared<RevokeOptions>();
    revoked.add_option("station", options->station, "its id, or its name").required();
    revoked.add_option(
        "--since", options->since,
        "takes back what it wrote from then on, such as \"2026-11-21 14:30\"; default: nothing that is here");
    revoked.add_flag("--stolen", options->stolen, "its badges open no entrance any more, those from before included");
    revoked.add_option("--reason", options->reason, "kept in the log; no names of persons");
    add_json(revoked, chosen);
    revoked.does([&chosen, options] {
        chosen.at_station = [options, json = chosen.globals.json](Station& own, Desk& desk, Output& output) {
            return revoke(own, desk, *options, json, output);
        };
    });
}

}  // namespace vestibule
