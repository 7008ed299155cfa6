// What people do at the stations, at random: real kinds of events with real fields, several stations at the same
// visits, badges and persons, and now and then something that can't be.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "tests/simulation/machine.h"
#include "tests/simulation/random.h"
#include "tests/simulation/run.h"

namespace vestibule::simulation {

class Deeds {
  public:
    Deeds(Random& random, Counts& counts) : random_{random}, counts_{counts} {}

    // One deed at a station; its name.
    std::string_view one_at(Machine& machine, Instant world_time);
    // From now on some deeds are imports of many rows, so that pushes, pulls and relays come in several batches.
    void write_bursts() { bursts_ = true; }
    // The number that every event written here bears in its body; they tell whether one was lost or doubled.
    [[nodiscard]] const std::set<std::int64_t>& written() const { return written_; }
    [[nodiscard]] const std::map<BadgeId, int>& printed() const { return printed_; }

  private:
    struct Visit {
        VisitId id;
        PersonId person;
    };
    std::string_view register_visitor();
    std::string_view decide();
    std::string_view admit();
    std::string_view print();
    std::string_view scan();
    std::string_view list_people();
    std::string_view join();
    std::string_view erase();
    std::string_view set_policy();
    std::string_view write_odd_things();
    std::string_view write_burst();

    void write(std::vector<NewEvent> events, std::span<const NewJob> jobs = {});
    [[nodiscard]] NewEvent numbered(NewEvent event);
    [[nodiscard]] NewEvent event(std::string_view kind, StreamId stream, Json body = Json::object()) const;
    // Nothing where the person has been erased here.
    [[nodiscard]] std::optional<NewEvent> sealed(std::string_view kind, StreamId stream, PersonId person);
    [[nodiscard]] Instant now() const { return machine_->now(world_time_); }
    // Rather one of the newest: those are where several stations meet.
    template <class T>
    T& some(std::vector<T>& of) {
        const auto newest = std::min<std::uint64_t>(of.size(), 4);
        return random_.chance(700) ? of[of.size() - 1 - random_.below(newest)] : random_.pick(of);
    }

    Random& random_;
    Counts& counts_;
    Machine* machine_ = nullptr;
    Instant world_time_{};
    std::vector<PersonId> persons_;
    std::vector<Visit> visits_;
    std::vector<BadgeId> badges_;
    bool bursts_ = false;
    std::int64_t number_ = 0;
    std::set<std::int64_t> written_;
    std::map<BadgeId, int> printed_;
};

}  // namespace vestibule::simulation
