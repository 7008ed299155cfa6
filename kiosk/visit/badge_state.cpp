// The fold of a badge.
#include "kiosk/visit/badge_state.h"

#include <array>

#include "kiosk/visit/fold_cases.h"
#include "kiosk/visit/instant_field.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/stream_order.h"

namespace vestibule {
namespace {

bool issued(BadgeState& state, const Event& event, const JsonFields& body) {
    const auto visit = id_field<VisitId>(body, "visit");
    const auto person = id_field<PersonId>(body, "person");
    if (state.issued || !visit || !person) return false;
    state.issued = true;
    state.issuer = event.station;
    state.kid = text_field(body, "kid");
    state.visit = *visit;
    state.person = *person;
    state.type = text_field(body, "type");
    state.zones = static_cast<int>(int_field(body, "zones") & 0xFFFF);
    state.escort = bool_field(body, "escort");
    state.not_before = instant_field(body, "nbf").value_or(Instant{});
    state.expires = instant_field(body, "exp").value_or(Instant{});
    state.badge_template = text_field(body, "template");
    return true;
}

bool printed(BadgeState& state, const Event& event, const JsonFields& body) {
    state.print = print_outcome_named(text_field(body, "outcome"));
    const auto out_of_printer = state.print == PrintOutcome::printed || state.print == PrintOutcome::saved;
    if (out_of_printer) state.printed_at = event.at;
    state.print_ended_at = event.at;
    state.print_reason = text_field(body, "reason");
    if (const auto printer = text_field(body, "printer"); !printer.empty()) state.print_queue = printer;
    // It may have come out elsewhere than was last told; events of former versions say nothing of it.
    if (const auto* place = body.find("place"); place != nullptr && place->kind == JsonFields::Field::Kind::text)
        state.print_place = place->text;
    return true;
}

// What has an outcome can be neither cancelled nor moved: paper doesn't go back, and a reprint is another badge.
bool print_cancelled(BadgeState& state, const Event&, const JsonFields&) {
    if (state.print != PrintOutcome::pending || state.print_cancelled) return false;
    state.print_cancelled = true;
    return true;
}

bool print_moved(BadgeState& state, const Event&, const JsonFields& body) {
    const auto queue = text_field(body, "queue");
    if (state.print != PrintOutcome::pending || state.print_cancelled || queue.empty()) return false;
    state.print_queue = queue;
    state.print_place = text_field(body, "place");
    if (text_field(body, "by").empty()) return true;
    ++state.print_moves;
    state.print_wanted = queue;
    return true;
}

bool revoked(BadgeState& state, const Event&, const JsonFields& body) {
    if (!state.revoked) state.revoked_reason = text_field(body, "reason");
    state.revoked = true;
    return true;
}

bool entered(BadgeState& state, const Event& event, const JsonFields& body) {
    state.inside = true;
    state.entered_at = event.at;
    state.entered_gate = text_field(body, "gate");
    return true;
}

bool went_out(BadgeState& state, const Event&, const JsonFields&) {
    state.inside = false;
    return true;
}

constexpr BadgeCase badge_table[] = {
    {kind::badge_issued, issued},           {kind::badge_printed, printed},
    {kind::badge_revoked, revoked},         {kind::badge_entered, entered},
    {kind::badge_left, went_out},           {kind::badge_print_cancelled, print_cancelled},
    {kind::badge_print_moved, print_moved},
};

constexpr std::array<std::pair<PrintOutcome, std::string_view>, 5> outcome_names = {{
    {PrintOutcome::pending, "pending"},
    {PrintOutcome::printed, "printed"},
    {PrintOutcome::saved, "saved"},
    {PrintOutcome::failed, "failed"},
    {PrintOutcome::unknown, "unknown"},
}};

}  // namespace

std::string_view name_of(PrintOutcome outcome) {
    for (const auto& [value, name] : outcome_names)
        if (value == outcome) return name;
    return "unknown";
}

PrintOutcome print_outcome_named(std::string_view name) {
    for (const auto& [value, text] : outcome_names)
        if (text == name) return value;
    return PrintOutcome::unknown;
}

std::span<const BadgeCase> badge_cases() {
    return badge_table;
}

BadgeState fold_badge_with(std::span<const BadgeCase> with, std::span<const Event> events) {
    BadgeState state;
    JsonFields body;
    for (const auto* event : in_order(events)) {
        const auto* found = case_of(with, event->kind);
        if (found == nullptr) continue;
        body.read(event->body);
        found->apply(state, *event, body);
    }
    return state;
}

BadgeState fold_badge(std::span<const Event> events) {
    return fold_badge_with(badge_table, events);
}

}  // namespace vestibule
