// The configuration and the policy, as people write them.
#include "kiosk/base/config.h"
#include "kiosk/visit/policy.h"
#include "tests/fuzz/fuzz.h"

using namespace vestibule;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto toml = fuzz::text(data, size);
    static_cast<void>(parse_config(toml, "vestibule.toml"));
    const auto policy = parse_policy_toml(toml, "policy.toml");
    // What is taken travels in an event and is the same at the other stations.
    if (policy && policy_json(policy_from_json(policy_json(*policy))) != policy_json(*policy)) __builtin_trap();
    return 0;
}
