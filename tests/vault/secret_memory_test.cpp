// Where keys lie: what the kernel says of those pages, and what is left of a key that has gone.
#include "kiosk/vault/secret_memory.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <vector>

#include "kiosk/vault/seal.h"
#include "tests/support/rounds.h"

using namespace vestibule;

namespace {

// The kernel's flags of the mapping in which this lies (proc(5), smaps): "lo" locked, "dd" in no core dump.
std::string flags_of_mapping(const void* where) {
    const auto address = reinterpret_cast<std::uintptr_t>(where);
    std::ifstream smaps{"/proc/self/smaps"};
    bool inside = false;
    for (std::string line; std::getline(smaps, line);) {
        std::uintptr_t from = 0, until = 0;
        char dash = 0;
        std::istringstream range{line};
        if (range >> std::hex >> from >> dash >> until && dash == '-') inside = from <= address && address < until;
        if (inside && line.starts_with("VmFlags:")) return line + " ";
    }
    return {};
}

}  // namespace

TEST_CASE("keys lie in locked pages that go into no core dump, many of them together", "[vault]") {
    std::vector<SecretBytes> keys;
    for (int i = 0; i < 1000; ++i) keys.push_back(random_key());
    const auto flags = flags_of_mapping(keys.front().view().data());
    INFO(flags);
    CHECK(flags.find(" dd ") != std::string::npos);
    // The sanitizers' runtimes lock no page.
    if (test_support::rounds(true, false)) CHECK(flags.find(" lo ") != std::string::npos);
    std::set<std::uintptr_t> pages;
    for (const auto& key : keys) pages.insert(reinterpret_cast<std::uintptr_t>(key.view().data()) / 4096);
    CHECK(pages.size() <= 1000 * seal_key_bytes / 4096 * 3);
    // As everything else doesn't.
    const Bytes elsewhere(32);
    CHECK(flags_of_mapping(elsewhere.data()).find(" dd ") == std::string::npos);
}

TEST_CASE("a key that has gone, or has been replaced, isn't in its memory any more", "[vault]") {
    // Its beginning may be a word of the pool's own.
    const auto is_wiped = [](const std::uint8_t* bytes) {
        return std::all_of(bytes + 8, bytes + seal_key_bytes, [](std::uint8_t byte) { return byte == 0; });
    };
    // The memory stays this process's: pools give none back while others use them.
    const auto keeper = random_key();
    auto first = std::optional{random_key()};
    const auto* bytes = first->view().data();
    CHECK_FALSE(is_wiped(bytes));
    first.reset();
    CHECK(is_wiped(bytes));

    auto second = random_key();
    bytes = second.view().data();
    second = random_key();
    CHECK(is_wiped(bytes));
}
