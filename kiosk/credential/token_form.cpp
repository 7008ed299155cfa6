// The bytes of a badge token, both ways.
#include "kiosk/credential/token_form.h"

#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/credential/cbor_reader.h"
#include "kiosk/credential/cbor_writer.h"

namespace vestibule {
namespace {

constexpr std::uint64_t tag_cose_sign1 = 18;            // RFC 9052 §2
constexpr std::int64_t header_alg = 1, header_kid = 4;  // RFC 9052 §3.1
constexpr std::int64_t alg_eddsa = -8;                  // RFC 9053 §2.2
// RFC 8392 §3.1; 7 is cti. The private claim's key is of the range for private use (below -65536).
constexpr std::int64_t claim_issuer = 1, claim_expires = 4, claim_not_before = 5, claim_id = 7, claim_access = -65537;

std::int64_t whole_seconds(Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

// Total: what is out of bounds becomes a value that within_bounds() refuses.
Instant instant_of(std::int64_t seconds) {
    return Instant{std::chrono::seconds{seconds < 0 || seconds > token_time_max ? -1 : seconds}};
}

bool read_header(ByteView header, TokenForm& form) {
    CborReader reader{header};
    reader.map(2);
    reader.integer(header_alg);
    reader.integer(alg_eddsa);
    reader.integer(header_kid);
    const auto key_id = fixed<4>(reader.bytes());
    if (!reader.done() || !key_id) return false;
    form.key_id = *key_id;
    return true;
}

bool read_payload(ByteView payload, TokenForm& form) {
    CborReader reader{payload};
    reader.map(5);
    reader.integer(claim_issuer);
    form.issuer = reader.text();
    reader.integer(claim_expires);
    form.claims.expires = instant_of(reader.integer());
    reader.integer(claim_not_before);
    form.claims.not_before = instant_of(reader.integer());
    reader.integer(claim_id);
    const auto id = fixed<16>(reader.bytes());
    reader.integer(claim_access);
    reader.array(3);
    form.claims.type = reader.text();
    const auto zones = reader.integer();
    form.claims.escort = reader.boolean();
    if (!reader.done() || !id || zones < 0 || zones > zones_max) return false;
    form.claims.badge = BadgeId{*id};
    form.claims.zones = static_cast<int>(zones);
    return true;
}

bool is_time(Instant at) {
    return at >= Instant{} && whole_seconds(at) <= token_time_max;
}

Bytes protected_header(const KeyId& key_id) {
    return CborWriter{}.map(2).integer(header_alg).integer(alg_eddsa).integer(header_kid).bytes(key_id).take();
}

Bytes payload_of(const TokenForm& form) {
    // Keys in the order of their encoded bytes (RFC 8949 §4.2.1): 01, 04, 05, 07, 3a00010000.
    const auto& claims = form.claims;
    CborWriter writer;
    writer.map(5).integer(claim_issuer).text(form.issuer);
    writer.integer(claim_expires).integer(whole_seconds(claims.expires));
    writer.integer(claim_not_before).integer(whole_seconds(claims.not_before));
    writer.integer(claim_id).bytes(claims.badge.bytes);
    writer.integer(claim_access).array(3).text(claims.type).integer(claims.zones).boolean(claims.escort);
    return writer.take();
}

}  // namespace

Bytes signed_part(const TokenForm& form) {
    CborWriter writer;
    writer.array(4).text("Signature1").bytes(protected_header(form.key_id)).bytes({}).bytes(payload_of(form));
    return writer.take();
}

Bytes cose_of(const TokenForm& form) {
    CborWriter writer;
    writer.tag(tag_cose_sign1).array(4);
    writer.bytes(protected_header(form.key_id)).map(0).bytes(payload_of(form)).bytes(form.signature);
    return writer.take();
}

std::optional<TokenForm> read_cose(ByteView cose) {
    CborReader reader{cose};
    reader.tag(tag_cose_sign1);
    reader.array(4);
    const auto header = reader.bytes();
    reader.map(0);
    const auto payload = reader.bytes();
    const auto signature = fixed<64>(reader.bytes());
    TokenForm form;
    if (!reader.done() || !signature || !read_header(header, form) || !read_payload(payload, form))
        return std::nullopt;
    form.signature = *signature;
    if (!is_issuer(form.issuer) || !within_bounds(form.claims)) return std::nullopt;
    if (!std::ranges::equal(cose_of(form), cose)) return std::nullopt;
    return form;
}

bool is_issuer(std::string_view text) {
    return !text.empty() && text.size() <= issuer_length_max &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

bool within_bounds(const Claims& claims) {
    // clean_line() changes what isn't proper UTF-8 of one line, which a text string must be (RFC 8949 §3.1).
    const bool type_fits = !claims.type.empty() && claims.type.size() <= badge_type_bytes_max &&
                           clean_line(claims.type, badge_type_bytes_max) == claims.type;
    return type_fits && claims.zones >= 0 && claims.zones <= zones_max && is_time(claims.not_before) &&
           is_time(claims.expires);
}

}  // namespace vestibule
