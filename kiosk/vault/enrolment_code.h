// The one-time code by which a station on another machine is enrolled: 16 letters of Crockford's base32, 80 random
// bits. From it follow a name for the enrolment, the guest's password at the central store, and the key that seals
// what the two sides say to each other; the central store learns the first two only.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/vault/identity_file.h"
#include "kiosk/vault/site.h"

namespace vestibule {

using EnrolmentId = std::array<std::uint8_t, 8>;

struct EnrolmentSecrets {
    EnrolmentId id{};
    std::string password;
    SecretBytes key;  // 32 bytes
};
// `code`: its 16 letters, without dashes.
[[nodiscard]] EnrolmentSecrets secrets_of_code(std::string_view code);

// A new station's keys before anybody has certified them. `secret` is what station.key holds.
struct StationKeys {
    Certificate draft;  // without site, role and signature
    SecretBytes secret;
};
[[nodiscard]] StationKeys new_station_keys(const std::string& name);
// The site's word on it: certificate, trust, and the site's keys sealed to the station.
[[nodiscard]] IdentityFile certified_by(const Enroller& enroller, Certificate draft, std::string_view role,
                                        Rights rights);
// identity.json comes last: an identity is there when that is.
[[nodiscard]] Result<> write_identity(const std::filesystem::path& folder, const IdentityFile& file,
                                      const SecretBytes& secret);

// What the new station asks, and what the keeper answers; sealed by the code's key.
struct EnrolmentAsk {
    Certificate draft;
    std::string verifier;  // of the password it will use at the central store (SCRAM)
};
[[nodiscard]] Bytes sealed_ask(const EnrolmentSecrets& secrets, const EnrolmentAsk& ask);
// Nothing where it isn't sealed by this code, or a field is missing.
[[nodiscard]] std::optional<EnrolmentAsk> opened_ask(ByteView key, ByteView sealed);
[[nodiscard]] Bytes sealed_answer(ByteView key, const IdentityFile& file);
[[nodiscard]] std::optional<IdentityFile> opened_answer(const EnrolmentSecrets& secrets, ByteView sealed);

}  // namespace vestibule
