// The desk's base: opening, people in clear, and the views that are made from states.
#include "kiosk/desk/desk.h"

#include <algorithm>
#include <utility>

#include "kiosk/base/paths.h"
#include "kiosk/credential/code.h"
#include "kiosk/credential/token.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string out;
    for (const auto& part : parts) out.append(out.empty() ? "" : between).append(part);
    return out;
}

std::string label_of(const VisitType& type) {
    return type.label_zh.empty() ? type.label : type.label + " " + type.label_zh;
}

}  // namespace

Desk::Desk(DeskParts parts, SiteZone zone)
    : log_{parts.log},
      reader_{std::move(parts.reader)},
      vault_{parts.vault},
      identity_{parts.identity},
      config_{std::move(parts.config)},
      role_{parts.role},
      clock_{std::move(parts.clock)},
      zone_{zone},
      paper_{catalogue_folder(), config_.site.languages.front()},
      search_{parts.search},
      uptime_{std::move(parts.uptime)} {}

Result<std::unique_ptr<Desk>> Desk::open(DeskParts parts) {
    VESTIBULE_TRY(zone, SiteZone::named(parts.config.site.time_zone));
    std::unique_ptr<Desk> desk{new Desk{std::move(parts), zone}};
    VESTIBULE_CHECK(desk->refresh());
    return desk;
}

Result<> Desk::refresh() {
    VESTIBULE_TRY(version, reader_.data_version());
    if (version == seen_version_) return {};
    VESTIBULE_TRY(policy, reader_.policy());
    if (policy) policy_ = policy_from_json(*policy);
    VESTIBULE_TRY(gate, find_gate());
    has_gate_ = gate;
    persons_.clear();
    seen_version_ = version;
    return {};
}

Result<bool> Desk::find_gate() const {
    if (policy_.inside_from != InsideFrom::automatic) return policy_.inside_from == InsideFrom::gate;
    VESTIBULE_TRY(stations, reader_.stations());
    return std::ranges::any_of(stations, [](const StationRecord& station) {
        return !station.revoked && station.role == name_of(Role::guard);
    });
}

Result<Json> Desk::unsealed(const EventKey& row) const {
    VESTIBULE_TRY(event, reader_.event(row));
    if (!event || !event->sealed || !event->subject) return give_up("the row holds no sealed details");
    VESTIBULE_TRY(text, vault_.unseal(*event->subject, event->kind, event->stream, *event->sealed));
    return parse_object(text);
}

Result<Desk::Person> Desk::unsealed_person(PersonId id) const {
    Person out;
    VESTIBULE_TRY(state, reader_.person(id));
    if (!state) return out;
    out.erased = state->erased || vault_.is_erased(id);
    out.language = state->language;
    const auto row = state->details ? state->details : state->staff_details;
    if (out.erased || !row) return out;
    const auto details = unsealed(*row);
    // No key here (a door outside its window, or not fetched yet): the visit is shown without the name.
    if (!details) return out;
    out.name = text_field(*details, "name");
    out.company = text_field(*details, "company");
    out.phone = text_field(*details, "phone");
    out.email = text_field(*details, "email");
    out.department = text_field(*details, "department");
    out.location = text_field(*details, "location");
    out.delegate_email = text_field(*details, "delegate_email");
    out.known = true;
    return out;
}

Result<Desk::Person> Desk::person(PersonId id) {
    if (const auto found = persons_.find(id); found != persons_.end()) return found->second;
    VESTIBULE_TRY(made, unsealed_person(id));
    if (made.known) persons_.emplace(id, made);
    return made;
}

Result<Json> Desk::sealed_details(const VisitState& state) const {
    auto all = Json::object();
    for (const auto& row : state.sealed_rows)
        if (const auto details = unsealed(row)) all.update(*details);
    return all;
}

Result<VisitView> Desk::view_of(VisitId id, const VisitState& state) {
    VisitView view{.id = id, .phase = state.phase, .walk_in = state.walk_in};
    const auto time = now();
    view.no_show = state.phase == VisitPhase::expected && time >= state.until;
    view.another_day = is_of_another_day(state);
    VESTIBULE_TRY(visitor, person(state.person));
    view.person = state.person;
    view.name_known = visitor.known;
    view.erased = visitor.erased;
    view.visitor = visitor.name;
    view.company = visitor.company;
    view.phone = visitor.phone;
    view.email = visitor.email;
    view.language = visitor.language;
    view.host = state.host;
    if (state.host) {
        VESTIBULE_TRY(host, person(*state.host));
        view.host_name = host.name;
        view.host_department = host.department;
        view.host_location = host.location;
        view.host_phone = host.phone;
    }
    VESTIBULE_TRY(details, sealed_details(state));
    view.purpose = text_field(details, "purpose");
    view.plate = text_field(details, "plate");
    view.room = text_field(details, "room");
    view.host_text = text_field(details, "host_text");
    const auto& type = type_named(policy_, state.type);
    view.type = type.name;
    view.type_label = label_of(type);
    view.code = state.code.empty() ? "" : shown_code(state.code);
    view.cancelled_why = state.cancelled_why;
    view.companions = state.companions;
    view.host_told = state.host_told;
    view.from = state.from;
    view.until = state.until;
    view.arrived_at = state.arrived_at;
    view.decided_at = state.decided_at;
    view.admitted_at = state.admitted_at;
    view.left_at = state.left_at;
    view.door = state.door;
    view.number = state.number;
    view.called_at = state.called_at;
    VESTIBULE_TRY(badges, reader_.badges_of(id));
    const bool in = state.phase == VisitPhase::inside;
    if (in && !has_gate_) view.inside_since = state.admitted_at;
    for (const auto& [badge, badge_state] : badges) {
        // Also a badge that was replaced since was worn on the way in.
        if (in && has_gate_ && !view.inside_since) view.inside_since = badge_state.entered_at;
        if (badge_state.revoked) continue;
        view.badge = badge;
        view.badge_until = badge_state.expires;
        view.print = badge_state.print;
        view.printed_at = badge_state.printed_at;
    }
    // Whose badge was taken away should have left when it would have ended.
    if (in && !view.badge_until)
        view.badge_until = badge_end(policy_, state, zone_, state.admitted_at.value_or(state.from));
    view.overdue = in && time >= *view.badge_until;
    return view;
}

Result<std::vector<VisitView>> Desk::views_of(const std::vector<std::pair<VisitId, VisitState>>& visits) {
    std::vector<VisitView> out;
    out.reserve(visits.size());
    for (const auto& [id, state] : visits) {
        VESTIBULE_TRY(view, view_of(id, state));
        out.push_back(std::move(view));
    }
    return out;
}

Result<std::optional<VisitView>> Desk::visit(VisitId id) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state || state->phase == VisitPhase::unknown) return std::nullopt;
    VESTIBULE_TRY(view, view_of(id, *state));
    if (state->decided_by) {
        VESTIBULE_TRY(staff, person(*state->decided_by));
        view.decided_by = staff.name;
    }
    return view;
}

Result<BadgeView> Desk::badge_view(BadgeId id, const BadgeState& state) {
    BadgeView view{.id = id, .visit = state.visit};
    VESTIBULE_TRY(visit_state, reader_.visit(state.visit));
    VESTIBULE_TRY(visitor, person(state.person));
    view.name = visitor.name;
    view.company = visitor.company;
    view.type_label = label_of(type_named(policy_, state.type));
    if (visit_state && visit_state->host) {
        VESTIBULE_TRY(host, person(*visit_state->host));
        view.host = host.name;
    }
    const auto access = access_of_mask(policy_, state.zones, state.escort);
    view.zones = joined(access.zone_names, " · ");
    view.wear = joined(access.wear, " · ");
    view.escort = access.escort;
    view.date_line =
        paper_.say("{day} · until {time}", {{"day", paper_.short_day(state.not_before, zone_)},
                                            {"time", paper_.end_of(state.expires, zone_, state.not_before)}});
    view.code = shown_code(badge_code(id));
    view.badge_template = state.badge_template;
    view.revoked = state.revoked || visitor.erased;
    view.expires = state.expires;
    view.issued_at = state.not_before;
    view.print = state.print;
    if (state.issuer == identity_.station()) {
        VESTIBULE_TRY(token, issue_token(claims_of(id, state), identity_.trust.issuer, identity_.certificate.key,
                                         identity_.signing_key.view()));
        view.token = token;
    }
    VESTIBULE_CHECK(add_print_state(id, state, view));
    return view;
}

Claims claims_of(BadgeId badge, const BadgeState& state) {
    return {.badge = badge,
            .type = state.type,
            .zones = state.zones,
            .escort = state.escort,
            .not_before = state.not_before,
            .expires = state.expires};
}

Result<std::optional<BadgeView>> Desk::badge(BadgeId id) {
    VESTIBULE_TRY(state, reader_.badge(id));
    if (!state || !state->issued) return std::nullopt;
    VESTIBULE_TRY(view, badge_view(id, *state));
    return view;
}

Result<NewEvent> Desk::sealed_event(std::string_view kind, StreamId stream, PersonId subject, Json body,
                                    const Json& details) {
    VESTIBULE_TRY(sealed, vault_.seal(subject, kind, stream, dump(details)));
    return NewEvent{
        .kind = std::string{kind}, .stream = stream, .subject = subject, .body = std::move(body), .sealed = sealed};
}

Result<> Desk::append(std::vector<NewEvent> events, std::vector<NewJob> jobs) {
    VESTIBULE_CHECK(log_.append(events, jobs, now()));
    // It's done: nobody may be told to try again because a view couldn't be read just now; the next look reads it.
    if (!refresh()) persons_.clear();
    return {};
}

Result<std::chrono::microseconds> Desk::clock_behind() const {
    VESTIBULE_TRY(newest, reader_.newest_of_own(clock_rows_looked_at));
    const auto behind = newest - now();
    return behind > clock_behind_max ? behind : std::chrono::microseconds{0};
}

int Desk::pause_of_codes_s() {
    const auto pause = std::chrono::seconds{wrong_codes_pause_s};
    std::erase_if(wrong_codes_, [&](Instant at) { return now() - at > pause || at > now(); });
    if (wrong_codes_.size() < static_cast<std::size_t>(wrong_codes_max)) return 0;
    const auto left = std::chrono::ceil<std::chrono::seconds>(wrong_codes_.front() + pause - now());
    return std::max(1, static_cast<int>(left.count()));
}

}  // namespace vestibule
