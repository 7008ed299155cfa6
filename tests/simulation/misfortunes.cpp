// What goes wrong at the simulated site beside its lines: clocks, disks, thieves, and the central store itself.
#include <algorithm>

#include "kiosk/log/backup.h"
#include "kiosk/visit/kinds.h"
#include "tests/simulation/world.h"

namespace vestibule::simulation {

namespace fs = std::filesystem;
using std::chrono::hours;

namespace {

constexpr std::size_t machines_max = 6;

void copy_folder(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
}

}  // namespace

void World::set_clock(Machine& machine) {
    const auto die = random_.below(4);
    if (die == 0) machine.clock_error = {};
    if (die == 1) machine.clock_error = std::chrono::minutes{random_.between(-90, 90)};
    if (die == 2) machine.clock_error = hours{random_.between(-72, 72)};
    if (die == 3) machine.clock_error = hours{24 * 365 * random_.between(-30, 30)};
    ++counts_["clocks set wrong"];
    say(machine, fmt::format("has a clock that is {} minutes off", machine.clock_error.count()));
}

void World::cut_or_mend(Machine& machine) {
    machine.line().set_cut(!machine.line().cut());
    if (machine.line().cut()) ++counts_["partitions"];
    say(machine, machine.line().cut() ? "is cut off" : "is connected again");
}

void World::back_up(Machine& machine) {
    const auto file = folder_.path() / fmt::format("backup-{}.db", backups_.size());
    sure(backup_log(machine.log_file(), file));
    backups_.push_back({.folder = file, .of = machine.name(), .role = machine.role()});
    say(machine, "is backed up");
}

void World::take_image(Machine& machine) {
    machine.stop();
    const auto image = folder_.path() / "images" / std::to_string(images_.size());
    fs::create_directories(image);
    copy_folder(machine.folder(), image);
    images_.push_back({.folder = image, .of = machine.name(), .role = machine.role()});
    machine.start();
    say(machine, "has an image made of its disk");
}

Machine* World::machine_of(const Image& image) {
    const auto found =
        std::find_if(machines_.begin(), machines_.end(), [&](const auto& m) { return m->name() == image.of; });
    return found == machines_.end() ? nullptr : found->get();
}

// The disk is lost; a backup of the log is there, which may have been restored before.
void World::restore() {
    if (backups_.empty()) return;
    const auto& backup = random_.pick(backups_);
    auto* machine = machine_of(backup);
    if (machine == nullptr) return;
    ++counts_["restores"];
    renew(*machine, backup.folder);
    account_for_losses();
}

// Somebody puts the whole disk back, and tells nobody.
void World::put_back_image() {
    if (images_.empty()) return;
    const auto& image = random_.pick(images_);
    if (machine_of(image) == nullptr) return;
    auto& machine = *machine_of(image);
    machine.stop();
    copy_folder(image.folder, machine.folder());
    machine.from_image = true;
    machine.start();
    ++counts_["disks put back silently"];
    say(machine, "has an old disk");
    account_for_losses();
    account_for_returned(machine);
}

void World::clone_disk() {
    if (machines_.size() >= machines_max) return;
    auto& original = some_machine();
    original.stop();
    auto clone = std::make_unique<Machine>(folder_.path(), fmt::format("clone-{}", ++names_), original.role(),
                                           lines(), options_.gullible);
    copy_folder(original.folder(), clone->folder());
    original.from_image = clone->from_image = true;
    original.start();
    clone->start();
    ++counts_["disks cloned"];
    say(original, "is cloned as " + clone->name());
    machines_.push_back(std::move(clone));
}

void World::take_away(Machine& machine) {
    say(machine, "is revoked and taken away");
    ++counts_["stations taken away"];
    std::erase_if(machines_, [&](const auto& other) { return other.get() == &machine; });
    account_for_losses();
}

void World::revoke_station() {
    auto& reception = *machines_.front();
    auto& victim = some_machine();
    if (&victim == &reception || machines_.size() < 3) return;
    const auto station = victim.identity().station();
    const NewEvent event{.kind = std::string{kind::station_revoked},
                         .stream = stream_of(reception.identity().trust.site),
                         .body = {{"station", to_string(station)}, {"reason", "stolen"}}};
    // A clone's original, or reception itself before it was put back: nobody revokes their own.
    if (station == reception.identity().station()) return;
    sure(reception.log().append({&event, 1}, {}, reception.now(now_)));
    ++counts_["stations revoked"];
    say(victim, "is revoked");
}

// From now on somebody else has one of the doors.
void World::steal_door() {
    thief_ = std::make_unique<Thief>(options_.seed, counts_, folder_.path(), central_.open_for_a_door(),
                                     central_.has_logins(), central_may_be_put_back_);
    ++counts_["doors taken away"];
}

void World::revoke_thief() {
    auto& reception = *machines_.front();
    const auto cursor = sure(reception.reader().cursor());
    const auto held = seq_in(cursor, thief_->station());
    Json body = {{"station", to_string(thief_->station())}, {"reason", "stolen"}, {"stolen", true}};
    if (random_.chance(700)) body["last"] = random_.below(held + 1);
    const NewEvent event{.kind = std::string{kind::station_revoked},
                         .stream = stream_of(reception.identity().trust.site),
                         .body = std::move(body)};
    sure(reception.log().append({&event, 1}, {}, reception.now(now_)));
    thief_is_known_ = true;
    ++counts_["thieves revoked"];
    say(reception, "revokes the thief");
}

void World::join() {
    if (machines_.size() >= machines_max) return;
    const auto die = random_.below(3);
    say(add_machine(die == 0 ? Role::reception : die == 1 ? Role::lobby : Role::guard), "joins");
    ++counts_["stations joined"];
}

void World::back_up_central() {
    if (!central_.has_backups()) return;
    central_.back_up();
    trace_.say(fmt::format("{:3} the central store is backed up", step_));
}

void World::put_back_central() {
    if (!central_.put_back(random_)) return;
    ++counts_["central stores put back"];
    trace_.say(fmt::format("{:3} the central store is put back", step_));
    account_for_losses();
}

Numbers World::held_centrally() {
    Numbers held;
    for (const auto& event : all_events_of(*central_.open_plain()))
        if (const auto number = number_of(event)) ++held[*number];
    return held;
}

Numbers World::held_by_others(const Machine* but) {
    Numbers held;
    for (const auto& machine : machines_)
        if (machine.get() != but) held.merge(numbers_in(machine->reader()));
    return held;
}

void World::account_for_losses() {
    auto held = held_by_others(nullptr);
    held.merge(held_centrally());
    for (const auto number : deeds_.written())
        if (!held.contains(number)) gone_.insert(number);
}

// An old disk brings back rows that its station had never sent, and a later incarnation has written anew since.
void World::account_for_returned(const Machine& machine) {
    const auto station = machine.identity().station();
    auto elsewhere = held_by_others(&machine);
    elsewhere.merge(held_centrally());
    const auto sent = sure(central_.open_plain()->cursor());
    const auto known = sent.find(station);
    sure(machine.reader().each_event([&](const Event& event) {
        const auto number = number_of(event);
        const bool unsent = event.station == station && (known == sent.end() || event.seq > known->second);
        if (unsent && number && elsewhere.contains(*number)) doubled_.insert(*number);
        return true;
    }));
}

// A new incarnation has written anew what another station holds as well, but only the central store could have told
// it: a clone that hasn't sent it either, or a store that has forgotten it.
void World::account_for_doubles(const Machine& machine) {
    const auto others = held_by_others(&machine);
    const auto central = held_centrally();
    sure(machine.reader().each_event([&](const Event& event) {
        const auto number = number_of(event);
        const bool own = event.station == machine.identity().station();
        if (own && number && others.contains(*number) && !central.contains(*number)) doubled_.insert(*number);
        return true;
    }));
}

}  // namespace vestibule::simulation
