// Overwriting that the compiler may not leave out.
#include "kiosk/base/wipe.h"

#include <array>

namespace vestibule {

void wipe(std::string& secret) {
    secret.resize(secret.capacity());
    ::explicit_bzero(secret.data(), secret.size());
    secret.clear();
}

[[gnu::noinline]] void wipe_stack() {
    constexpr std::size_t deep = 256U << 10U;  // of a thread's 8 MiB; screens, JSON and Pango go less deep
    std::array<char, deep> below;
    ::explicit_bzero(below.data(), below.size());
}

}  // namespace vestibule
