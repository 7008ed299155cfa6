// A station's files on a disk that fails: the desk with its real log and vault, and what it was told is safe.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/desk/desk.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/temporary_folder.h"

namespace vestibule::faults_test {

using test_support::Fault;
using test_support::FaultyDisk;
using test_support::must;
using test_support::TemporaryFolder;

inline const Instant ten = from_micros(1'795'255'200'000'000);  // 21 November 2026, 10:00 UTC

// What stays the same in all runs: keys on a healthy disk, and rows of another station with their signed head.
struct Site {
    TemporaryFolder folder;
    Identity identity;
    std::vector<Event> neighbours_rows;
    Head neighbours_head;
    Config config;
    Site();
};

// All that a program holds of one station's files.
class Office {
  public:
    // Errors: those of Vault::open, Log::open and Desk::open.
    [[nodiscard]] static Result<std::unique_ptr<Office>> open(const Site& site, const std::filesystem::path& folder);
    [[nodiscard]] Result<> introduce();

    Desk& desk() { return *desk_; }
    Log& log() { return log_; }
    Vault& vault() { return vault_; }

  private:
    Office(const Site& site, Vault vault, Log log) : site_{&site}, vault_{std::move(vault)}, log_{std::move(log)} {}
    const Site* site_;
    Vault vault_;
    Log log_;
    std::unique_ptr<Desk> desk_;
};

// What was acknowledged so far: read through the running program's eyes after a step that succeeded.
struct Acknowledged {
    std::vector<Event> events;
    std::map<JobId, std::string> jobs;  // done, or still open
    std::set<PersonId> erased;
    void look(Office& office, const std::filesystem::path& folder);
};

// Opens what is there after a fault and holds it against what was acknowledged. Fails the test with words.
void check_nothing_lost(const Site& site, const std::filesystem::path& folder, const Acknowledged& acknowledged);

// A failure that a person at the station can act on: for staff, naming a file of the station, with what to do.
void check_says_what_to_do(const Problem& problem, const std::filesystem::path& folder);

[[nodiscard]] std::vector<Event> all_events(const std::filesystem::path& log_file);
// One text, "ok" where the whole file holds together.
[[nodiscard]] std::string integrity_of(const std::filesystem::path& database);

}  // namespace vestibule::faults_test
