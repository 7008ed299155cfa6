// A print server of a case's own, where cases otherwise share the run's: for what counts its queues, takes them away,
// or is about its default.
#pragma once

#include "tests/printing/print_server.h"

namespace vestibule_tests_support {

[[nodiscard]] inline PrintServerSettings of_its_own(auto settings) {
    if constexpr (requires { settings.own_server; }) settings.own_server = true;
    return settings;
}

}  // namespace vestibule_tests_support
