// Certificates to JSON and back.
#include "kiosk/vault/certificate_json.h"

namespace vestibule {
namespace {

template <std::size_t N>
bool read_hex(const Json& json, std::string_view key, std::array<std::uint8_t, N>& out) {
    const auto bytes = from_hex(text_field(json, key));
    if (!bytes) return false;
    const auto whole = fixed<N>(*bytes);
    if (whole) out = *whole;
    return whole.has_value();
}

}  // namespace

Json certificate_json(const Certificate& certificate) {
    Json json = {{"station", to_string(certificate.station)},
                 {"site", to_string(certificate.site)},
                 {"role", certificate.role},
                 {"name", certificate.name},
                 {"key", to_hex(certificate.key)},
                 {"box_key", to_hex(certificate.box_key)},
                 {"certificate", to_hex(certificate.signature)}};
    if (!certificate.rights) return json;
    json["rights"] = text_of(*certificate.rights);
    json["rights_certificate"] = to_hex(certificate.rights_signature);
    return json;
}

std::optional<Certificate> certificate_from(const Json& json) {
    const auto station = id_field<StationId>(json, "station");
    const auto site = id_field<SiteId>(json, "site");
    if (!station || !site) return std::nullopt;
    Certificate certificate{
        .station = *station, .site = *site, .role = text_field(json, "role"), .name = text_field(json, "name")};
    const auto whole = read_hex(json, "key", certificate.key) && read_hex(json, "box_key", certificate.box_key) &&
                       read_hex(json, "certificate", certificate.signature);
    if (!whole) return std::nullopt;
    if (read_hex(json, "rights_certificate", certificate.rights_signature))
        certificate.rights = rights_named(text_field(json, "rights"));
    return certificate;
}

std::optional<Certificate> certificate_of_enrolment(const Json& body, SiteId site) {
    if (!body.is_object()) return std::nullopt;
    auto json = body;
    json["site"] = to_string(site);
    return certificate_from(json);
}

std::optional<CertifiedRights> certified_rights(const Json& enrolment, const SiteTrust& trust) {
    const auto certificate = certificate_of_enrolment(enrolment, trust.site);
    return certificate ? certified_rights(*certificate, trust.root) : std::nullopt;
}

bool is_certified(const Json& enrolment, const SiteTrust& trust) {
    return certified_rights(enrolment, trust).has_value();
}

}  // namespace vestibule
