// The fold of a person.
#include "kiosk/visit/person_state.h"

#include "kiosk/base/json.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/stream_order.h"

namespace vestibule {
namespace {

void describe(PersonState& state, const Event& event, const Json& body) {
    if (event.sealed) state.details = EventKey{event.station, event.seq};
    if (const auto language = text_field(body, "language"); !language.empty()) state.language = language;
}

void list_staff(PersonState& state, const Event& event, const Json& body) {
    state.staff_roles.clear();
    const auto roles = body.find("roles");
    if (roles != body.end() && roles->is_array())
        for (const auto& role : *roles)
            if (role.is_string()) state.staff_roles.push_back(role.get<std::string>());
    state.staff = !state.staff_roles.empty();
    if (event.sealed) state.staff_details = EventKey{event.station, event.seq};
}

}  // namespace

PersonState fold_person(std::span<const Event> events) {
    PersonState state;
    for (const auto* event : in_order(events)) {
        const auto body = parse_object(event->body);
        if (event->kind == kind::person_erased)
            state.erased = true;
        else if (event->kind == kind::person_described)
            describe(state, *event, body);
        else if (event->kind == kind::staff_listed)
            list_staff(state, *event, body);
        else if (event->kind == kind::host_unlisted)
            state.host = false;
        else if (event->kind == kind::host_listed) {
            state.host = true;
            describe(state, *event, body);
        }
    }
    if (!state.erased) return state;
    PersonState gone;  // nothing that points to what was destroyed stays
    gone.erased = true;
    return gone;
}

}  // namespace vestibule
