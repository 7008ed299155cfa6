// Compares exported rows with the visits that they name.
#include "kiosk/desk/import_again.h"

#include <fmt/format.h>

#include <algorithm>

namespace vestibule {
namespace {

bool is_over(VisitPhase phase) {
    return phase == VisitPhase::cancelled || phase == VisitPhase::declined;
}

// An export tells times to the second.
bool is_same_second(Instant a, Instant b) {
    return std::chrono::floor<std::chrono::seconds>(a) == std::chrono::floor<std::chrono::seconds>(b);
}

Result<bool> says_what_is_held(Desk& desk, const AppointmentRow& row, const VisitView& held) {
    std::string host_email;
    if (held.host) {
        VESTIBULE_TRY(host, desk.host(*held.host));
        if (host) host_email = host->email;
    }
    return row.name == held.visitor && row.company == held.company && row.phone == held.phone &&
           row.email == held.email && row.language == held.language && row.host_name == held.host_name &&
           row.host_email == host_email && row.purpose == held.purpose && row.room == held.room &&
           row.plate == held.plate && row.type == held.type && row.companions == held.companions &&
           is_same_second(row.from, held.from) && is_same_second(row.until, held.until) &&
           row.cancelled == is_over(held.phase);
}

}  // namespace

Result<std::vector<ImportedRow>> set_aside_held(Desk& desk, Imported<AppointmentRow>& rows) {
    std::vector<ImportedRow> unchanged;
    std::vector<AppointmentRow> others;
    for (auto& row : rows.taken) {
        const auto id = parse_id<VisitId>(row.visit);
        VESTIBULE_TRY(held, id ? desk.visit(*id) : Result<std::optional<VisitView>>{});
        if (!held) {
            others.push_back(std::move(row));
            continue;
        }
        VESTIBULE_TRY(same, says_what_is_held(desk, row, *held));
        if (same)
            unchanged.push_back({.line = row.line,
                                 .outcome = ImportOutcome::unchanged,
                                 .visitor = row.name,
                                 .visit = id,
                                 .from = row.from,
                                 .until = row.until});
        else if (held->phase == VisitPhase::expected || held->phase == VisitPhase::approved)
            others.push_back(std::move(row));
        else
            rows.refused.push_back(
                {row.line, fmt::format("the visit {} is {} already, so an import doesn't change it", row.visit,
                                       name_of(held->phase))});
    }
    rows.taken = std::move(others);
    return unchanged;
}

}  // namespace vestibule
