// A site's and a station's files: JSON both ways, and reading what may be damaged.
#include "kiosk/vault/identity_file.h"

#include <algorithm>

#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/checked_file.h"

namespace vestibule {
namespace {

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> hex_field(const Json& object, std::string_view key) {
    const auto bytes = from_hex(text_field(object, key));
    return bytes ? fixed<N>(*bytes) : std::nullopt;
}

Json child(const Json& object, std::string_view key) {
    const auto found = object.find(std::string{key});
    return found != object.end() && found->is_object() ? *found : Json::object();
}

// The JSON object in `file`, of a version that this program knows.
Result<Json> read_json(const std::filesystem::path& file) {
    VESTIBULE_TRY(json, read_checked(file));
    const auto version = int_field(json, "version");
    if (version > identity_version)
        return ask_staff(
            fmt::format("{} was written by a newer version of Vestibule (format {}, this program knows {}): "
                        "install the newer program",
                        file.string(), version, identity_version));
    if (version < 1) return damaged(file, "it isn't what this program wrote");
    return std::move(json);
}

}  // namespace

Json json_of(const SiteFile& site) {
    Json json = {{"version", identity_version},
                 {"site", to_string(site.trust.site)},
                 {"name", site.trust.name},
                 {"issuer", site.trust.issuer},
                 {"root", to_hex(site.trust.root)},
                 {"site_key_generation", site.site_key_generation},
                 {"site_key_made_us", micros(site.site_key_made)},
                 {"stations_revoked", site.stations_revoked}};
    if (site.recovery_key) json["recovery_key"] = to_hex(*site.recovery_key);
    return json;
}

std::optional<SiteFile> site_file(const Json& json) {
    const auto site = id_field<SiteId>(json, "site");
    const auto root = hex_field<32>(json, "root");
    const auto issuer = text_field(json, "issuer");
    const auto generation = int_field(json, "site_key_generation");
    if (!site || !root || issuer.empty() || generation < 1 || generation > 1'000'000) return std::nullopt;
    const auto made = int_field(json, "site_key_made_us");
    const auto revoked = std::clamp<std::int64_t>(int_field(json, "stations_revoked"), 0, 1'000'000);
    return SiteFile{.trust = {.site = *site, .name = text_field(json, "name"), .issuer = issuer, .root = *root},
                    .site_key_generation = static_cast<int>(generation),
                    .site_key_made = from_micros(std::max<std::int64_t>(made, 0)),
                    .stations_revoked = static_cast<int>(revoked),
                    .recovery_key = hex_field<32>(json, "recovery_key")};
}

Json json_of(const IdentityFile& file) {
    return {{"version", identity_version},
            {"trust", json_of(file.site)},
            {"certificate", certificate_json(file.certificate)},
            {"sealed_site_key", to_hex(file.sealed_site_key)},
            {"sealed_import_key", to_hex(file.sealed_import_key)}};
}

std::optional<IdentityFile> identity_file(const Json& json) {
    const auto site = site_file(child(json, "trust"));
    const auto certificate = certificate_from(child(json, "certificate"));
    const auto sealed = from_hex(text_field(json, "sealed_site_key"));
    const auto sealed_import = from_hex(text_field(json, "sealed_import_key"));
    if (!site || !certificate || !sealed || !sealed_import) return std::nullopt;
    return IdentityFile{
        .site = *site, .certificate = *certificate, .sealed_site_key = *sealed, .sealed_import_key = *sealed_import};
}

Result<SiteFile> read_site_file(const std::filesystem::path& file) {
    VESTIBULE_TRY(json, read_json(file));
    auto site = site_file(json);
    if (!site) return damaged(file, "a field is missing or wrong");
    return std::move(*site);
}

Result<IdentityFile> read_identity_file(const std::filesystem::path& file) {
    VESTIBULE_TRY(json, read_json(file));
    auto identity = identity_file(json);
    if (!identity) return damaged(file, "a field is missing or wrong");
    return std::move(*identity);
}

}  // namespace vestibule
