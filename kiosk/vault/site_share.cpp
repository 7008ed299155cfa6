// Making, reading and opening a station's share of the site key.
#include "kiosk/vault/site_share.h"

#include "kiosk/vault/box.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/seal.h"

namespace vestibule {
namespace {

constexpr int share_version = 1;
constexpr std::int64_t generation_max = 1'000'000;

Bytes signed_part(const SiteShare& share) {
    Bytes out;
    const auto add = [&](ByteView part) { out.insert(out.end(), part.begin(), part.end()); };
    add(view("VS1"));
    add(share.site.bytes);
    add(share.station.bytes);
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(share.generation) >> shift & 0xFFU));
    add(share.sealed);
    return out;
}

}  // namespace

std::optional<SiteShare> share_from(const Json& json) {
    const auto site = id_field<SiteId>(json, "site");
    const auto station = id_field<StationId>(json, "station");
    const auto generation = int_field(json, "generation");
    const auto sealed = from_hex(text_field(json, "sealed"));
    const auto signature = from_hex(text_field(json, "signature"));
    const auto whole = signature ? fixed<64>(*signature) : std::nullopt;
    if (int_field(json, "version") != share_version || !site || !station || !sealed || !whole || generation < 1 ||
        generation > generation_max)
        return std::nullopt;
    return SiteShare{.site = *site,
                     .station = *station,
                     .generation = static_cast<int>(generation),
                     .sealed = *sealed,
                     .signature = *whole};
}

Json share_json(const SiteShare& share) {
    return {
        {"version", share_version},       {"site", to_string(share.site)},  {"station", to_string(share.station)},
        {"generation", share.generation}, {"sealed", to_hex(share.sealed)}, {"signature", to_hex(share.signature)}};
}

std::filesystem::path share_file(const std::filesystem::path& data, StationId station) {
    return data / "site" / "shares" / (to_string(station) + ".json");
}

SiteShare make_share(const Certificate& station, ByteView site_key, int generation, ByteView root_key) {
    SiteShare share{.site = station.site,
                    .station = station.station,
                    .generation = generation,
                    .sealed = seal_to(station.box_key, site_key)};
    share.signature = sign_by(root_key, signed_part(share));
    return share;
}

Result<SecretBytes> open_share(const SiteShare& share, const Identity& identity) {
    const auto refused = [&](std::string_view why) {
        return ask_staff(fmt::format(
            "the share of the site key for the station {} is refused: {}; delete DATA/site/shares, and the "
            "station that keeps the site makes it anew",
            identity.certificate.name, why));
    };
    if (share.station != identity.station() || share.site != identity.trust.site) return refused("it is another's");
    if (!verify(identity.trust.root, signed_part(share), share.signature))
        return refused("the site's root key hasn't signed it");
    auto key = open_sealed(share.sealed, identity.certificate.box_key, identity.box_secret.view());
    if (!key || key->view().size() != seal_key_bytes) return refused("it doesn't open");
    return std::move(*key);
}

Result<> write_share(const std::filesystem::path& file, const SiteShare& share) {
    VESTIBULE_CHECK(make_private_folder(file.parent_path()));
    return write_checked(file, share_json(share));
}

Result<std::optional<SiteShare>> read_share(const std::filesystem::path& file) {
    VESTIBULE_TRY(there, is_there(file));
    if (!there) return std::nullopt;
    VESTIBULE_TRY(json, read_checked(file));
    auto share = share_from(json);
    if (!share) return damaged(file, "it isn't what this program wrote");
    return share;
}

}  // namespace vestibule
