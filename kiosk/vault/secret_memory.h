// Where keys lie: pages that are never swapped out and go into no core dump, which all secrets of the process share.
#pragma once

#include <memory_resource>

namespace vestibule {

// Thread: any. What it gives back isn't wiped by it: its user does that. Where the system lets no more pages be
// locked (RLIMIT_MEMLOCK) they are used unlocked, but still in no core dump.
[[nodiscard]] std::pmr::memory_resource& secret_memory();

}  // namespace vestibule
