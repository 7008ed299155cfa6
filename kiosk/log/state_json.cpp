// The folded states as JSON text. The key of each field stands once for writing and once for reading, side by side.
#include "kiosk/log/state_json.h"

#include <array>

#include "kiosk/base/json.h"

namespace vestibule {
namespace {

constexpr std::array all_phases = {VisitPhase::unknown,  VisitPhase::expected,  VisitPhase::waiting,
                                   VisitPhase::approved, VisitPhase::declined,  VisitPhase::inside,
                                   VisitPhase::left,     VisitPhase::cancelled, VisitPhase::merged};

VisitPhase phase_named(std::string_view name) {
    for (const auto phase : all_phases)
        if (name_of(phase) == name) return phase;
    return VisitPhase::unknown;
}

template <class Tag>
void put(Json& out, const char* key, const Id<Tag>& id) {
    if (id != Id<Tag>{}) out[key] = to_hex(id.bytes);
}
template <class Tag>
void put(Json& out, const char* key, const std::optional<Id<Tag>>& id) {
    if (id) out[key] = to_hex(id->bytes);
}
void put(Json& out, const char* key, const std::optional<Instant>& at) {
    if (at) out[key] = micros(*at);
}
void put(Json& out, const char* key, Instant at) {
    if (at != Instant{}) out[key] = micros(at);
}
void put(Json& out, const char* key, const std::string& text) {
    if (!text.empty()) out[key] = text;
}
void put_flag(Json& out, const char* key, bool flag) {
    if (flag) out[key] = true;
}
Json key_json(const EventKey& key) {
    return Json::array({to_hex(key.station.bytes), key.seq});
}

std::optional<Instant> instant_field(const Json& in, const char* key) {
    const auto found = in.find(key);
    if (found == in.end() || !found->is_number_integer()) return std::nullopt;
    return from_micros(found->get<std::int64_t>());
}
std::optional<EventKey> key_of(const Json& value) {
    if (!value.is_array() || value.size() != 2 || !value[0].is_string() || !value[1].is_number_integer())
        return std::nullopt;
    const auto station = parse_id<StationId>(value[0].get<std::string>());
    if (!station) return std::nullopt;
    return EventKey{*station, value[1].get<std::uint64_t>()};
}
std::optional<EventKey> key_field(const Json& in, const char* key) {
    const auto found = in.find(key);
    return found == in.end() ? std::nullopt : key_of(*found);
}

}  // namespace

std::string state_text(const VisitState& state) {
    Json out = Json::object();
    out["phase"] = name_of(state.phase);
    put_flag(out, "walk_in", state.walk_in);
    put(out, "person", state.person);
    put(out, "host", state.host);
    put(out, "type", state.type);
    put(out, "code", state.code);
    if (state.companions != 0) out["companions"] = state.companions;
    if (state.sequence != -1) out["sequence"] = state.sequence;
    put(out, "from", state.from);
    put(out, "until", state.until);
    put(out, "arrived_at", state.arrived_at);
    put(out, "decided_at", state.decided_at);
    put(out, "admitted_at", state.admitted_at);
    put(out, "left_at", state.left_at);
    put(out, "decided_by", state.decided_by);
    put(out, "badge", state.badge);
    put(out, "merged_into", state.merged_into);
    put_flag(out, "host_told", state.host_told);
    for (const auto& key : state.sealed_rows) out["sealed_rows"].push_back(key_json(key));
    return dump(out);
}

VisitState visit_state_of(std::string_view text) {
    const auto in = parse_object(text);
    VisitState state;
    state.phase = phase_named(text_field(in, "phase"));
    state.walk_in = bool_field(in, "walk_in");
    state.person = id_field<PersonId>(in, "person").value_or(PersonId{});
    state.host = id_field<PersonId>(in, "host");
    state.type = text_field(in, "type");
    state.code = text_field(in, "code");
    state.companions = static_cast<int>(int_field(in, "companions"));
    state.sequence = int_field(in, "sequence", -1);
    state.from = instant_field(in, "from").value_or(Instant{});
    state.until = instant_field(in, "until").value_or(Instant{});
    state.arrived_at = instant_field(in, "arrived_at");
    state.decided_at = instant_field(in, "decided_at");
    state.admitted_at = instant_field(in, "admitted_at");
    state.left_at = instant_field(in, "left_at");
    state.decided_by = id_field<PersonId>(in, "decided_by");
    state.badge = id_field<BadgeId>(in, "badge");
    state.merged_into = id_field<VisitId>(in, "merged_into");
    state.host_told = bool_field(in, "host_told");
    if (const auto rows = in.find("sealed_rows"); rows != in.end() && rows->is_array())
        for (const auto& row : *rows)
            if (const auto key = key_of(row)) state.sealed_rows.push_back(*key);
    return state;
}

std::string state_text(const BadgeState& state) {
    Json out = Json::object();
    put_flag(out, "issued", state.issued);
    put_flag(out, "revoked", state.revoked);
    put_flag(out, "inside", state.inside);
    put(out, "issuer", state.issuer);
    put(out, "visit", state.visit);
    put(out, "person", state.person);
    put(out, "type", state.type);
    if (state.zones != 0) out["zones"] = state.zones;
    put_flag(out, "escort", state.escort);
    put(out, "not_before", state.not_before);
    put(out, "expires", state.expires);
    put(out, "template", state.badge_template);
    if (state.print != PrintOutcome::pending) out["print"] = name_of(state.print);
    put(out, "printed_at", state.printed_at);
    put(out, "entered_at", state.entered_at);
    put(out, "entered_gate", state.entered_gate);
    put(out, "revoked_reason", state.revoked_reason);
    return dump(out);
}

BadgeState badge_state_of(std::string_view text) {
    const auto in = parse_object(text);
    BadgeState state;
    state.issued = bool_field(in, "issued");
    state.revoked = bool_field(in, "revoked");
    state.inside = bool_field(in, "inside");
    state.issuer = id_field<StationId>(in, "issuer").value_or(StationId{});
    state.visit = id_field<VisitId>(in, "visit").value_or(VisitId{});
    state.person = id_field<PersonId>(in, "person").value_or(PersonId{});
    state.type = text_field(in, "type");
    state.zones = static_cast<int>(int_field(in, "zones"));
    state.escort = bool_field(in, "escort");
    state.not_before = instant_field(in, "not_before").value_or(Instant{});
    state.expires = instant_field(in, "expires").value_or(Instant{});
    state.badge_template = text_field(in, "template");
    state.print = print_outcome_named(text_field(in, "print", "pending"));
    state.printed_at = instant_field(in, "printed_at");
    state.entered_at = instant_field(in, "entered_at");
    state.entered_gate = text_field(in, "entered_gate");
    state.revoked_reason = text_field(in, "revoked_reason");
    return state;
}

std::string state_text(const PersonState& state) {
    Json out = Json::object();
    put_flag(out, "erased", state.erased);
    put_flag(out, "host", state.host);
    put_flag(out, "staff", state.staff);
    if (!state.staff_roles.empty()) out["staff_roles"] = state.staff_roles;
    put(out, "language", state.language);
    if (state.details) out["details"] = key_json(*state.details);
    if (state.staff_details) out["staff_details"] = key_json(*state.staff_details);
    return dump(out);
}

PersonState person_state_of(std::string_view text) {
    const auto in = parse_object(text);
    PersonState state;
    state.erased = bool_field(in, "erased");
    state.host = bool_field(in, "host");
    state.staff = bool_field(in, "staff");
    if (const auto roles = in.find("staff_roles"); roles != in.end() && roles->is_array())
        for (const auto& role : *roles)
            if (role.is_string()) state.staff_roles.push_back(role.get<std::string>());
    state.language = text_field(in, "language");
    state.details = key_field(in, "details");
    state.staff_details = key_field(in, "staff_details");
    return state;
}

}  // namespace vestibule
