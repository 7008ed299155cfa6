// Badge tokens: one worked out by other programs, and everything that must be refused though it is well signed.
#include "kiosk/credential/token.h"

#include <sodium.h>

#include <catch2/catch.hpp>
#include <set>

#include "kiosk/credential/base45.h"

using namespace vestibule;

namespace {

Bytes hex(std::string_view text) {
    const auto bytes = from_hex(text);
    REQUIRE(bytes);
    return *bytes;
}

// RFC 8032 §7.1, test 1.
const Bytes public_key = *from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
const Bytes signing_key = *from_hex(
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
const StationId lobby{{1, 2, 3}};

// The bytes were written by hand after RFC 8392, 9052 and 8949, the signature made by OpenSSL 3.0, base45 by Python.
constexpr std::string_view header_hex = "a20127044421fe31df";
constexpr std::string_view payload_hex =
    "a5"                                    // map of 5
    "016456455354"                          // 1 issuer: "VEST"
    "041a6920d580"                          // 4 expires: 2025-11-21 21:11:28 UTC
    "051a69202cc0"                          // 5 not before: 2025-11-21 09:11:28 UTC
    "0750000102030405460788090a0b0c0d0e0f"  // 7 id: 16 bytes
    "3a000100008367"
    "76697369746f72"
    "05f4";  // -65537: ["visitor", zones 5, no escort]
constexpr std::string_view known_token =
    "VB1:RRQ+D9P60CO0HD4WD68CK8Z6-70Z+A2OAFN02DDQ:Q1T02DDQT5R-0100KB0*M0H%8+8H6C1PN1:Y1/E7V50-20Q3D+ED-ED04E*X027BU/"
    "4C "
    "G4V0NW0662LLMDMOBB9AVQGKIY-RGZ7VHFZZS 5E5.8L 0-I1$:0BSI/3SIXNGWFJRK/FUD9EQI4.S1*MNL5295GH.5";

Claims known_claims() {
    return {.badge = *parse_id<BadgeId>("00010203-0405-4607-8809-0a0b0c0d0e0f"),
            .type = "visitor",
            .zones = 5,
            .escort = false,
            .not_before = Instant{std::chrono::seconds{0x69202cc0}},
            .expires = Instant{std::chrono::seconds{0x6920d580}}};
}

std::vector<CandidateKey> known_keys(const KeyId& id) {
    if (id != key_id_of(public_key)) return {};
    return {{.key = *fixed<32>(public_key), .station = lobby}};
}

tl::expected<VerifiedToken, Refusal> verified(std::string_view token) {
    return verify_token(token, "VEST", known_keys);
}

Refusal refusal_of(std::string_view token) {
    const auto result = verified(token);
    return result ? Refusal::none : result.error();
}

std::string token_of(ByteView cose) {
    return std::string{token_prefix} + to_base45(cose);
}

void append(Bytes& out, ByteView more) {
    out.insert(out.end(), more.begin(), more.end());
}

void append_bytes(Bytes& out, ByteView content) {
    if (content.size() < 24)
        out.push_back(static_cast<std::uint8_t>(0x40 + content.size()));
    else
        append(out, Bytes{0x58, static_cast<std::uint8_t>(content.size())});
    append(out, content);
}

Bytes signature_of(ByteView header, ByteView payload) {
    Bytes message = hex("846a5369676e617475726531");
    append_bytes(message, header);
    append_bytes(message, {});
    append_bytes(message, payload);
    Bytes signature(64);
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), signing_key.data());
    return signature;
}

// A COSE_Sign1 of any header and payload, truly signed, so that only its form can be why it's refused.
Bytes signed_cose(std::string_view header, std::string_view payload, std::string_view start = "d284",
                  std::string_view unprotected = "a0") {
    Bytes out = hex(start);
    append_bytes(out, hex(header));
    append(out, hex(unprotected));
    append_bytes(out, hex(payload));
    append_bytes(out, signature_of(hex(header), hex(payload)));
    return out;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out{text};
    const auto at = out.find(from);
    REQUIRE(at != std::string::npos);
    return out.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a token worked out elsewhere is issued byte for byte, and holds") {
    const auto issued = issue_token(known_claims(), "VEST", public_key, signing_key);
    REQUIRE(issued);
    CHECK(*issued == known_token);
    CHECK(token_of(signed_cose(header_hex, payload_hex)) == known_token);

    const auto result = verified(known_token);
    REQUIRE(result);
    CHECK(result->signer == lobby);
    CHECK(result->claims.badge == known_claims().badge);
    CHECK(result->claims.type == "visitor");
    CHECK(result->claims.zones == 5);
    CHECK_FALSE(result->claims.escort);
    CHECK(result->claims.not_before == known_claims().not_before);
    CHECK(result->claims.expires == known_claims().expires);
}

TEST_CASE("every single-bit flip is refused") {
    const auto cose = signed_cose(header_hex, payload_hex);
    std::set<Refusal> seen;
    for (std::size_t bit = 0; bit < cose.size() * 8; ++bit) {
        auto flipped = cose;
        flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        const auto refusal = refusal_of(token_of(flipped));
        if (refusal == Refusal::none) FAIL("bit " << bit << " may be flipped");
        seen.insert(refusal);
    }
    CHECK(seen == std::set{Refusal::unreadable, Refusal::wrong_site, Refusal::unknown_key, Refusal::forged});
}

TEST_CASE("every change of one character of the text is refused") {
    for (std::size_t i = 0; i < known_token.size(); ++i) {
        std::string changed{known_token};
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        if (verified(changed)) FAIL("character " << i << " may be changed");
    }
}

TEST_CASE("another form is refused, though it is truly signed") {
    struct Row {
        const char* why;
        Bytes cose;
    };
    const auto payload = [](std::string_view from, std::string_view to) {
        return signed_cose(header_hex, replaced(payload_hex, from, to));
    };
    auto trailing = signed_cose(header_hex, payload_hex);
    trailing.push_back(0xf6);
    const Row rows[] = {
        {"no tag", signed_cose(header_hex, payload_hex, "84")},
        {"tag 17 (COSE_Mac0)", signed_cose(header_hex, payload_hex, "d184")},
        {"tag 61 (CWT) around it", signed_cose(header_hex, payload_hex, "d83dd284")},
        {"a longer head of the tag", signed_cose(header_hex, payload_hex, "d81284")},
        {"an array of 5", signed_cose(header_hex, payload_hex, "d285")},
        {"an indefinite array", signed_cose(header_hex, payload_hex, "d29f")},
        {"an array of 2^63 items", signed_cose(header_hex, payload_hex, "d29b8000000000000000")},
        {"alg none in the header", signed_cose("a1044421fe31df", payload_hex)},
        {"alg unprotected", signed_cose("a1044421fe31df", payload_hex, "d284", "a10127")},
        {"something unprotected", signed_cose(header_hex, payload_hex, "d284", "a10127")},
        {"another alg (ES256)", signed_cose("a20126044421fe31df", payload_hex)},
        {"alg as a longer integer", signed_cose("a2013807044421fe31df", payload_hex)},
        {"header in another order", signed_cose("a2044421fe31df0127", payload_hex)},
        {"a kid of 5 bytes", signed_cose("a20127044521fe31df00", payload_hex)},
        {"bytes after the header", signed_cose("a20127044421fe31df00", payload_hex)},
        {"a duplicate key", payload("a5016456455354", "a6016456455354016456455354")},
        {"a duplicate key in place of another", payload("051a69202cc0", "041a69202cc0")},
        {"keys in another order", payload("041a6920d580051a69202cc0", "051a69202cc0041a6920d580")},
        {"an unknown claim more", payload("a5016456455354", "a60164564553540200")},
        {"a claim less", payload("a5016456455354041a6920d580", "a4016456455354")},
        {"a longer integer", payload("1a6920d580", "1b000000006920d580")},
        {"a longer key", payload("041a6920d580", "18041a6920d580")},
        {"zones with a longer head", payload("05f4", "1805f4")},
        {"a longer text head", payload("016456455354", "01780456455354")},
        {"an indefinite text", payload("016456455354", "017f6456455354ff")},
        {"an indefinite map", payload("a5016456455354", "bf016456455354")},
        {"the time as a float", payload("1a6920d580", "fb41da483560000000")},
        {"a negative time", payload("1a6920d580", "3a6920d580")},
        {"a time beyond 2106", payload("1a6920d580", "1b7fffffffffffffff")},
        {"a time beyond 63 bits", payload("1a6920d580", "1bffffffffffffffff")},
        {"an id of 15 bytes", payload("0750000102030405460788090a0b0c0d0e0f", "074f000102030405460788090a0b0c0d0e")},
        {"an id as text", payload("0750000102", "0770000102")},
        {"zones beyond 16 bits", payload("05f4", "1a00010000f4")},
        {"negative zones", payload("05f4", "25f4")},
        {"escort as a number", payload("05f4", "0500")},
        {"escort null", payload("05f4", "05f6")},
        {"an empty issuer", payload("016456455354", "0160")},
        {"an issuer of 5 letters", payload("016456455354", "01655645535454")},
        {"an empty type", payload("6776697369746f72", "60")},
        {"a type of 16 bytes", payload("6776697369746f72", "7041414141414141414141414141414141")},
        {"a type that isn't UTF-8", payload("6776697369746f72", "677669736974ff72")},
        {"bytes after the payload", payload("05f4", "05f400")},
        {"bytes at the end", trailing},
    };
    for (const auto& row : rows) {
        INFO(row.why);
        CHECK(refusal_of(token_of(row.cose)) == Refusal::unreadable);
    }
}

TEST_CASE("another site, an unknown key and a forgery are told apart") {
    CHECK(verify_token(known_token, "ELSE", known_keys).error() == Refusal::wrong_site);
    CHECK(verify_token(known_token, "VEST", [](const KeyId&) { return std::vector<CandidateKey>{}; }).error() ==
          Refusal::unknown_key);
    Bytes other_public(32), other_signing(64);
    crypto_sign_keypair(other_public.data(), other_signing.data());
    const CandidateKey other{.key = *fixed<32>(other_public), .station = StationId{{9}}};
    CHECK(verify_token(known_token, "VEST", [&](const KeyId&) { return std::vector{other}; }).error() ==
          Refusal::forged);
    // Two keys with one id: the one that fits counts.
    const auto both = [&](const KeyId& id) {
        auto keys = known_keys(id);
        keys.insert(keys.begin(), other);
        return keys;
    };
    CHECK(verify_token(known_token, "VEST", both)->signer == lobby);
}

TEST_CASE("what a scanner adds around a token is forgiven, nothing else") {
    for (const auto* around : {"{}\r\n", " \t{}  \n", "\n{}"})
        CHECK(refusal_of(fmt::format(fmt::runtime(around), known_token)) == Refusal::none);

    std::string lower{known_token};
    for (auto& c : lower) c = static_cast<char>(std::tolower(c));
    const auto body = known_token.substr(token_prefix.size());
    for (const auto& token :
         {lower, fmt::format("{}A", known_token), fmt::format("{}{}", known_token, '\0'), fmt::format("{}", body),
          fmt::format("VB2:{}", body), fmt::format("VB1: {}", body), fmt::format("VB1:{}", body.substr(1)),
          std::string{"VB1:"}, std::string{}, std::string{" "}})
        CHECK(refusal_of(token) == Refusal::unreadable);
}

TEST_CASE("garbage of any size is unreadable") {
    CHECK(refusal_of(std::string(100'000, 'A')) == Refusal::unreadable);
    CHECK(refusal_of("VB1:" + std::string(100'000, '0')) == Refusal::unreadable);
    CHECK(refusal_of(std::string(100'000, ' ')) == Refusal::unreadable);
    std::uint8_t seed[randombytes_SEEDBYTES] = {7};
    Bytes noise(100'000);
    randombytes_buf_deterministic(noise.data(), noise.size(), seed);
    CHECK(refusal_of(text_of(noise)) == Refusal::unreadable);
    for (std::size_t at = 0; at + 144 <= noise.size(); at += 13)
        if (refusal_of(token_of(ByteView{noise}.subspan(at, at % 145))) != Refusal::unreadable) FAIL("at " << at);
}

TEST_CASE("every cut-off token is unreadable") {
    const auto cose = signed_cose(header_hex, payload_hex);
    for (std::size_t size = 0; size < cose.size(); ++size)
        CHECK(refusal_of(token_of(ByteView{cose}.first(size))) == Refusal::unreadable);
}

TEST_CASE("the longest type that is allowed fits the QR code, one more is refused") {
    auto claims = known_claims();
    claims.zones = 0xFFFF;
    claims.expires = Instant{std::chrono::seconds{0xFFFF'FFFF}};
    claims.type = std::string(badge_type_bytes_max, 'x');
    const auto longest = issue_token(claims, "VEST", public_key, signing_key);
    REQUIRE(longest);
    CHECK(longest->size() == 220);
    CHECK(longest->size() <= token_length_max);
    CHECK(refusal_of(*longest) == Refusal::none);

    claims.type += 'x';
    CHECK(issue_token(claims, "VEST", public_key, signing_key).error().remedy == Remedy::give_up);
    claims.type = "访客访客访";  // 15 bytes
    const auto chinese = issue_token(claims, "VEST", public_key, signing_key);
    REQUIRE(chinese);
    CHECK(verified(*chinese)->claims.type == claims.type);
}

TEST_CASE("claims that can't be written are refused") {
    const auto refused = [](auto change, std::string_view issuer = "VEST") {
        auto claims = known_claims();
        change(claims);
        return !issue_token(claims, issuer, public_key, signing_key);
    };
    CHECK(refused([](Claims& claims) { claims.type = ""; }));
    CHECK(refused([](Claims& claims) { claims.type = "a\nb"; }));
    CHECK(refused([](Claims& claims) { claims.zones = 0x10000; }));
    CHECK(refused([](Claims& claims) { claims.zones = -1; }));
    CHECK(refused([](Claims& claims) { claims.not_before = Instant{std::chrono::microseconds{-1}}; }));
    CHECK(refused([](Claims& claims) { claims.expires = Instant{std::chrono::seconds{0x1'0000'0000}}; }));
    CHECK(refused([](Claims&) {}, ""));
    CHECK(refused([](Claims&) {}, "VESTI"));
    CHECK(refused([](Claims&) {}, "Vé"));
}

TEST_CASE("times are cut to whole seconds") {
    auto claims = known_claims();
    claims.expires += std::chrono::microseconds{999'999};
    CHECK(*issue_token(claims, "VEST", public_key, signing_key) == known_token);
}
