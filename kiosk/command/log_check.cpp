// Verifying the logs of a data folder, one after the other.
#include "kiosk/command/log_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kiosk/command/known_stations.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/log/readable_log.h"
#include "kiosk/log/views_check.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/identity_file.h"
#include "kiosk/vault/private_file.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

struct Verified {
    std::string log;  // the station's name
    std::uint64_t events = 0;
    std::set<StationId> stations{};
    std::vector<Damage> damages{};
    std::string unreadable{};  // it can't be read as a log at all
    std::optional<ViewsCheck> views{};
    [[nodiscard]] bool ok() const {
        return damages.empty() && unreadable.empty() && (!views || views->differing == 0);
    }
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
        verified.damages.push_back({.station = identity->certificate.station, .seq = 1, .what = words});
    else
        verified.unreadable = fmt::format("there is no log in {}: restore a backup", folder.string());
    return verified;
}

// The central store of a station, where there is one already.
Result<std::unique_ptr<CentralStore>> store_of(const Globals& globals, const std::string& station) {
    VESTIBULE_TRY(login, read_central_login(globals.data / station));
    if (login) return open_postgres_store(*login);
    VESTIBULE_TRY(there, is_there(globals.data / "central.db"));
    if (!there) return std::unique_ptr<CentralStore>{};
    return open_embedded_store(globals.data / "central.db");
}

// The newest row of a station that the central store, or another log of this machine, holds. What can't be read says
// nothing: another line tells of it.
std::uint64_t held_by_others(const Globals& globals, const std::string& name, const StationId& station,
                             Output& output) {
    std::uint64_t newest = 0;
    auto store = store_of(globals, name);
    if (store && *store) {
        if (const auto cursor = (*store)->cursor())
            newest = seq_in(*cursor, station);
        else
            output.remark(
                fmt::format("{}: what the central store holds couldn't be asked: {}", name, cursor.error().what));
    } else if (!store) {
        output.remark(
            fmt::format("{}: what the central store holds couldn't be asked: {}", name, store.error().what));
    }
    for (const auto& other : station_names(globals.data)) {
        if (other == name) continue;
        const auto log = ReadableLog::of(globals.data / other / "log.db");
        const auto reader = log ? LogReader::open(log->file()) : tl::unexpected(log.error());
        const auto cursor = reader ? reader->cursor() : tl::unexpected(reader.error());
        if (cursor) newest = std::max(newest, seq_in(*cursor, station));
    }
    return newest;
}

// Whose log it is, as its identity says.
LogWitnesses witnesses_of(const Globals& globals, const std::string& station, Output& output) {
    const auto folder = globals.data / station;
    LogWitnesses witnesses;
    auto certified = check_of_enrolments(folder);
    if (certified)
        witnesses.certified = std::move(*certified);
    else
        output.remark(fmt::format("{}: enrolments are taken as they are: {}", station, certified.error().what));
    if (const auto identity = read_identity_file(folder / "identity.json"))
        witnesses.own_seq_elsewhere = held_by_others(globals, station, identity->certificate.station, output);
    return witnesses;
}

Result<> compare_views(const fs::path& file, const fs::path& folder, Verified& verified) {
    VESTIBULE_TRY(identity, read_identity_file(folder / "identity.json"));
    VESTIBULE_TRY(views, check_views(file, judge_of(identity.site.trust)));
    verified.views = std::move(views);
    return {};
}

// Errors: give_up where the file can't be reached, so that nothing can be said of it.
Result<Verified> verify_one(const Globals& globals, const std::string& station, Views views, Output& output) {
    const auto folder = globals.data / station;
    std::error_code ignored;
    if (!fs::exists(folder / "log.db", ignored)) return without_log(globals, station);
    // Others are asked first: what they hear meanwhile is in this log already.
    const auto witnesses = witnesses_of(globals, station, output);
    auto log = ReadableLog::of(folder / "log.db");
    if (!log) return give_up(log.error().what);
    Verified verified{.log = station};
    const auto damages = damages_of_log(log->file(), witnesses);
    if (damages) verified.damages = *damages;
    const auto counted = damages ? count(log->file(), verified) : tl::unexpected(damages.error());
    if (!counted && verified.damages.empty()) verified.unreadable = log->about(counted.error()).what;
    if (views == Views::compared)
        if (const auto compared = compare_views(log->file(), folder, verified);
            !compared && verified.unreadable.empty())
            verified.unreadable = log->about(compared.error()).what;
    return verified;
}

Json json_of(const Damage& damage) {
    return {{"station", to_string(damage.station)}, {"seq", damage.seq}, {"what", damage.what}};
}

std::string words_of(const ViewsCheck& views) {
    return fmt::format("{} rows of its views aren't what its events come to ({}): vestibule log rebuild",
                       views.differing, fmt::join(views.named, ", "));
}

Json json_of(const Verified& one) {
    Json out = {{"log", one.log}, {"ok", one.ok()}};
    if (one.ok()) {
        out["events"] = one.events;
        out["stations"] = one.stations.size();
    } else if (!one.damages.empty()) {
        out.update(json_of(one.damages.front()));
        for (const auto& damage : one.damages) out["damages"].push_back(json_of(damage));
    } else {
        out["what"] = one.unreadable.empty() ? words_of(*one.views) : one.unreadable;
    }
    if (one.views) out["views"] = {{"compared", one.views->compared}, {"differing", one.views->differing}};
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
        if (one.views) {
            if (!sum.views) sum.views.emplace();
            sum.views->compared += one.views->compared;
        }
        sum.stations.insert(one.stations.begin(), one.stations.end());
    }
    auto out = bad == all.end() ? json_of(sum) : json_of(*bad);
    if (bad == all.end()) out.erase("log");
    out["logs"] = std::move(logs);
    return out;
}

// One line, or one for each damage.
std::vector<std::string> lines_of(const Verified& one) {
    if (one.ok())
        return {fmt::format("ok: {} events of {} station(s), chains and heads hold{}", one.events,
                            one.stations.size(),
                            one.views ? fmt::format(", {} rows of views compared", one.views->compared) : "")};
    std::vector<std::string> out;
    for (const auto& damage : one.damages)
        out.push_back(
            fmt::format("damaged: station {} seq {}: {}", to_string(damage.station), damage.seq, damage.what));
    if (!one.unreadable.empty()) out.push_back("damaged: " + one.unreadable);
    if (one.views && one.views->differing > 0) out.push_back("damaged: " + words_of(*one.views));
    return out;
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

Result<int> verify_logs(const Globals& globals, Output& output, Views views) {
    auto names = station_names(globals.data);
    if (!globals.station.empty() || names.empty()) names = {station_name_of(globals)};
    if (station_names(globals.data).empty()) VESTIBULE_CHECK(log_file_of(globals, names.front()));
    std::vector<Verified> all;
    for (const auto& name : names) {
        VESTIBULE_TRY(one, verify_one(globals, name, views, output));
        all.push_back(std::move(one));
    }
    if (globals.json)
        output.line(dump(json_of(all)));
    else
        for (const auto& one : all)
            for (const auto& line : lines_of(one))
                output.line(all.size() == 1 ? line : fmt::format("{}: {}", one.log, line));
    return std::ranges::all_of(all, &Verified::ok) ? done : answer_is_no;
}

}  // namespace vestibule
