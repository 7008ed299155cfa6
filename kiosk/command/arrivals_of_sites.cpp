// vestibule arrivals --sites: asks each site's station, and makes one list of the answers.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/command/arrivals.h"
#include "kiosk/command/at_station.h"
#include "kiosk/command/sites.h"

namespace vestibule {
namespace {

struct AllSites {
    Json sites = Json::array();
    std::vector<Json> visits;
    std::size_t name_width = 0;
    bool complete = true;
};

// The answer of `arrivals --json` at that station, wherever it runs.
Result<Json> day_of(const SiteStation& of_site, const Globals& globals, const std::string& search) {
    VESTIBULE_TRY(options, options_of(globals, of_site));
    Output answer;
    std::vector<std::string> arguments = {"arrivals", "--json", "--station", of_site.station};
    if (!search.empty()) arguments.insert(arguments.end(), {"--search", search});
    VESTIBULE_TRY(
        status,
        read_at_station(
            options, [&search](Station&, Desk& desk, Output& output) { return arrivals(desk, search, true, output); },
            Effect::reads, arguments, globals, answer));
    auto day = parse_object(answer.out);
    if (status != done || !day.contains("visits") || !day["visits"].is_array())
        return ask_staff(answer.err.empty() ? "its station gives no list" : answer.err);
    return day;
}

void add_day(AllSites& all, const SiteStation& of_site, Json day) {
    for (auto& visit : day["visits"]) {
        visit["site"] = of_site.site_name;
        all.visits.push_back(std::move(visit));
    }
    day.erase("visits");
    day["site"] = of_site.site_name;
    day["site_id"] = to_string(of_site.site);
    day["station"] = of_site.station;
    all.sites.push_back(std::move(day));
}

void add_problem(AllSites& all, const SiteStation& of_site, const Problem& problem) {
    all.complete = false;
    all.sites.push_back({{"site", of_site.site_name}, {"station", of_site.station}, {"problem", problem.what}});
}

// UTC in RFC 3339 sorts as text does.
std::string shown_at(const Json& visit) {
    return text_field(visit, "arrived_at", text_field(visit, "from"));
}

std::string line_of(const Json& visit, std::size_t name_width) {
    const auto unknown = bool_field(visit, "erased") ? "(erased)" : "(name not here)";
    const auto company = text_field(visit, "company");
    const auto companions = int_field(visit, "companions");
    return fmt::format(
        "{}  {:<{}}  {:<9}  {}{}{}{}  ->  {}  {}", text_field(visit, "time"), text_field(visit, "site"), name_width,
        text_field(visit, "state", text_field(visit, "phase")), text_field(visit, "visitor", unknown),
        companions > 0 ? fmt::format(" +{}", companions) : "", company.empty() ? "" : ", ", company,
        text_field(visit, "host", text_field(visit, "asked_for", "reception")), text_field(visit, "visit"));
}

std::string summary_of(const Json& site) {
    if (site.contains("problem"))
        return fmt::format("{}: can't be listed: {}", text_field(site, "site"), text_field(site, "problem"));
    return fmt::format("{}, {}: {} expected, {} waiting, {} admitted, {} inside, {} left, {} no-show (people)",
                       text_field(site, "site"), text_field(site, "day"), int_field(site, "expected"),
                       int_field(site, "waiting"), int_field(site, "admitted"), int_field(site, "inside"),
                       int_field(site, "left"), int_field(site, "no_show"));
}

}  // namespace

Result<int> arrivals_of_sites(const Globals& globals, const std::string& search, Output& output) {
    AllSites all;
    for (const auto& of_site : stations_of_sites(globals.data)) {
        all.name_width = std::max(all.name_width, of_site.site_name.size());
        if (auto day = day_of(of_site, globals, search); day)
            add_day(all, of_site, std::move(*day));
        else
            add_problem(all, of_site, day.error());
    }
    if (all.sites.empty())
        return give_up(fmt::format("no station lies in {}: name the data folder with --data", globals.data.string()));
    std::ranges::stable_sort(all.visits, {}, shown_at);
    if (globals.json) {
        output.line(dump({{"sites", all.sites}, {"visits", all.visits}}));
        return all.complete ? done : answer_is_no;
    }
    for (const auto& visit : all.visits) output.line(line_of(visit, all.name_width));
    for (const auto& site : all.sites) output.remark(summary_of(site));
    return all.complete ? done : answer_is_no;
}

}  // namespace vestibule
