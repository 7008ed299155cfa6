// Chance from one seed: the same numbers on every machine. Ids, keys and nonces come from it as well, so that a whole
// run is the same byte for byte.
#pragma once

#include <cstdint>
#include <vector>

namespace vestibule::simulation {

// SplitMix64 (Steele, Lea, Flood 2014); the standard library's distributions differ from one library to the next.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_{seed} {}
    std::uint64_t next() {
        auto z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ z >> 30U) * 0xBF58476D1CE4E5B9U;
        z = (z ^ z >> 27U) * 0x94D049BB133111EBU;
        return z ^ z >> 31U;
    }
    std::uint64_t below(std::uint64_t end) { return next() % end; }
    int between(int least, int most) {
        return least + static_cast<int>(below(static_cast<std::uint64_t>(most - least + 1)));
    }
    bool chance(int per_mille) { return below(1000) < static_cast<std::uint64_t>(per_mille); }
    template <class T>
    T& pick(std::vector<T>& from) {
        return from[below(from.size())];
    }
    template <class T>
    void shuffle(std::vector<T>& what) {
        for (auto i = what.size(); i > 1; --i) std::swap(what[i - 1], what[below(i)]);
    }

  private:
    std::uint64_t state_;
};

// From now on the kernel's and libsodium's random bytes in this process follow from `seed`.
void seed_the_kernel(std::uint64_t seed);

}  // namespace vestibule::simulation
