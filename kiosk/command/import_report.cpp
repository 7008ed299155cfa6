// What an import says.
#include "kiosk/command/import_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace vestibule {
namespace {

Json json_of(const ImportedRow& row) {
    Json out = {{"outcome", std::string{name_of(row.outcome)}}};
    if (row.from != Instant{}) out["from"] = iso(row.from);
    if (row.until != Instant{}) out["until"] = iso(row.until);
    if (row.line > 0) out["line"] = row.line;
    if (row.visit) out["visit"] = to_string(*row.visit);
    for (const auto& [key, text] :
         {std::pair{"event", &row.event}, {"visitor", &row.visitor}, {"host", &row.host}, {"reason", &row.why}})
        if (!text->empty()) out[key] = *text;
    return out;
}

// Those that were refused among the others, in the file's order; doubts as reasons.
std::vector<ImportedRow> all_rows(const ImportReport& report) {
    std::map<int, std::string_view> doubts;
    for (const auto& doubt : report.doubts) doubts.emplace(doubt.line, doubt.what);
    auto rows = report.rows;
    for (auto& row : rows)
        if (const auto doubt = doubts.find(row.line); row.why.empty() && doubt != doubts.end())
            row.why = doubt->second;
    for (const auto& refused : report.refused)
        rows.push_back({.line = refused.line, .outcome = ImportOutcome::refused, .why = refused.what});
    std::stable_sort(rows.begin(), rows.end(),
                     [](const ImportedRow& a, const ImportedRow& b) { return a.line < b.line; });
    return rows;
}

Json json_of(const ImportReport& report, const ImportWay& way) {
    auto rows = Json::array();
    for (const auto& row : all_rows(report)) rows.push_back(json_of(row));
    return {{"taken", report.added},
            {"changed", report.changed},
            {"withdrawn", report.cancelled},
            {"unchanged", report.unchanged},
            {"refused", report.refused.size()},
            {"dry_run", way.run == ImportRun::rehearsal},
            {"rows", std::move(rows)},
            {"remarks", report.remarks}};
}

std::string line_of(const ImportedRow& row, const SiteZone& zone) {
    const auto when = row.from == Instant{} ? "" : zone.iso_day(row.from) + " " + zone.hour_minute(row.from) + "  ";
    if (!row.host.empty()) return fmt::format("{:<9}  {}  (line {})", name_of(row.outcome), row.host, row.line);
    return fmt::format("{:<9}  {}{}{}{}{}", name_of(row.outcome), when,
                       row.visitor.empty() && row.visit ? to_string(*row.visit) : row.visitor,
                       row.line > 0 ? fmt::format("  (line {})", row.line) : "", row.why.empty() ? "" : ": ",
                       row.why);
}

}  // namespace

int say_import(const ImportReport& report, const ImportWay& way, const Desk& desk, const Globals& globals,
               Output& output) {
    const auto status = report.refused.empty() ? done : answer_is_no;
    if (globals.json) {
        output.line(dump(json_of(report, way)));
        return status;
    }
    const bool rehearsal = way.run == ImportRun::rehearsal;
    for (const auto& remark : report.remarks) output.remark(remark);
    for (const auto* said : {&report.doubts, &report.refused})
        for (const auto& row : *said)
            output.remark(row.line > 0 ? fmt::format("line {}: {}", row.line, row.what) : row.what);
    if (rehearsal)
        for (const auto& row : report.rows) output.line(line_of(row, desk.zone()));
    output.line(fmt::format("{} added, {} changed, {} cancelled, {} unchanged, {} refused{}", report.added,
                            report.changed, report.cancelled, report.unchanged, report.refused.size(),
                            rehearsal ? " (a dry run: nothing was written)" : ""));
    return status;
}

}  // namespace vestibule
