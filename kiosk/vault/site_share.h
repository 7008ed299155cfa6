// The site key on its way to one station: sealed to the station's box key, signed by the site's root key. Lies in
// DATA/site/shares/<station>.json until a newer one replaces it.
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/base/json.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

// Signed: "VS1" ‖ site ‖ station ‖ generation (8 bytes big-endian) ‖ sealed.
struct SiteShare {
    SiteId site;
    StationId station;
    int generation = 1;
    Bytes sealed;  // crypto_box_seal of the site key
    Signature signature{};
};

[[nodiscard]] std::filesystem::path share_file(const std::filesystem::path& data, StationId station);

[[nodiscard]] SiteShare make_share(const Certificate& station, ByteView site_key, int generation, ByteView root_key);
// Errors: ask_staff where it isn't for this station, not signed by the site's root key, or doesn't open.
[[nodiscard]] Result<SecretBytes> open_share(const SiteShare& share, const Identity& identity);

[[nodiscard]] Json share_json(const SiteShare& share);
// Nothing where a field is missing or of another form. Whether it's the site's is another question: open_share().
[[nodiscard]] std::optional<SiteShare> share_from(const Json& json);

[[nodiscard]] Result<> write_share(const std::filesystem::path& file, const SiteShare& share);
// Nothing where there is no such file. Errors: ask_staff where it's damaged.
[[nodiscard]] Result<std::optional<SiteShare>> read_share(const std::filesystem::path& file);

}  // namespace vestibule
