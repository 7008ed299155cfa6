// The fold of a keypad.
#include "kiosk/visit/keypad_state.h"

#include "kiosk/visit/fold_cases.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/stream_order.h"

namespace vestibule {
namespace {

bool is_of_its_station(const Event& event) {
    return event.stream == stream_of(event.station);
}

bool refused(KeypadState& state, const Event& event, const JsonFields&) {
    if (!is_of_its_station(event)) return false;
    ++state.failures;
    state.last = EventKey{event.station, event.seq};
    state.since = event.at;
    return true;
}

// A right PIN opens no lock: whoever guesses on would find it so.
bool accepted(KeypadState& state, const Event& event, const JsonFields&) {
    if (!is_of_its_station(event) || state.locked()) return false;
    state = {};
    return true;
}

bool unlocked(KeypadState& state, const Event&, const JsonFields&) {
    state = {};
    return true;
}

constexpr KeypadCase keypad_table[] = {
    {kind::keypad_refused, refused},
    {kind::keypad_accepted, accepted},
    {kind::keypad_unlocked, unlocked},
};

}  // namespace

std::span<const KeypadCase> keypad_cases() {
    return keypad_table;
}

KeypadState fold_keypad_with(std::span<const KeypadCase> with, std::span<const Event> events) {
    KeypadState state;
    const JsonFields none;
    for (const auto* event : in_order(events))
        if (const auto* found = case_of(with, event->kind)) found->apply(state, *event, none);
    return state;
}

KeypadState fold_keypad(std::span<const Event> events) {
    return fold_keypad_with(keypad_table, events);
}

}  // namespace vestibule
