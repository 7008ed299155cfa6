// What must hold of all stations and the central store once everybody has exchanged everything. Each check throws
// Broken with the first thing that is wrong.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/machine.h"
#include "tests/simulation/run.h"

namespace vestibule::simulation {

using Machines = std::vector<std::unique_ptr<Machine>>;

// How often each numbered event is held; the number is in its body. One row a station counts once.
using Numbers = std::map<std::int64_t, int>;
[[nodiscard]] Numbers numbers_in(const LogReader& reader);
[[nodiscard]] std::vector<Event> all_events_of(CentralStore& store);
[[nodiscard]] std::optional<std::int64_t> number_of(const Event& event);

struct Expectation {
    const std::set<std::int64_t>& written;
    const std::set<std::int64_t>& may_be_gone;     // were on a disk that was lost, and nowhere else
    const std::set<std::int64_t>& may_be_doubled;  // written anew, and the central store didn't know of them
};

void check_same_events(const Machines& machines, CentralStore& store);
// How many are doubled as they may be.
std::uint64_t check_none_lost_or_doubled(const Machines& machines, const Expectation& expectation);
void check_all_acknowledged(const Machines& machines);
void check_logs_verify(const Machines& machines);
// Byte-equal everywhere, and what a rebuild makes; the text of them.
std::string check_projections(const Machines& machines);
void check_erased_are_gone(const Machines& machines, CentralStore& store, Instant now);
// What one station can read, every reception can.
void check_keys_arrived(const Machines& machines);

// What a door that was taken away has said changes nothing but what any door may say: the site's policy, stations and
// persons, who visits whom and when, and which badges count are as if its rows were of kinds that nobody knows.
// `copy`: a file to make for it.
void check_thief_was_ignored(const Machines& machines, const StationId& thief, const std::filesystem::path& copy);

}  // namespace vestibule::simulation
