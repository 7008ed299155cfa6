// The fold of a site.
#include "kiosk/visit/site_state.h"

#include <algorithm>

#include "kiosk/visit/counting.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/stream_order.h"

namespace vestibule {
namespace {

void enrol(SiteState& site, const Event& event, const EnrolmentJudge& certified) {
    const auto body = parse_object(event.body);
    const auto station = id_field<StationId>(body, "station");
    if (!station) return;
    const auto given =
        certified ? certified(body) : CertifiedRights{.rights = rights_of_role(text_field(body, "role"))};
    if (!given) return;
    auto& standing = site.stations[*station];
    standing.rights = standing.rights | given->rights;
    // What the root has signed with its rights says more than what it hasn't.
    if (given->named || !standing.named) standing.enrolment = EventKey{event.station, event.seq};
    standing.named = standing.named || given->named;
}

void revoke(SiteState& site, const Event& event) {
    if (!site.rights_of(event.station).has(Right::reception)) return;
    const auto body = parse_object(event.body);
    const auto station = id_field<StationId>(body, "station");
    if (!station) return;
    auto& standing = site.stations[*station];
    standing.revoked = true;
    standing.stolen = standing.stolen || bool_field(body, "stolen");
    const auto last = body.find("last");
    if (last == body.end()) return;
    const auto seq = int_field(*last, "seq", -1);
    if (seq >= 0) standing.last = std::min(standing.last, static_cast<std::uint64_t>(seq));
}

}  // namespace

bool SiteState::is_judged() const {
    return std::ranges::any_of(stations, [](const auto& one) { return one.second.named; });
}

Rights SiteState::rights_of(const StationId& station) const {
    if (!is_judged()) return every_right;
    const auto found = stations.find(station);
    return found == stations.end() ? Rights{} : found->second.rights;
}

bool SiteState::counts(const EventKey& row) const {
    const auto found = stations.find(row.station);
    return found == stations.end() || row.seq <= found->second.last;
}

SiteState fold_site(std::span<const Event> events, const EnrolmentJudge& certified) {
    auto rows = in_order(events);
    const auto count = rows.size();
    std::erase_if(rows, [&](const Event* row) { return !is_turn_possible(row->turn, count); });
    SiteState site;
    for (const auto* row : rows)
        if (row->kind == kind::station_enrolled) enrol(site, *row, certified);
    for (const auto* row : rows)
        if (row->kind == kind::station_revoked) revoke(site, *row);
    for (const auto* row : rows) {
        const EventKey key{row->station, row->seq};
        const auto may = site.rights_of(row->station).has(Right::reception) && site.counts(key);
        if (row->kind == kind::site_policy_set && may) site.policy = key;
    }
    return site;
}

}  // namespace vestibule
