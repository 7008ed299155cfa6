// What a scanner or a person puts in: tokens, invitations, codes.
#include "kiosk/credential/code.h"
#include "kiosk/credential/scanned.h"
#include "kiosk/credential/token.h"
#include "tests/fuzz/fuzz.h"

using namespace vestibule;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto reading = fuzz::text(data, size);
    static_cast<void>(parse_code(reading));
    static_cast<void>(invitation_in(reading));
    // No key fits: nothing may verify.
    const KeysById keys = [](const KeyId&) { return std::vector<CandidateKey>{{}}; };
    for (const auto& token : tokens_in(reading))
        if (verify_token(token, "VEST", keys)) __builtin_trap();
    return 0;
}
