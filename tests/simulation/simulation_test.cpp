// N stations and a central store, random use and every misfortune: afterwards all see the same, and nothing is lost.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/simulation/run.h"
#include "tests/support/rounds.h"

using namespace vestibule;
using namespace vestibule::simulation;

namespace {

// How many seeds in all cases together.
std::uint64_t seeds() {
    const char* chosen = std::getenv("VESTIBULE_SEEDS");
    return chosen != nullptr ? std::stoull(chosen) : vestibule::test_support::rounds(200ULL, 20ULL);
}

void fail(const Options& options, const std::string& fault) {
    const auto store = options.store == StoreKind::embedded ? "VESTIBULE_STORE=embedded " : "";
    FAIL_CHECK("seed " << options.seed << ": " << fault << "\nIts steps: VESTIBULE_SEED=" << options.seed << " "
                       << store << "build/tests/simulation/simulation_test '[replay]'");
}

void run_seeds(std::uint64_t first, std::uint64_t step, StoreKind store) {
    Counts counts;
    std::uint64_t runs = 0;
    for (auto seed = first; seed < seeds(); seed += step, ++runs) {
        const Options options{.seed = seed, .store = store};
        const auto outcome = run(options);
        if (outcome.fault) fail(options, *outcome.fault);
        for (const auto& [what, count] : outcome.counts) counts[what] += count;
    }
    fmt::print("seeds: {}\n", runs);
    for (const auto& [what, count] : counts) fmt::print("{}: {}\n", what, count);
}

}  // namespace

TEST_CASE("whatever befalls stations and store, in the end all see the same: first quarter of the seeds",
          "[quarter-1]") {
    run_seeds(0, 4, StoreKind::memory);
}
TEST_CASE("whatever befalls stations and store, in the end all see the same: second quarter", "[quarter-2]") {
    run_seeds(1, 4, StoreKind::memory);
}
TEST_CASE("whatever befalls stations and store, in the end all see the same: third quarter", "[quarter-3]") {
    run_seeds(2, 4, StoreKind::memory);
}
TEST_CASE("whatever befalls stations and store, in the end all see the same: fourth quarter", "[quarter-4]") {
    run_seeds(3, 4, StoreKind::memory);
}

TEST_CASE("the embedded store does as the one in memory", "[embedded]") {
    run_seeds(0, 20, StoreKind::embedded);
}

TEST_CASE("the same seed gives the same trace", "[trace]") {
    for (const auto store : {StoreKind::memory, StoreKind::embedded})
        for (std::uint64_t seed = 1000; seed < 1002; ++seed) {
            const Options options{.seed = seed, .store = store};
            CHECK(run(options).trace == run(options).trace);
        }
    CHECK(run({.seed = 1000}).trace != run({.seed = 1001}).trace);
}

TEST_CASE("one seed with its steps, as VESTIBULE_SEED says", "[.][replay]") {
    const char* seed = std::getenv("VESTIBULE_SEED");
    REQUIRE(seed != nullptr);
    const char* store = std::getenv("VESTIBULE_STORE");
    const bool embedded = store != nullptr && std::string_view{store} == "embedded";
    const Options options{
        .seed = std::stoull(seed), .store = embedded ? StoreKind::embedded : StoreKind::memory, .loud = true};
    const auto outcome = run(options);
    for (const auto& [what, count] : outcome.counts) fmt::print("{}: {}\n", what, count);
    if (outcome.fault) fail(options, *outcome.fault);
}
