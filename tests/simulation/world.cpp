// The life of the simulated site: steps, exchanges, healing, checks.
#include "tests/simulation/world.h"

#include <algorithm>

namespace vestibule::simulation {
namespace {

namespace fs = std::filesystem;

constexpr int heal_rounds_max = 30;

// Memory where there is a file system of it: what is simulated is the program, not the disk.
fs::path quick_folder() {
    return fs::is_directory("/dev/shm") ? fs::path{"/dev/shm"} : fs::temp_directory_path();
}

}  // namespace

World::World(const Options& options, Counts& counts, Trace& trace)
    : options_{options},
      counts_{counts},
      trace_{trace},
      random_{options.seed},
      faults_{.random = Random{random_.next()}, .counts = counts},
      folder_{quick_folder()},
      central_{options_, folder_.path()},
      deeds_{random_, counts},
      now_{from_micros(1'800'000'000'000'000)},
      central_may_be_put_back_{central_.has_backups() && random_.chance(500)} {
    if (random_.chance(30)) deeds_.write_bursts();
    seed_the_kernel(random_.next());
    add_machine(Role::reception);
    add_machine(Role::lobby);
    add_machine(Role::guard);
    while (machines_.size() < 5 && random_.chance(400)) join();
    if (!options_.planted && options_.seed / 4 % 8 != 0) steal_door();  // at seven sites of eight
}

Machine::Connect World::lines() {
    return [this] { return std::make_unique<FaultyStore>(central_.open(), faults_); };
}

Machine& World::add_machine(Role role) {
    auto name = fmt::format("{}-{}", name_of(role), ++names_);
    machines_.push_back(std::make_unique<Machine>(folder_.path(), std::move(name), role, lines(), options_.gullible));
    machines_.back()->start();
    return *machines_.back();
}

void World::say(const Machine& machine, std::string_view what) {
    trace_.say(fmt::format("{:3} {} {}", step_, machine.name(), what));
}

void World::live() {
    const auto steps = random_.between(80, 280);
    for (step_ = 1; step_ <= steps; ++step_) {
        now_ += std::chrono::seconds{random_.between(0, 1800)};
        step();
    }
}

void World::step() {
    if (thief_ && random_.chance(300)) trace_.say(fmt::format("{:3} the thief {}", step_, thief_->act(now_)));
    // Where the store may forget, see below.
    if (thief_ && !thief_is_known_ && !central_may_be_put_back_ && random_.chance(8)) revoke_thief();
    auto& machine = some_machine();
    const auto die = random_.below(1000);
    if (die < 480) return say(machine, deeds_.one_at(machine, now_));
    if (die < 820) return (void)exchange(machine);
    if (die < 850) return set_clock(machine);
    if (die < 900) {
        machine.start();
        ++counts_["kills"];
        return say(machine, "is killed and started");
    }
    if (die < 930) return cut_or_mend(machine);
    if (die < 942) return back_up(machine);
    if (die < 950) return take_image(machine);
    if (die < 962) return restore();
    if (die < 970) return back_up_central();
    if (die < 976) return join();
    // Two of one identity are told apart by what the central store remembers, and so are rows of a revoked station
    // that came before its revocation. Where the store itself forgets, nobody can: a site meets one or the other.
    if (central_may_be_put_back_) return put_back_central();
    if (die < 983) return put_back_image();
    if (die < 994) return clone_disk();
    revoke_station();
}

bool World::exchange(Machine& machine) {
    const auto result = machine.exchange(now_);
    ++counts_["exchanges"];
    if (!result) {
        told(machine, result.error());
        return true;
    }
    say(machine, fmt::format("exchanges: {} up, {} down, {} keys, {} erased, {} refused, {} acknowledged",
                             result->pushed, result->pulled, result->keys_taken, result->erased,
                             result->refused.size(), result->acknowledged));
    counts_["events pulled"] += static_cast<std::uint64_t>(result->pulled);
    if (faults_.on && !result->refused.empty()) ++counts_["batches refused"];
    if (!faults_.on && !result->refused.empty()) throw Broken{machine.name() + ": " + result->refused.front()};
    return result->pushed + result->pulled + result->keys_taken + result->erased > 0;
}

void World::told(Machine& machine, const Problem& problem) {
    if (problem.remedy == Remedy::retry_later) {
        if (!faults_.on) throw Broken{machine.name() + ": " + problem.what};
        return say(machine, "can't exchange");
    }
    if (problem.what.find("revoked") != std::string::npos) return take_away(machine);
    if (problem.what.find("enrol it anew") == std::string::npos) throw Broken{machine.name() + ": " + problem.what};
    if (!machine.needs_renewal) ++counts_["forks refused"];
    machine.needs_renewal = true;
    say(machine, "must be enrolled anew");
    if (!faults_.on || random_.chance(500)) renew(machine, machine.log_file());
}

// Staff restore the station: from its own log where it's a fork, from a backup where the disk was lost.
void World::renew(Machine& machine, const fs::path& backup) {
    if (!machine.renew(backup, now_)) return say(machine, "can't be restored now");
    ++counts_["new incarnations"];
    account_for_doubles(machine);
    say(machine, "is a new incarnation");
}

bool World::heal_round() {
    bool moved = false;
    for (std::size_t i = 0; i < machines_.size();) {
        const auto before = machines_.size();
        moved = exchange(*machines_[i]) || moved;
        if (machines_.size() == before) ++i;  // else it was taken away
    }
    return moved;
}

void World::heal_until_quiet() {
    // Keys that go up don't show in what an exchange tells: whoever had its turn before takes them in the next round.
    int quiet = 0;
    for (int round = 0; round < heal_rounds_max; ++round) {
        ++counts_["healing rounds"];
        quiet = heal_round() ? 0 : quiet + 1;
        if (quiet == 2) return;
    }
    throw Broken{fmt::format("after {} rounds without faults there is still something to exchange", heal_rounds_max)};
}

// Nobody starts anything anew. What a station can't notice of a store that was put back it looks for once a day.
void World::heal() {
    faults_.on = false;
    trace_.say("healing");
    heal_until_quiet();
    now_ += keys_anew_every;
    heal_until_quiet();
}

void World::check() {
    const auto store = central_.open_plain();
    check_same_events(machines_, *store);
    counts_["events doubled unknown to the central store"] += check_none_lost_or_doubled(
        machines_, {.written = deeds_.written(), .may_be_gone = gone_, .may_be_doubled = doubled_});
    check_all_acknowledged(machines_);
    check_logs_verify(machines_);
    Trace seen{false};
    seen.say(check_projections(machines_));
    trace_.say(fmt::format("all see the same: {:016x}", seen.hash()));
    check_erased_are_gone(machines_, *store, now_);
    check_keys_arrived(machines_);
    if (thief_) check_thief_was_ignored(machines_, thief_->station(), folder_.path() / "without.db");
    for (const auto& [badge, times] : deeds_.printed())
        if (times > 1) throw Broken{"a badge was printed twice"};
    counts_["events lost with their only disk"] += gone_.size();
}

Outcome run(const Options& options) {
    Outcome outcome;
    Trace trace{options.loud};
    try {
        World world{options, outcome.counts, trace};
        world.live();
        world.heal();
        world.check();
    } catch (const Broken& broken) {
        outcome.fault = broken.what();
    }
    outcome.trace = trace.hash();
    return outcome;
}

}  // namespace vestibule::simulation
