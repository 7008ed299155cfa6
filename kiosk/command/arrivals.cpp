// vestibule arrivals and roll-call: the day, and who is inside.
#include <fmt/format.h>

#include "kiosk/command/arrivals.h"
#include "kiosk/command/paper.h"

namespace vestibule {
namespace {

Json rows_json(const std::vector<VisitView>& rows, const SiteZone& zone) {
    auto out = Json::array();
    for (const auto& row : rows) {
        out.push_back(json_of(row, zone));
        out.back()["time"] = zone.hour_minute(row.arrived_at.value_or(row.from));  // where the site is
    }
    return out;
}

void print_rows(const std::vector<VisitView>& rows, Desk& desk, Output& output) {
    for (const auto& row : rows) output.line(row_of(row, desk.zone()));
}

Result<int> roll_call(Desk& desk, bool json, Output& output) {
    VESTIBULE_TRY(inside, desk.inside());
    const auto heads = heads_of(inside);
    if (json)
        output.line(dump({{"inside", rows_json(inside, desk.zone())},
                          {"people", heads.people},
                          {"admitted", heads.only_admitted}}));
    else
        print_rows(inside, desk, output);
    if (!json)
        output.remark(
            fmt::format("{} people inside, in {} visits", heads.people, heads.visits) +
            (heads.only_admitted > 0 ? fmt::format("; {} not seen at the gate yet", heads.only_admitted) : ""));
    return done;
}

}  // namespace

Result<int> arrivals(Desk& desk, const std::string& search, bool json, Output& output) {
    VESTIBULE_TRY(day, desk.day(desk.now()));
    const auto rows = Desk::search(day.rows, search);
    if (json) {
        output.line(dump({{"day", desk.zone().iso_day(desk.now())},
                          {"expected", day.expected},
                          {"waiting", day.waiting},
                          {"inside", day.inside},
                          {"admitted", day.only_admitted},
                          {"left", day.left},
                          {"no_show", day.no_show},
                          {"visits", rows_json(rows, desk.zone())}}));
        return done;
    }
    print_rows(rows, desk, output);
    output.remark(
        fmt::format("{}: {} expected, {} waiting, {} admitted, {} inside, {} left, {} no-show (people, in {} visits)",
                    desk.zone().iso_day(desk.now()), day.expected, day.waiting, day.only_admitted, day.inside,
                    day.left, day.no_show, day.rows.size()));
    return done;
}

void add_arrivals(Verb program, Chosen& chosen) {
    auto today = program.add_verb("arrivals", "today's visits");
    auto search = std::make_shared<std::string>();
    today.add_option("--search", *search, "part of a name, company, host, plate or phone");
    auto sites = std::make_shared<bool>(false);
    today.add_flag("--sites", *sites, "one list over all sites that have a station in this data folder");
    add_json(today, chosen);
    today.does([&chosen, search, sites] {
        if (*sites) {
            chosen.alone = [search](const Globals& globals, Output& output) {
                return arrivals_of_sites(globals, *search, output);
            };
            return;
        }
        chosen.at_station = [search, json = chosen.globals.json](Station&, Desk& desk, Output& output) {
            return arrivals(desk, *search, json, output);
        };
    });
    auto roll = program.add_verb("roll-call", "who is inside now: as lines, as PDF, or on the office printer");
    add_json(roll, chosen);
    auto wishes = std::make_shared<PaperWishes>();
    add_paper_wishes(roll, "--pdf", *wishes);
    roll.does([&chosen, wishes] {
        chosen.effect = effect_of(*wishes, Effect::reads);
        chosen.at_station = [wishes, globals = chosen.globals](Station& station, Desk& desk, Output& output) {
            if (!wants_paper(*wishes)) return roll_call(desk, globals.json, output);
            return deliver_paper(station, desk, {.kind = PaperKind::roll_call}, *wishes, globals, output);
        };
    });
}

}  // namespace vestibule
