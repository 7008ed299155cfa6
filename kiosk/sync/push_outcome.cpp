// From continuity to an answer.
#include "kiosk/sync/push_outcome.h"

#include "kiosk/visit/kinds.h"

namespace vestibule {

PushOutcome outcome_of(const Continuation& continuation) {
    switch (continuation.continuity) {
        case Continuity::continues:
            return continuation.fresh.empty() ? PushOutcome::already_held : PushOutcome::taken;
        case Continuity::fork:
            return PushOutcome::fork;
        case Continuity::gap:
            return PushOutcome::gap;
        case Continuity::broken_chain:
            return PushOutcome::broken_chain;
    }
    return PushOutcome::broken_chain;
}

std::vector<PersonId> buried_by(const Certificate& certificate, std::span<const Event> events) {
    std::vector<PersonId> persons;
    // One that names no rights has its role's: anybody can leave out those of their own.
    if (!certificate.rights.value_or(rights_of_role(certificate.role)).has(Right::keeper)) return persons;
    for (const auto& event : events)
        if (event.kind == kind::person_erased) persons.push_back(PersonId{event.stream.bytes});
    return persons;
}

}  // namespace vestibule
