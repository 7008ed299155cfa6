// Boxes and signatures by libsodium.
#include "kiosk/vault/box.h"

#include <sodium.h>

#include <algorithm>

#include "kiosk/base/ensure.h"
#include "kiosk/vault/seal.h"

namespace vestibule {

BoxPair new_box_pair() {
    ready_sodium();
    BoxPair pair;
    Bytes secret(crypto_box_SECRETKEYBYTES);
    crypto_box_keypair(pair.key.data(), secret.data());
    pair.secret = SecretBytes{std::move(secret)};
    return pair;
}

PublicKey box_key_of(ByteView secret) {
    ready_sodium();
    ensure(secret.size() == crypto_box_SECRETKEYBYTES, "a box's secret of another length");
    PublicKey key{};
    ensure(crypto_scalarmult_base(key.data(), secret.data()) == 0, "a public key can't be derived");
    return key;
}

Bytes seal_to(const PublicKey& box_key, ByteView secret) {
    ready_sodium();
    Bytes sealed(secret.size() + crypto_box_SEALBYTES);
    crypto_box_seal(sealed.data(), secret.data(), secret.size(), box_key.data());
    return sealed;
}

std::optional<SecretBytes> open_sealed(ByteView sealed, const PublicKey& box_key, ByteView box_secret) {
    ready_sodium();
    if (sealed.size() < crypto_box_SEALBYTES) return std::nullopt;
    Bytes secret(sealed.size() - crypto_box_SEALBYTES);
    if (crypto_box_seal_open(secret.data(), sealed.data(), sealed.size(), box_key.data(), box_secret.data()) != 0)
        return std::nullopt;
    return SecretBytes{std::move(secret)};
}

bool signs_for(ByteView secret_key, const PublicKey& key) {
    ready_sodium();
    if (secret_key.size() != crypto_sign_SECRETKEYBYTES) return false;
    PublicKey derived{};
    Bytes whole(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(derived.data(), whole.data(), secret_key.data());
    const bool same = derived == key && std::ranges::equal(whole, secret_key);
    sodium_memzero(whole.data(), whole.size());
    return same;
}

Signature sign_by(ByteView secret_key, ByteView message) {
    ensure(secret_key.size() == crypto_sign_SECRETKEYBYTES, "a signing key of another length");
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_key.data());
    return signature;
}

}  // namespace vestibule
