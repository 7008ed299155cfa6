// What a run of one seed is told, what it counts, what it says step by step, and how it ends.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "tests/support/memory_store.h"

namespace vestibule::simulation {

// Something that must not be. Ends the run, and is what it found.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The value of a Result that can't fail here.
template <class T>
T sure(Result<T> result) {
    if (!result) throw Broken{result.error().what};
    return std::move(*result);
}
inline void sure(const Result<>& result) {
    if (!result) throw Broken{result.error().what};
}

// How often each thing happened, by its name.
using Counts = std::map<std::string, std::uint64_t, std::less<>>;

// The steps as lines without any id, and a running hash of them (FNV-1a, 64 bits).
class Trace {
  public:
    explicit Trace(bool loud) : loud_{loud} {}
    void say(const std::string& line) {
        for (const unsigned char c : line) hash_ = (hash_ ^ c) * 0x100000001B3U;
        if (loud_) fmt::print("{:016x} {}\n", hash_, line);
    }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

  private:
    bool loud_;
    std::uint64_t hash_ = 0xCBF29CE484222325U;
};

enum class StoreKind { memory, embedded };

// Stands between the stations and the store, with a fault planted in it. `central` is what all connections share.
using Planted = std::function<std::unique_ptr<CentralStore>(std::unique_ptr<CentralStore> real,
                                                            test_support::MemoryCentral& central)>;

struct Options {
    std::uint64_t seed = 0;
    StoreKind store = StoreKind::memory;
    Planted planted{};
    bool loud = false;      // prints the trace
    bool gullible = false;  // planted as well: stations believe whatever is written, by whomever
};

struct Outcome {
    std::optional<std::string> fault;  // the first thing found
    std::uint64_t trace = 0;
    Counts counts;
};

// Random use with faults, then healing, then all checks. The same options give the same outcome.
[[nodiscard]] Outcome run(const Options& options);

}  // namespace vestibule::simulation
