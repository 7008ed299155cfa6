// The fold of a person.
#include "kiosk/visit/person_state.h"

#include "kiosk/visit/fold_cases.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/stream_order.h"

namespace vestibule {
namespace {

// Of what imports say the newest revision counts, whichever station took it in first; what is said by hand counts by
// its turn.
bool described(PersonState& state, const Event& event, const JsonFields& body) {
    const auto revision = revision_field(body);
    if (revision && *revision < state.revision) return false;
    const EventKey row{event.station, event.seq};
    if (revision) {
        state.revision = *revision;
        if (event.sealed) state.said = row;
    }
    if (event.sealed) state.details = row;
    if (const auto language = text_field(body, "language"); !language.empty()) state.language = language;
    return true;
}

bool host_listed(PersonState& state, const Event& event, const JsonFields& body) {
    state.host = true;
    return described(state, event, body);
}

bool host_unlisted(PersonState& state, const Event&, const JsonFields&) {
    state.host = false;
    return true;
}

bool staff_listed(PersonState& state, const Event& event, const JsonFields& body) {
    state.staff_roles.clear();
    if (const auto* roles = texts_field(body, "roles")) state.staff_roles = *roles;
    state.staff = !state.staff_roles.empty();
    if (event.sealed) state.staff_details = EventKey{event.station, event.seq};
    return true;
}

bool erased(PersonState& state, const Event&, const JsonFields&) {
    state.erased = true;
    return true;
}

constexpr PersonCase person_table[] = {
    {kind::person_described, described}, {kind::host_listed, host_listed}, {kind::host_unlisted, host_unlisted},
    {kind::staff_listed, staff_listed},  {kind::person_erased, erased},
};

}  // namespace

std::span<const PersonCase> person_cases() {
    return person_table;
}

PersonState fold_person_with(std::span<const PersonCase> with, std::span<const Event> events) {
    PersonState state;
    JsonFields body;
    for (const auto* event : in_order(events)) {
        const auto* found = case_of(with, event->kind);
        if (found == nullptr) continue;
        body.read(event->body);
        found->apply(state, *event, body);
    }
    if (!state.erased) return state;
    PersonState gone;  // nothing that points to what was destroyed stays
    gone.erased = true;
    return gone;
}

PersonState fold_person(std::span<const Event> events) {
    return fold_person_with(person_table, events);
}

}  // namespace vestibule
