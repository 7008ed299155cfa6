// The vocabulary of the stations' tests: a data folder with stations in it, a clock that is set, PDFs for badges.
#pragma once

#include <stdlib.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include "kiosk/station/station.h"
#include "kiosk/visit/kinds.h"
#include "tests/support/temporary_folder.h"

namespace vestibule::station_test {

using test_support::must;
using test_support::TemporaryFolder;

// Asks again and again, for half a minute at most.
template <class Condition>
bool soon(Condition condition) {
    for (int i = 0; i < 3000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return false;
}

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

struct Building {
    TemporaryFolder folder;
    Config config;
    std::filesystem::path policy_file = VESTIBULE_SOURCE "/config/policy.toml";
    std::atomic<bool> clock_synchronised{true};
    std::atomic<std::int64_t> now_us{1'795'255'200'000'000};  // 21 November 2026, 10:00 UTC

    Building() {
        ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 1);
        // No print server answers here, so badges become PDFs in the folder.
        config.printer.server = (folder.path() / "no-cups.sock").string();
    }
    void wait(std::chrono::seconds time) { now_us += std::chrono::microseconds{time}.count(); }

    Result<std::unique_ptr<Station>> try_open(Role role) {
        return Station::open({.place = {.data = folder.path(), .name = std::string{name_of(role)}, .role = role},
                              .config = config,
                              .policy_file = policy_file,
                              .clock = [this] { return from_micros(now_us); },
                              .clock_synchronised = [this] { return clock_synchronised.load(); }});
    }
    std::unique_ptr<Station> open(Role role) { return must(try_open(role)); }

    [[nodiscard]] std::vector<std::filesystem::path> badges() const {
        std::vector<std::filesystem::path> out;
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator{folder.path() / "badges", none})
            out.push_back(entry.path());
        return out;
    }
};

inline BadgeId admit(Desk& desk, const std::string& name) {
    return must(desk.admit(must(desk.register_walk_in({.name = name, .language = "en"})), new_id<PersonId>()));
}
inline std::vector<Job> jobs(Desk& desk, const char* worker) {
    return must(desk.reader().jobs_due(worker, desk.now() + std::chrono::hours{24}, 100));
}
inline int count(Desk& desk, std::string_view kind) {
    int n = 0;
    must(desk.reader().each_event([&](const Event& event) {
        n += event.kind == kind;
        return true;
    }));
    return n;
}

}  // namespace vestibule::station_test
