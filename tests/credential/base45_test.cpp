// Base45 against the examples of RFC 9285, and what a strict decoder refuses.
#include "kiosk/credential/base45.h"

#include <catch2/catch.hpp>

using namespace vestibule;

TEST_CASE("base45 gives the examples of RFC 9285 §4.3 and §4.4") {
    struct Row {
        std::string_view plain, encoded;
    };
    const Row rows[] = {
        {"AB", "BB8"}, {"Hello!!", "%69 VD92EX0"}, {"base-45", "UJCLQE7W581"}, {"ietf!", "QED8WEX0"}, {"", ""}};
    for (const auto& row : rows) {
        CHECK(to_base45(view(row.plain)) == row.encoded);
        const auto decoded = from_base45(row.encoded);
        REQUIRE(decoded);
        CHECK(text_of(*decoded) == row.plain);
    }
}

TEST_CASE("base45 decodes to what was encoded, for every pair of bytes") {
    for (unsigned value = 0; value <= 0xFFFF; ++value) {
        const Bytes bytes{static_cast<std::uint8_t>(value >> 8U), static_cast<std::uint8_t>(value & 0xFFU)};
        if (from_base45(to_base45(bytes)) != bytes) FAIL("not for " << value);
    }
}

TEST_CASE("base45 is strict") {
    CHECK(from_base45("FGW") == Bytes{0xFF, 0xFF});
    CHECK_FALSE(from_base45("GGW"));  // 65536, RFC 9285 §6
    CHECK_FALSE(from_base45(":::"));
    CHECK(from_base45("U5") == Bytes{0xFF});
    CHECK_FALSE(from_base45("V5"));  // 256
    CHECK_FALSE(from_base45("A"));
    CHECK_FALSE(from_base45("BB8A"));
    CHECK_FALSE(from_base45("bb8"));
    CHECK_FALSE(from_base45("BB\n"));
    CHECK_FALSE(from_base45(std::string_view{"BB\0", 3}));
    CHECK_FALSE(from_base45("Ä8"));
}
