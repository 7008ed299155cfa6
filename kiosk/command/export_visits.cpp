// Visits as CSV: one table of columns.
#include "kiosk/command/export_visits.h"

#include <array>

#include "kiosk/intake/formula_guard.h"

namespace vestibule {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct ExportedVisit {
    VisitView view;
    std::string host_email;
};

std::string time_cell(const std::optional<Instant>& at) {
    return at ? iso(*at) : "";
}

struct VisitColumn {
    std::string_view name;
    std::string (*cell)(const ExportedVisit&);
};
// Columns are only ever added, at the end.
constexpr auto visit_columns = std::to_array<VisitColumn>({
    {"visit", [](const ExportedVisit& v) { return to_string(v.view.id); }},
    {"phase", [](const ExportedVisit& v) { return std::string{name_of(v.view.phase)}; }},
    {"name", [](const ExportedVisit& v) { return v.view.visitor; }},
    {"company", [](const ExportedVisit& v) { return v.view.company; }},
    {"host", [](const ExportedVisit& v) { return v.view.host_name; }},
    {"purpose", [](const ExportedVisit& v) { return v.view.purpose; }},
    {"type", [](const ExportedVisit& v) { return v.view.type; }},
    {"companions", [](const ExportedVisit& v) { return std::to_string(v.view.companions); }},
    {"plate", [](const ExportedVisit& v) { return v.view.plate; }},
    {"from", [](const ExportedVisit& v) { return iso(v.view.from); }},
    {"until", [](const ExportedVisit& v) { return iso(v.view.until); }},
    {"arrived", [](const ExportedVisit& v) { return time_cell(v.view.arrived_at); }},
    {"admitted", [](const ExportedVisit& v) { return time_cell(v.view.admitted_at); }},
    {"left", [](const ExportedVisit& v) { return time_cell(v.view.left_at); }},
    {"phone", [](const ExportedVisit& v) { return v.view.phone; }},
    {"email", [](const ExportedVisit& v) { return v.view.email; }},
    {"host_email", [](const ExportedVisit& v) { return v.host_email; }},
    {"room", [](const ExportedVisit& v) { return v.view.room; }},
    {"language", [](const ExportedVisit& v) { return v.view.language; }},
});

std::string csv_cell(std::string_view text, Guarded guarded) {
    std::string out = "\"";
    for (const char c : with_formula_guard(text, guarded)) out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

template <class Cell>
std::string csv_row(const Cell& cell, Guarded guarded) {
    std::string out;
    for (const auto& column : visit_columns) out += (out.empty() ? "" : ",") + csv_cell(cell(column), guarded);
    return out + "\r";
}

}  // namespace

Result<int> export_visits(Desk& desk, const VisitsWishes& wishes, Output& output) {
    const auto today = desk.zone().end_of_day(desk.now());
    const auto guarded = wishes.excel ? Guarded::formulas_and_digits : Guarded::formulas;
    VESTIBULE_TRY(visits, desk.reader().visits_between(today - std::chrono::hours{24 * wishes.days},
                                                       today + std::chrono::hours{24 * wishes.days_ahead}));
    if (wishes.excel) output.out += byte_order_mark;
    output.line(csv_row([](const VisitColumn& column) { return column.name; }, guarded));
    for (const auto& [id, state] : visits) {
        VESTIBULE_TRY(view, desk.visit(id));
        if (!view) continue;
        ExportedVisit visit{.view = std::move(*view), .host_email = {}};
        if (visit.view.host) {
            VESTIBULE_TRY(host, desk.host(*visit.view.host));
            if (host) visit.host_email = host->email;
        }
        output.line(csv_row([&](const VisitColumn& column) { return column.cell(visit); }, guarded));
    }
    return done;
}

}  // namespace vestibule
