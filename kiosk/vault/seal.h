// Authenticated encryption as FORMATS.md has it: nonce (24 bytes) ‖ XChaCha20-Poly1305, by libsodium.
#pragma once

#include <optional>
#include <string>

#include "kiosk/base/bytes.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

inline constexpr std::size_t seal_key_bytes = 32;
inline constexpr std::size_t seal_overhead = 24 + 16;  // nonce and tag

// libsodium made ready, once; every file of vault/ that calls it says so first. Thread: any.
void ready_sodium();
[[nodiscard]] std::string sodium_version();  // of the library that is loaded

[[nodiscard]] SecretBytes random_key();
[[nodiscard]] Bytes seal_bytes(ByteView key, ByteView message, ByteView associated);
// Nothing where the key, the associated data or a byte is another. Container: SecretBytes's Bytes, or text.
[[nodiscard]] std::optional<Bytes> unseal_bytes(ByteView key, ByteView sealed, ByteView associated);
[[nodiscard]] std::optional<std::string> unseal_text(ByteView key, ByteView sealed, ByteView associated);

}  // namespace vestibule
