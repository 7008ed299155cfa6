// A site of several stations and a central store, whose whole life follows from one seed.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/central.h"
#include "tests/simulation/checks.h"
#include "tests/simulation/deeds.h"
#include "tests/simulation/machine.h"
#include "tests/simulation/thief.h"
#include "tests/support/temporary_folder.h"

namespace vestibule::simulation {

class World {
  public:
    World(const Options& options, Counts& counts, Trace& trace);

    void live();   // so many random steps, with faults
    void heal();   // without faults, until nothing moves any more
    void check();  // throws Broken

  private:
    struct Image {
        std::filesystem::path folder;
        std::string of;
        Role role;
    };
    void step();
    Machine& add_machine(Role role);
    [[nodiscard]] Machine::Connect lines();
    [[nodiscard]] Machine& some_machine() { return *random_.pick(machines_); }
    void say(const Machine& machine, std::string_view what);

    // The round's outcome, and what staff do where it asks for them. True where something moved.
    bool exchange(Machine& machine);
    void told(Machine& machine, const Problem& problem);
    void renew(Machine& machine, const std::filesystem::path& backup);
    bool heal_round();
    void heal_until_quiet();

    void set_clock(Machine& machine);
    void cut_or_mend(Machine& machine);
    void back_up(Machine& machine);
    void take_image(Machine& machine);
    void restore();
    void put_back_image();
    void clone_disk();
    void take_away(Machine& machine);
    void revoke_station();
    void join();
    void back_up_central();
    void put_back_central();
    void steal_door();
    void revoke_thief();
    // Nothing where the station is no more.
    [[nodiscard]] Machine* machine_of(const Image& image);
    // After something was lost: what nobody holds any more isn't expected any more.
    void account_for_losses();
    void account_for_doubles(const Machine& machine);
    void account_for_returned(const Machine& machine);
    [[nodiscard]] Numbers held_centrally();
    [[nodiscard]] Numbers held_by_others(const Machine* but);

    Options options_;
    Counts& counts_;
    Trace& trace_;
    Random random_;
    Faults faults_;
    test_support::TemporaryFolder folder_;
    Central central_;
    Deeds deeds_;
    Machines machines_;
    Instant now_;
    std::unique_ptr<Thief> thief_;
    bool thief_is_known_ = false;  // and revoked
    int step_ = 0;
    int names_ = 0;
    // Which misfortunes this site may meet; some don't go together (see world.cpp).
    bool central_may_be_put_back_;

    std::vector<Image> images_;
    std::vector<Image> backups_;  // `folder` is the file
    std::set<std::int64_t> gone_, doubled_;
};

}  // namespace vestibule::simulation
