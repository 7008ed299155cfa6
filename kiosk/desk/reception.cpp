// The desk's use cases at reception: the day, who is inside, who waits, search, reprint and revoke.
#include <algorithm>
#include <tuple>

#include "kiosk/desk/desk.h"
#include "kiosk/desk/reprint_reasons.h"
#include "kiosk/vault/identity.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

// A body holds no personal data, and what a person types as a reason may name somebody.
std::string kept_reprint_reason(std::string_view reason) {
    const auto is_known = reason == "by command" || std::ranges::count(reprint_reasons, reason) > 0;
    return std::string{is_known ? reason : "other"};
}

// What needs a person stands on top; then the day in order of time, what is over at the end.
int urgency(const VisitView& view) {
    switch (view.phase) {
        case VisitPhase::waiting:
            return 0;
        case VisitPhase::approved:
            return view.arrived_at ? (view.called_at ? 2 : 1) : 3;
        case VisitPhase::expected:
            return view.no_show ? 4 : 3;
        case VisitPhase::inside:
            return view.overdue ? 2 : 3;
        case VisitPhase::left:
            return 5;
        default:
            return 6;
    }
}

// By which a day's rows stand: those who wait by how long, an appointment by its planned time.
Instant shown_time(const VisitView& view) {
    return view.walk_in || view.phase == VisitPhase::waiting ? view.arrived_at.value_or(view.from) : view.from;
}

void count(DayView& day, const VisitView& view) {
    const auto people = view.people();
    if (view.overdue) day.overdue += people;
    if (view.no_show)
        day.no_show += people;
    else if (view.phase == VisitPhase::expected)
        day.expected += people;
    else if (view.phase == VisitPhase::inside)
        (view.only_admitted() ? day.only_admitted : day.inside) += people;
    else if (view.phase == VisitPhase::left)
        day.left += people;
    else if (view.phase == VisitPhase::waiting || (view.phase == VisitPhase::approved && view.arrived_at)) {
        day.waiting += people;
        if (!day.longest_wait_since || *view.arrived_at < *day.longest_wait_since)
            day.longest_wait_since = view.arrived_at;
    } else if (view.phase == VisitPhase::approved) {
        day.expected += people;
    }
}

}  // namespace

std::string_view state_name_of(const VisitView& visit) {
    return visit.only_admitted() ? "admitted" : name_of(visit.phase);
}

void Heads::add(const VisitView& visit) {
    ++visits;
    people += visit.people();
    if (visit.only_admitted()) only_admitted += visit.people();
    if (visit.overdue) overdue += visit.people();
}

Heads heads_of(std::span<const VisitView> rows) {
    Heads heads;
    for (const auto& row : rows) heads.add(row);
    return heads;
}

Result<DayView> Desk::day(Instant any_time_of_it) {
    VESTIBULE_TRY(visits,
                  reader_.visits_between(zone_.start_of_day(any_time_of_it), zone_.end_of_day(any_time_of_it)));
    DayView out;
    VESTIBULE_TRY(rows, views_of(visits));
    out.rows = std::move(rows);
    std::erase_if(out.rows,
                  [](const VisitView& v) { return v.phase == VisitPhase::merged || v.phase == VisitPhase::unknown; });
    // Those of one time by name: a group is found together.
    std::stable_sort(out.rows.begin(), out.rows.end(), [](const VisitView& a, const VisitView& b) {
        const auto order = std::tuple{urgency(a), shown_time(a)} <=> std::tuple{urgency(b), shown_time(b)};
        return order != 0 ? order < 0 : a.visitor < b.visitor;
    });
    for (const auto& row : out.rows) count(out, row);
    return out;
}

Result<int> Desk::waiting_count() const {
    VESTIBULE_TRY(visits, reader_.visits_between(zone_.start_of_day(now()), zone_.end_of_day(now())));
    int people = 0;
    for (const auto& [id, state] : visits)
        if (state.phase == VisitPhase::waiting || (state.phase == VisitPhase::approved && state.arrived_at))
            people += 1 + state.companions;
    return people;
}

Result<std::vector<VisitView>> Desk::inside() {
    VESTIBULE_TRY(visits, reader_.visits_in(VisitPhase::inside));
    VESTIBULE_TRY(rows, views_of(visits));
    const auto since = [](const VisitView& visit) {
        return visit.inside_since ? visit.inside_since : visit.admitted_at;
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const VisitView& a, const VisitView& b) {
        return std::tuple{!a.overdue, since(a)} < std::tuple{!b.overdue, since(b)};
    });
    return rows;
}

Result<std::vector<VisitView>> Desk::waiting() {
    VESTIBULE_TRY(visits, reader_.visits_in(VisitPhase::waiting));
    VESTIBULE_TRY(rows, views_of(visits));
    // Yesterday's that nobody answered wait no more, unless they came so late that their time isn't over.
    const auto today = zone_.start_of_day(now());
    std::erase_if(rows, [&](const VisitView& v) { return shown_time(v) < today && v.until <= now(); });
    std::stable_sort(rows.begin(), rows.end(),
                     [](const VisitView& a, const VisitView& b) { return shown_time(a) < shown_time(b); });
    return rows;
}

Result<BadgeId> Desk::reprint(VisitId id, std::string_view reason, PersonId staff) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state || state->phase != VisitPhase::inside)
        return give_up("only a visitor who is inside can get a new badge");
    VESTIBULE_TRY(badges, reader_.badges_of(id));
    const auto fresh = new_badge(*state);
    const auto badge = fresh.claims.badge;
    std::vector<NewEvent> events;
    std::optional<BadgeId> replaced;
    for (const auto& [old, badge_state] : badges) {
        if (badge_state.revoked) continue;
        replaced = old;
        events.push_back({.kind = std::string{kind::badge_revoked},
                          .stream = stream_of(old),
                          .body = {{"reason", "reprint: " + kept_reprint_reason(reason)}, {"by", to_string(staff)}}});
    }
    events.push_back(badge_issued(*state, id, fresh, replaced));
    events.push_back({.kind = std::string{kind::visit_admitted},
                      .stream = stream_of(id),
                      .body = {{"badge", to_string(badge)}, {"by", to_string(staff)}, {"policy", policy_.version}}});
    VESTIBULE_CHECK(append(std::move(events), {print_job(badge)}));
    return badge;
}

Result<bool> Desk::has_right(Right right) const {
    VESTIBULE_TRY(stations, reader_.stations());
    const auto own = std::ranges::find(stations, identity_.station(), &StationRecord::station);
    // Before it has introduced itself, its certificate says it.
    if (own == stations.end()) {
        const auto certified = certified_rights(identity_.certificate, identity_.trust.root);
        return certified && certified->rights.has(right);
    }
    return own->rights.has(right);
}

Result<> Desk::revoke_station(StationId station, const Revocation& how) {
    if (role_ != Role::reception)
        return ask_staff("only a reception revokes stations: run this with --station of a reception");
    if (station == identity_.station()) return give_up("a station doesn't revoke itself: do it at another reception");
    VESTIBULE_TRY(stations, reader_.stations());
    const auto known = std::ranges::find(stations, station, &StationRecord::station);
    if (known == stations.end()) return give_up("no such station is known here; see `vestibule station list`");
    const bool takes_more_back = how.since || (how.stolen && !known->stolen) || known->last == every_row;
    if (known->revoked && !takes_more_back) return give_up("that station has been revoked already");
    VESTIBULE_TRY(last, reader_.newest_row(station, how.since));
    Json body = {{"station", to_string(station)},
                 {"reason", kept_reprint_reason(how.reason)},
                 {"last", {{"seq", last.seq}, {"hash", to_hex(last.hash)}}}};
    if (how.stolen) body["stolen"] = true;
    return append({NewEvent{.kind = std::string{kind::station_revoked},
                            .stream = stream_of(identity_.trust.site),
                            .body = std::move(body)}});
}

Result<> Desk::revoke(BadgeId badge, std::string_view reason, std::optional<PersonId> staff) {
    VESTIBULE_TRY(state, reader_.badge(badge));
    if (!state || !state->issued) return give_up("there is no such badge");
    Json body = {{"reason", kept_reprint_reason(reason)}};
    if (staff) body["by"] = to_string(*staff);
    return append(
        {NewEvent{.kind = std::string{kind::badge_revoked}, .stream = stream_of(badge), .body = std::move(body)}});
}

}  // namespace vestibule
