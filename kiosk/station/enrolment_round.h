// One-time codes where the site is kept: made by `vestibule station enroll`, answered by the exchange worker's
// rounds.
#pragma once

#include <chrono>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

inline constexpr std::chrono::minutes code_lasts{60};

struct OpenedCode {
    std::string code;  // "XXXX-XXXX-XXXX-XXXX"
    std::string url;   // of the central store, as this station reaches it
};

struct StationToEnrol {
    Role role = Role::guard;
    std::string name;
    bool staffed = false;  // its staff corner is used, whatever its role
};

// Opens a code for one new station; what answers it lies in DATA/site/codes until then.
// Thread: any. Blocks: network. Errors: ask_staff where this machine doesn't keep the site or the site has no central
// store of its own; those of CentralKeeper.
[[nodiscard]] Result<OpenedCode> open_code(const StationPlace& keeper, const StationToEnrol& station, Instant now);

// Thread: the exchange worker's. Answers how many stations were enrolled; asks the store only while codes are open.
[[nodiscard]] Result<int> answer_codes(const StationPlace& keeper, Instant now);

}  // namespace vestibule
