// Verifying the logs of a data folder, one after the other.
#include "kiosk/command/log_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kiosk/command/known_stations.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/log/readable_log.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/identity_file.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

struct Verified {
    std::string log;  // the station's name
    std::uint64_t events = 0;
    std::set<StationId> stations{};
    std::optional<Damage> damage{};
    std::string unreadable{};  // it can't be read as a log at all
    [[nodiscard]] bool ok() const { return !damage && unreadable.empty(); }
};

Result<> count(const fs::path& file, Verified& verified) {
    VESTIBULE_TRY(stats, log_stats(file));
    verified.events = stats.events;
    VESTIBULE_TRY(reader, LogReader::open(file));
    VESTIBULE_TRY(cursor, reader.cursor());
    for (const auto& [station, seq] : cursor) verified.stations.insert(station);
    return {};
}

// A station that has keys has a log: one that is gone is as bad as one that was changed.
Verified without_log(const Globals& globals, const std::string& station) {
    Verified verified{.log = station};
    const auto folder = globals.data / station;
    const auto words = "the log is missing, though the station has an identity: restore a backup";
    if (const auto identity = read_identity_file(folder / "identity.json"))
        verified.damage = {.station = identity->certificate.station, .seq = 1, .what = words};
    else
        verified.unreadable = fmt::format("there is no log in {}: restore a backup", folder.string());
    return verified;
}

// Errors: give_up where the file can't be reached, so that nothing can be said of it.
Result<Verified> verify_one(const Globals& globals, const std::string& station, Output& output) {
    const auto folder = globals.data / station;
    std::error_code ignored;
    if (!fs::exists(folder / "log.db", ignored)) return without_log(globals, station);
    auto log = ReadableLog::of(folder / "log.db");
    if (!log) return give_up(log.error().what);
    const auto certified = check_of_enrolments(folder);
    if (!certified)
        output.remark(fmt::format("{}: enrolments are taken as they are: {}", station, certified.error().what));
    Verified verified{.log = station};
    const auto damage = verify_log(log->file(), {}, certified ? *certified : EnrolmentCheck{});
    if (damage) verified.damage = *damage;
    const auto counted = damage ? count(log->file(), verified) : tl::unexpected(damage.error());
    if (!counted && !verified.damage) verified.unreadable = log->about(counted.error()).what;
    return verified;
}

Json json_of(const Verified& one) {
    Json out = {{"log", one.log}, {"ok", one.ok()}};
    if (one.ok()) {
        out["events"] = one.events;
        out["stations"] = one.stations.size();
    } else if (one.damage) {
        out["station"] = to_string(one.damage->station);
        out["seq"] = one.damage->seq;
        out["what"] = one.damage->what;
    } else {
        out["what"] = one.unreadable;
    }
    return out;
}

// What holds of all; of damaged ones the first.
Json json_of(const std::vector<Verified>& all) {
    const auto bad = std::ranges::find_if_not(all, &Verified::ok);
    auto logs = Json::array();
    Verified sum;
    for (const auto& one : all) {
        logs.push_back(json_of(one));
        sum.events += one.events;
        sum.stations.insert(one.stations.begin(), one.stations.end());
    }
    auto out = bad == all.end() ? json_of(sum) : json_of(*bad);
    if (bad == all.end()) out.erase("log");
    out["logs"] = std::move(logs);
    return out;
}

std::string line_of(const Verified& one) {
    if (one.ok())
        return fmt::format("ok: {} events of {} station(s), chains and heads hold", one.events, one.stations.size());
    if (!one.damage) return "damaged: " + one.unreadable;
    return fmt::format("damaged: station {} seq {}: {}", to_string(one.damage->station), one.damage->seq,
                       one.damage->what);
}

}  // namespace

Result<EnrolmentCheck> check_of_enrolments(const fs::path& station_folder) {
    VESTIBULE_TRY(identity, read_identity_file(station_folder / "identity.json"));
    return EnrolmentCheck{[trust = identity.site.trust](const Json& body) { return is_certified(body, trust); }};
}

Result<fs::path> log_file_of(const Globals& globals, const std::string& station) {
    auto file = globals.data / station / "log.db";
    std::error_code ignored;
    if (fs::exists(file, ignored)) return file;
    const auto names = station_names(globals.data);
    const auto there = names.empty() ? std::string{"no station lies there"}
                                     : fmt::format("there are the stations {}", fmt::join(names, ", "));
    return give_up(
        fmt::format("there is no log at {}, and {}; name the data folder with --data and the station with --station",
                    file.string(), there));
}

Result<int> verify_logs(const Globals& globals, Output& output) {
    auto names = station_names(globals.data);
    if (!globals.station.empty() || names.empty()) names = {station_name_of(globals)};
    if (station_names(globals.data).empty()) VESTIBULE_CHECK(log_file_of(globals, names.front()));
    std::vector<Verified> all;
    for (const auto& name : names) {
        VESTIBULE_TRY(one, verify_one(globals, name, output));
        all.push_back(std::move(one));
    }
    if (globals.json)
        output.line(dump(json_of(all)));
    else
        for (const auto& one : all)
            output.line(all.size() == 1 ? line_of(one) : fmt::format("{}: {}", one.log, line_of(one)));
    return std::ranges::all_of(all, &Verified::ok) ? done : answer_is_no;
}

}  // namespace vestibule
