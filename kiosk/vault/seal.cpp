// Authenticated encryption by libsodium.
#include "kiosk/vault/seal.h"

#include <sodium.h>

#include "kiosk/base/ensure.h"

namespace vestibule {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(seal_key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(seal_overhead == nonce_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES);

template <class Container>
std::optional<Container> unseal_into(ByteView key, ByteView sealed, ByteView associated) {
    ready_sodium();
    ensure(key.size() == seal_key_bytes, "a sealing key of another length");
    if (sealed.size() < seal_overhead) return std::nullopt;
    Container message(sealed.size() - seal_overhead, 0);
    const auto ciphertext = sealed.subspan(nonce_bytes);
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char*>(message.data()), nullptr, nullptr, ciphertext.data(), ciphertext.size(),
        associated.data(), associated.size(), sealed.data(), key.data());
    if (failed != 0) return std::nullopt;
    return message;
}

}  // namespace

void ready_sodium() {
    static const bool ready = sodium_init() >= 0;
    ensure(ready, "libsodium can't be made ready");
}

std::string sodium_version() {
    return sodium_version_string();
}

SecretBytes random_key() {
    ready_sodium();
    Bytes key(seal_key_bytes);
    randombytes_buf(key.data(), key.size());
    return SecretBytes{std::move(key)};
}

Bytes seal_bytes(ByteView key, ByteView message, ByteView associated) {
    ready_sodium();
    ensure(key.size() == seal_key_bytes, "a sealing key of another length");
    Bytes out(message.size() + seal_overhead);
    randombytes_buf(out.data(), nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + nonce_bytes, nullptr, message.data(), message.size(),
                                               associated.data(), associated.size(), nullptr, out.data(), key.data());
    return out;
}

std::optional<Bytes> unseal_bytes(ByteView key, ByteView sealed, ByteView associated) {
    return unseal_into<Bytes>(key, sealed, associated);
}

std::optional<std::string> unseal_text(ByteView key, ByteView sealed, ByteView associated) {
    return unseal_into<std::string>(key, sealed, associated);
}

}  // namespace vestibule
