// Files and messages by which stations are enrolled: shares of the site key, certificates, identities.
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/enrolment_code.h"
#include "kiosk/vault/identity_file.h"
#include "kiosk/vault/site_share.h"
#include "tests/fuzz/fuzz.h"

using namespace vestibule;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = parse_object(fuzz::text(data, size));
    static_cast<void>(share_from(json));
    static_cast<void>(site_file(json));
    static_cast<void>(identity_file(json));
    static_cast<void>(certified_rights(json, SiteTrust{}));
    if (const auto certificate = certificate_from(json)) {
        // What is read is written as it was, as far as it says anything.
        if (certificate_from(certificate_json(*certificate)) != certificate) __builtin_trap();
    }
    static const auto secrets = secrets_of_code("ABCDEFGHABCDEFGH");
    static_cast<void>(opened_ask(secrets.key.view(), {data, size}));
    static_cast<void>(opened_answer(secrets, {data, size}));
    return 0;
}
