// Sealing a secret to a public key, and signing by a secret one: libsodium's crypto_box_seal and Ed25519.
#pragma once

#include <optional>

#include "kiosk/base/bytes.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

struct BoxPair {
    PublicKey key{};
    SecretBytes secret;
};
[[nodiscard]] BoxPair new_box_pair();
[[nodiscard]] PublicKey box_key_of(ByteView secret);

[[nodiscard]] Bytes seal_to(const PublicKey& box_key, ByteView secret);
// Nothing where it was sealed to another key, or a byte is another.
[[nodiscard]] std::optional<SecretBytes> open_sealed(ByteView sealed, const PublicKey& box_key, ByteView box_secret);

// Whether the secret key of 64 bytes signs for `key`. Derived from its seed: what stands beside that, its last 32
// bytes, is believed by nobody, for a rotten seed beside a good public key signs what nobody can verify.
[[nodiscard]] bool signs_for(ByteView secret_key, const PublicKey& key);
// Ed25519 by a secret key of 64 bytes, whose last 32 are the public key.
[[nodiscard]] Signature sign_by(ByteView secret_key, ByteView message);

}  // namespace vestibule
