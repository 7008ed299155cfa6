// Why a scan led nowhere, said to the visitor.
#pragma once

#include "kiosk/screens/lobby/screen.h"

namespace vestibule::lobby {

// English, marked for the catalogue.
[[nodiscard]] const char* words_of(ScanAnswer answer);

}  // namespace vestibule::lobby
