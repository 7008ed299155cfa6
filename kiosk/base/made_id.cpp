// The hash that ties an id to its maker.
#include "kiosk/base/made_id.h"

#include <sodium.h>

#include <algorithm>

namespace vestibule {

std::array<std::uint8_t, 16> made_id(const StationId& maker, const Nonce& nonce) {
    constexpr std::string_view label = "VE-ID";
    std::array<std::uint8_t, label.size() + 32> text{};
    auto* to = std::ranges::copy(label, text.begin()).out;
    to = std::ranges::copy(maker.bytes, to).out;
    std::ranges::copy(nonce, to);
    Hash hash{};
    crypto_hash_sha256(hash.data(), text.data(), text.size());
    std::array<std::uint8_t, 16> out{};
    std::copy_n(hash.begin(), out.size(), out.begin());
    return out;
}

// As unguessable as any other id.
Nonce random_nonce() {
    return random_uuid();
}

}  // namespace vestibule
