// Secrets of a code, keys of a new station, and the two sealed messages.
#include "kiosk/vault/enrolment_code.h"

#include <sodium.h>

#include "kiosk/vault/box.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/seal.h"
#include "kiosk/vault/site.h"

namespace vestibule {
namespace {

constexpr std::string_view ask_label = "VQ1", answer_label = "VA1";
constexpr std::size_t password_bytes = 24;

// 80 random bits need no slow hash; the label keeps what the store may know apart from what it may not.
Bytes derived(std::string_view code, std::string_view label, std::size_t bytes) {
    Bytes out(bytes);
    crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(code.data()), code.size(),
                       reinterpret_cast<const unsigned char*>(label.data()), label.size());
    return out;
}

}  // namespace

EnrolmentSecrets secrets_of_code(std::string_view code) {
    ready_sodium();
    // BLAKE2b's shortest output and key are 16 bytes.
    const auto id = derived(code, "vestibule code id", 16);
    return {.id = fixed<8>(ByteView{id}.first(8)).value_or(EnrolmentId{}),
            .password = to_hex(derived(code, "vestibule code password", password_bytes)),
            .key = SecretBytes{derived(code, "vestibule code key", seal_key_bytes)}};
}

StationKeys new_station_keys(const std::string& name) {
    ready_sodium();
    StationKeys keys;
    keys.draft.station = new_id<StationId>();
    keys.draft.name = name;
    Bytes secret(crypto_sign_SECRETKEYBYTES + crypto_box_SECRETKEYBYTES);
    crypto_sign_keypair(keys.draft.key.data(), secret.data());
    crypto_box_keypair(keys.draft.box_key.data(), secret.data() + crypto_sign_SECRETKEYBYTES);
    keys.secret = SecretBytes{std::move(secret)};
    return keys;
}

IdentityFile certified_by(const Enroller& enroller, Certificate draft, std::string_view role, Rights rights) {
    draft.site = enroller.site.trust.site;
    draft.role = role;
    draft.rights = rights;
    draft.signature = sign_by(enroller.root_key.view(), signed_part(draft));
    draft.rights_signature = sign_by(enroller.root_key.view(), signed_part_of_rights(draft));
    return {.site = enroller.site,
            .certificate = draft,
            .sealed_site_key = seal_to(draft.box_key, enroller.site_key.view()),
            .sealed_import_key = seal_to(draft.box_key, enroller.import_key.view())};
}

Result<> write_identity(const std::filesystem::path& folder, const IdentityFile& file, const SecretBytes& secret) {
    VESTIBULE_CHECK(make_private_folder(folder));
    VESTIBULE_CHECK(write_secret(folder / "station.key", secret.view()));
    return write_checked(folder / "identity.json", json_of(file));
}

Bytes sealed_ask(const EnrolmentSecrets& secrets, const EnrolmentAsk& ask) {
    const Json json = {{"certificate", certificate_json(ask.draft)}, {"verifier", ask.verifier}};
    return seal_bytes(secrets.key.view(), view(dump(json)), view(ask_label));
}

std::optional<EnrolmentAsk> opened_ask(ByteView key, ByteView sealed) {
    const auto text = unseal_text(key, sealed, view(ask_label));
    if (!text) return std::nullopt;
    const auto json = parse_object(*text);
    const auto found = json.find("certificate");
    const auto draft = found != json.end() ? certificate_from(*found) : std::nullopt;
    const auto verifier = text_field(json, "verifier");
    if (!draft || verifier.empty()) return std::nullopt;
    return EnrolmentAsk{.draft = *draft, .verifier = verifier};
}

Bytes sealed_answer(ByteView key, const IdentityFile& file) {
    return seal_bytes(key, view(dump(json_of(file))), view(answer_label));
}

std::optional<IdentityFile> opened_answer(const EnrolmentSecrets& secrets, ByteView sealed) {
    const auto text = unseal_text(secrets.key.view(), sealed, view(answer_label));
    return text ? identity_file(parse_object(*text)) : std::nullopt;
}

}  // namespace vestibule
