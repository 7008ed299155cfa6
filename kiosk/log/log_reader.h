// Read-only questions to the log. Each reader has its own connection; a read transaction lasts one query.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/base/result.h"
#include "kiosk/log/log.h"
#include "kiosk/visit/badge_state.h"
#include "kiosk/visit/keypad_state.h"
#include "kiosk/visit/person_state.h"
#include "kiosk/visit/site_state.h"
#include "kiosk/visit/visit_state.h"

namespace vestibule {

struct StationRecord {
    StationId station;
    std::string name, role;
    std::array<std::uint8_t, 32> key{};
    Json enrolment;  // the body of station.enrolled
    bool revoked = false;
    bool stolen = false;             // its badges open no entrance
    std::uint64_t last = every_row;  // the last row of it that counts
    Rights rights;                   // what it may write
    bool named = false;              // the root has signed them right by right
};

using Cursor = std::map<StationId, std::uint64_t>;  // station -> highest seq held
// 0: nothing of it is held.
[[nodiscard]] inline std::uint64_t seq_in(const Cursor& cursor, const StationId& station) {
    const auto found = cursor.find(station);
    return found == cursor.end() ? 0 : found->second;
}

// Thread: the one that made it. Blocks: one query. A query that fails on I/O stops nothing: it returns ask_staff.
class LogReader {
  public:
    [[nodiscard]] static Result<LogReader> open(const std::filesystem::path& file);
    LogReader(LogReader&&) noexcept;
    LogReader& operator=(LogReader&&) noexcept;
    ~LogReader();

    [[nodiscard]] Result<std::optional<VisitState>> visit(VisitId id) const;
    // Visits that touch [from, until): planned for it, arrived, admitted or left in it, or still inside.
    [[nodiscard]] Result<std::vector<std::pair<VisitId, VisitState>>> visits_between(Instant from,
                                                                                     Instant until) const;
    // In a phase that isn't over: expected, waiting, approved or inside. Of the others there are ever more.
    [[nodiscard]] Result<std::vector<std::pair<VisitId, VisitState>>> visits_in(VisitPhase phase) const;
    // All there are, page by page in the order of their ids: those after `last`, at most `count_max`.
    [[nodiscard]] Result<std::vector<std::pair<VisitId, VisitState>>> visits_after(VisitId last, int count_max) const;
    [[nodiscard]] Result<std::vector<std::pair<PersonId, PersonState>>> persons_after(PersonId last,
                                                                                      int count_max) const;
    [[nodiscard]] Result<std::optional<VisitId>> visit_of_code(const std::string& code) const;  // appointment code
    [[nodiscard]] Result<std::optional<BadgeState>> badge(BadgeId id) const;
    [[nodiscard]] Result<std::optional<BadgeId>> badge_of_code(const std::string& code) const;
    [[nodiscard]] Result<std::vector<std::pair<BadgeId, BadgeState>>> badges_of(VisitId visit) const;  // oldest first
    [[nodiscard]] Result<std::optional<PersonState>> person(PersonId id) const;
    [[nodiscard]] Result<std::vector<PersonId>> hosts() const;
    [[nodiscard]] Result<std::vector<PersonId>> staff() const;
    [[nodiscard]] Result<std::vector<PersonId>> persons() const;  // visitors, hosts and staff, but for the erased
    [[nodiscard]] Result<std::vector<PersonId>> erased_persons() const;
    // Who was said to be the same as whom, one pair a person.joined. Reads the whole log.
    [[nodiscard]] Result<std::vector<std::pair<PersonId, PersonId>>> joins() const;
    [[nodiscard]] Result<std::vector<std::pair<VisitId, VisitState>>> visits_of_person(PersonId person) const;

    // What imports have booked of one calendar's UID (VisitState::calendar), whatever became of it.
    [[nodiscard]] Result<std::vector<std::pair<VisitId, VisitState>>> visits_of_calendar(StreamId calendar) const;

    // Expected or approved bookings that don't say of which calendar's UID they are: those of tables, and old ones.
    [[nodiscard]] Result<std::vector<std::pair<VisitId, VisitState>>> open_bookings_without_calendar() const;

    [[nodiscard]] Result<std::optional<Event>> event(EventKey key) const;
    [[nodiscard]] Result<std::vector<Event>> stream(StreamId stream) const;  // in the stream's order
    // Those of them whose writers had the right, without their sealed parts (visit/counting.h).
    [[nodiscard]] Result<std::vector<Event>> rows_that_count(StreamId stream) const;
    // Who made the thing; nothing where nobody has who counts.
    [[nodiscard]] Result<std::optional<StationId>> maker(StreamId stream) const;
    // What counts of PINs typed at that station; and of all that the site has certified and not revoked, where there
    // is something to tell.
    [[nodiscard]] Result<KeypadState> keypad(StationId station) const;
    [[nodiscard]] Result<std::map<StationId, KeypadState>> keypads() const;
    // All events in (station, seq) order, bounded memory; the callback returns false to stop.
    [[nodiscard]] Result<> each_event(const std::function<bool(const Event&)>& take) const;

    // All stations that the site's root has certified (where the log has a judge) or that were revoked; `enrolment`
    // and `key` are empty where only a revocation is held.
    [[nodiscard]] Result<std::vector<StationRecord>> stations() const;
    [[nodiscard]] Result<std::optional<Json>> policy() const;  // `policy` of the newest site.policy_set
    [[nodiscard]] Result<Cursor> cursor() const;
    [[nodiscard]] Result<std::vector<Head>> heads() const;  // the newest of each station
    [[nodiscard]] Result<std::vector<Head>> heads_after(StationId station, std::uint64_t seq) const;  // oldest first
    [[nodiscard]] Result<std::vector<Event>> events_after(StationId station, std::uint64_t seq, int count_max) const;
    [[nodiscard]] Result<std::uint64_t> acknowledged_seq() const;  // own rows that the central store holds
    [[nodiscard]] Result<std::uint64_t> own_seq() const;
    [[nodiscard]] Result<StationId> own_station() const;  // whose log the file is
    // The newest row held of a station, of those before its first one of `before` or later; seq 0 where there is
    // none.
    [[nodiscard]] Result<Head> newest_row(StationId station, std::optional<Instant> before = {}) const;
    // The latest `at` among the last `count` own rows; the epoch where there are none.
    [[nodiscard]] Result<Instant> newest_of_own(int count) const;

    // Open jobs of a worker that are due, oldest first; `started` ones are a crashed attempt's and come first.
    [[nodiscard]] Result<std::vector<Job>> jobs_due(const std::string& worker, Instant now, int count_max) const;
    [[nodiscard]] Result<std::vector<Job>> all_jobs() const;  // in the order they were written
    [[nodiscard]] Result<std::vector<Job>> newest_jobs(const std::string& worker,
                                                       int among) const;  // the newest of all, newest first
    [[nodiscard]] Result<std::optional<Instant>> next_due(const std::string& worker) const;
    [[nodiscard]] Result<std::optional<Job>> job_for_badge(
        BadgeId badge) const;  // newest print job whose body.badge is it
    [[nodiscard]] Result<std::optional<Job>> job(JobId id) const;
    // What Log::remember() noted last under this name; nothing where it never did.
    [[nodiscard]] Result<std::optional<std::string>> remembered(std::string_view name) const;
    // Changes whenever a commit of any connection changed the file; cheap.
    [[nodiscard]] Result<std::int64_t> data_version() const;

  private:
    struct State;
    explicit LogReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace vestibule
