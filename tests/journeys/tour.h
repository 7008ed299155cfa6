// Every screen of every role, one after the other, for what must hold on all of them.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "tests/journeys/building.h"

namespace journeys {

// Called with each picture of the tour: what is shown at rest, and a name for it ("lobby.find_code trouble").
using Visitor = std::function<void(const std::string& name, const Tree& tree)>;

// The lobby from its first start to its staff menu. The answers are the same whatever its language.
void tour_lobby(Building& building, const Visitor& visitor);
// With somebody waiting and somebody inside: sign-in, day, sheets; idle, verdicts, lists, PIN.
void tour_staff(Building& building, const Visitor& visitor);

// All screens of the lobby's variant but "unavailable", which only a full disk or a broken log shows.
[[nodiscard]] const std::set<std::string>& lobby_screens();

}  // namespace journeys
