// The vocabulary of the vault's tests: a vault in a folder, what is sealed in it, the keys that it offers.
#pragma once

#include <sodium.h>

#include <catch2/catch.hpp>

#include "kiosk/vault/vault.h"
#include "tests/vault/folder.h"

namespace vestibule::vault_test {

inline const Bytes site_key(32, 0x5A);
inline const Instant noon{std::chrono::hours{1'000'000}};
inline constexpr std::string_view details = R"({"name":"Zhang Wei","phone":"+44 20 7946 0000"})";

inline Vault opened(const Folder& folder, const Bytes& key = site_key) {
    auto vault = Vault::open(folder.path / "keys.db", key, 1);
    REQUIRE(vault);
    return std::move(*vault);
}

inline Bytes sealed_for(Vault& vault, PersonId person, StreamId stream = {}) {
    auto sealed = vault.seal(person, "visit.described", stream, details);
    REQUIRE(sealed);
    return *sealed;
}

inline bool accepts(Vault& vault, const WrappedKey& key) {
    const auto accepted = vault.accept({&key, 1});
    REQUIRE(accepted);
    return accepted->held == 1;
}

inline std::vector<WrappedKey> offered(const Vault& vault) {
    auto keys = vault.keys_to_offer(100);
    REQUIRE(keys);
    return *keys;
}

// The subject key itself, unwrapped here by libsodium alone: the format is FORMATS.md's.
inline Bytes unwrapped(const WrappedKey& key) {
    Bytes plain(32);
    REQUIRE(key.wrapped.size() == 24 + 32 + 16);
    REQUIRE(crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, key.wrapped.data() + 24, 48,
                                                       key.person.bytes.data(), 16, key.wrapped.data(),
                                                       site_key.data()) == 0);
    return plain;
}

inline Remedy remedy_of(const auto& result) {
    REQUIRE_FALSE(result);
    return result.error().remedy;
}

}  // namespace vestibule::vault_test
