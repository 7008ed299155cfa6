// Stands in for the kernel's random bytes in this test program, for our code (getrandom) and for libsodium.
#include <sodium.h>
#include <sys/types.h>

#include <algorithm>
#include <cstring>

#include "kiosk/base/ensure.h"
#include "tests/simulation/random.h"

namespace {

vestibule::simulation::Random& kernel() {
    static vestibule::simulation::Random random{0};
    return random;
}

void fill(void* buffer, std::size_t size) {
    for (auto* at = static_cast<unsigned char*>(buffer); size > 0;) {
        const auto number = kernel().next();
        const auto part = std::min(size, sizeof number);
        std::memcpy(at, &number, part);
        at += part;
        size -= part;
    }
}

const char* name() {
    return "seeded";
}
std::uint32_t word() {
    return static_cast<std::uint32_t>(kernel().next());
}

}  // namespace

// The program's own definition comes before the C library's.
extern "C" ssize_t getrandom(void* buffer, size_t size, unsigned /*flags*/) {
    fill(buffer, size);
    return static_cast<ssize_t>(size);
}

namespace vestibule::simulation {

void seed_the_kernel(std::uint64_t seed) {
    static randombytes_implementation seeded{.implementation_name = name,
                                             .random = word,
                                             .stir = nullptr,
                                             .uniform = nullptr,
                                             .buf = fill,
                                             .close = nullptr};
    randombytes_set_implementation(&seeded);
    ensure(sodium_init() >= 0, "libsodium");  // draws random bytes itself, once a process
    kernel() = Random{seed};
}

}  // namespace vestibule::simulation
