// Ids that name their maker: the first 16 bytes of SHA-256("VE-ID" ‖ station ‖ nonce) (FORMATS.md, "Event row"). The
// nonce stands in the stream's first event, so that nobody else can claim to have made the thing.
#pragma once

#include <array>

#include "kiosk/base/ids.h"

namespace vestibule {

using Nonce = std::array<std::uint8_t, 16>;

template <class IdType>
struct Made {
    IdType id;
    Nonce nonce{};
};

[[nodiscard]] std::array<std::uint8_t, 16> made_id(const StationId& maker, const Nonce& nonce);
[[nodiscard]] Nonce random_nonce();

template <class IdType>
[[nodiscard]] Made<IdType> make_id(const StationId& maker) {
    const auto nonce = random_nonce();
    return {.id = IdType{made_id(maker, nonce)}, .nonce = nonce};
}

}  // namespace vestibule
