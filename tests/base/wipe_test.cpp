// What is wiped isn't in its own bytes any more.
#include "kiosk/base/wipe.h"

#include <array>
#include <catch2/catch.hpp>
#include <cstring>
#include <optional>
#include <string_view>

using namespace vestibule;

namespace {

struct Guest {
    int visits = 0;
    std::string name;
};

bool holds(const void* bytes, std::size_t size, std::string_view text) {
    return std::string_view{static_cast<const char*>(bytes), size}.find(text) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a wiped string is empty, and its memory says nothing", "[base]") {
    std::string secret(100, 'x');
    secret.replace(10, 7, "Wyq Jxo");
    const char* bytes = secret.data();
    wipe(secret);
    CHECK(secret.empty());
    CHECK(secret.data() == bytes);
    CHECK_FALSE(holds(bytes, 100, "Wyq Jxo"));
}

TEST_CASE("a value that is replaced leaves no short text in its place", "[base]") {
    std::optional<Guest> open{Guest{.visits = 1, .name = "Wyq Jxo"}};
    REQUIRE(holds(&open, sizeof open, "Wyq Jxo"));
    replace_wiped(open, std::optional<Guest>{Guest{.visits = 2, .name = "A"}});
    CHECK(open->visits == 2);
    CHECK(open->name == "A");
    CHECK_FALSE(holds(&open, sizeof open, "yq Jxo"));
    replace_wiped(open, std::optional<Guest>{});
    CHECK_FALSE(open);
}
