// A simulation that finds nothing says nothing: bugs that are planted must be found, and soon.
#include <catch2/catch.hpp>

#include "tests/simulation/planted.h"

using namespace vestibule::simulation;

namespace {

constexpr std::uint64_t seeds_max = 20;

// The first seed that finds it.
std::optional<std::uint64_t> finds(Options options, const char* name) {
    for (std::uint64_t seed = 0; seed < seeds_max; ++seed) {
        options.seed = seed;
        const auto outcome = run(options);
        if (!outcome.fault) continue;
        fmt::print("{}: found by seed {}: {}\n", name, seed, *outcome.fault);
        return seed;
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("a cursor that skips what commits late is found", "[planted]") {
    CHECK(finds({.planted = cursor_that_skips()}, "a cursor that skips"));
}

TEST_CASE("an acknowledgement that lies is found", "[planted]") {
    CHECK(finds({.planted = acknowledgement_that_lies()}, "an acknowledgement that lies"));
}

TEST_CASE("a store that takes forks is found", "[planted]") {
    CHECK(finds({.planted = store_that_takes_forks()}, "a store that takes forks"));
}

TEST_CASE("a store that keeps the keys of the erased is found", "[planted]") {
    CHECK(finds({.planted = store_that_keeps_the_erased()}, "a store that keeps the keys of the erased"));
}

TEST_CASE("stations that believe a door's word on anything are found", "[planted]") {
    CHECK(finds({.gullible = true}, "stations that believe a thief"));
}
