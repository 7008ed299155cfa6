// From continuity to an answer.
#include "kiosk/sync/push_outcome.h"

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

}  // namespace vestibule
