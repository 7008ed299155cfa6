// Central stores with a bug in them, as real ones have had. The simulation must find each.
#pragma once

#include "tests/simulation/run.h"

namespace vestibule::simulation {

// One serial number for all rows, and readers that ask for what is beyond the highest they saw: a transaction that
// took its number early and commits late is skipped.
[[nodiscard]] Planted cursor_that_skips();
// Says that a station's events are taken, also when it's asked later, and has dropped them.
[[nodiscard]] Planted acknowledgement_that_lies();
// Takes whatever comes last under a number.
[[nodiscard]] Planted store_that_takes_forks();
// Takes the events that erase persons, and goes on giving their keys.
[[nodiscard]] Planted store_that_keeps_the_erased();

}  // namespace vestibule::simulation
