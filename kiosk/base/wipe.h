// Taking personal data out of memory. What is freed is overwritten by the program's allocator
// (kiosk/wiped_memory.cpp); these are for what isn't freed: strings that are used again, and values that lie inside
// others or on a stack.
#pragma once

#include <string.h>

#include <memory>
#include <string>
#include <utility>

namespace vestibule {

// Overwrites the whole capacity and empties it.
void wipe(std::string& secret);

// Overwrites what earlier calls have left of this thread's stack below the caller. Microseconds.
void wipe_stack();

// `place` becomes `fresh`, and none of the bytes that it had before stays: a short string lies inside its owner.
template <class Value>
void replace_wiped(Value& place, Value fresh) {
    std::destroy_at(&place);
    ::explicit_bzero(static_cast<void*>(&place), sizeof place);
    std::construct_at(&place, std::move(fresh));
}

}  // namespace vestibule
