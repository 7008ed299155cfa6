// Fills a new incarnation's log: what was pulled, what the backup's stations have signed, what nobody else holds.
#include "kiosk/station/rebirth.h"

#include <algorithm>
#include <limits>
#include <set>

#include "kiosk/station/enrolment.h"
#include "kiosk/sync/exchange.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/key_store.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr int rows_a_commit_max = 1000;

// The backup's rows and the new log, while one becomes the other.
class Rebirth {
  public:
    Rebirth(const RebirthParts& parts, Instant now)
        : identity_{parts.identity},
          backup_{parts.backup},
          log_{parts.log},
          held_{parts.held},
          keys_file_{parts.keys_file},
          now_{now} {}

    Result<Restored> run(CentralStore& store) {
        VESTIBULE_TRY(before, backup_.own_station());
        result_.before = before;
        result_.now = identity_.station();
        VESTIBULE_CHECK(pull(store));
        VESTIBULE_TRY(stations, backup_.stations());
        for (const auto& station : stations) VESTIBULE_CHECK(take_signed(station));
        const auto enrolled = enrolment_of(identity_.certificate);
        VESTIBULE_CHECK(log_.append({&enrolled, 1}, {}, now_));
        VESTIBULE_CHECK(write_unsent());
        VESTIBULE_CHECK(keep_jobs());
        VESTIBULE_CHECK(repeat_erasures());
        return result_;
    }

  private:
    Result<> pull(CentralStore& store);
    Result<> take_signed(const StationRecord& station);
    Result<std::uint64_t> common_seq() const;
    Result<bool> is_held(const Event& row) const;
    Result<> write_unsent();
    Result<> keep_jobs();
    Result<> repeat_erasures();
    Result<> leave_badge_in_doubt(const Job& job);

    const Identity& identity_;
    const LogReader& backup_;
    Log& log_;
    const LogReader& held_;
    const std::filesystem::path& keys_file_;
    Instant now_;
    Restored result_;
};

// First of all: what the others know counts, also of what this station wrote after the backup.
Result<> Rebirth::pull(CentralStore& store) {
    constexpr std::uint64_t nothing_more = std::numeric_limits<std::int64_t>::max();
    Cursor cursor;
    for (;;) {
        VESTIBULE_TRY(batches, store.pull(cursor, identity_.station(), pull_events_max));
        if (batches.empty()) return {};
        for (const auto& batch : batches) {
            auto& seq = cursor[batch.head.station];
            if (seq == nothing_more) continue;
            const auto sound = reason_to_refuse(batch, identity_.trust).empty();
            const auto taken = sound ? log_.take(batch.events, batch.head) : Result<int>{give_up("not sound")};
            if (!taken && taken.error().remedy != Remedy::give_up) return tl::unexpected(taken.error());
            seq = taken ? batch.head.seq : nothing_more;
            if (taken) result_.pulled += static_cast<std::uint64_t>(*taken);
        }
    }
}

// What the backup holds beyond that, as far as its station has signed it. Where the two disagree, what was pulled
// stays.
Result<> Rebirth::take_signed(const StationRecord& station) {
    if (!is_certified(station.enrolment, identity_.trust)) return {};
    VESTIBULE_TRY(cursor, held_.cursor());
    auto from = seq_in(cursor, station.station);
    VESTIBULE_TRY(heads, backup_.heads_after(station.station, from));
    for (const auto& head : heads) {
        const auto count =
            static_cast<int>(std::min<std::uint64_t>(head.seq - from, std::numeric_limits<int>::max()));
        VESTIBULE_TRY(events, backup_.events_after(station.station, from, count));
        const auto taken = log_.take(events, head);
        if (!taken && taken.error().remedy != Remedy::give_up) return tl::unexpected(taken.error());
        if (!taken) return {};
        result_.from_backup += static_cast<std::uint64_t>(*taken);
        from = head.seq;
    }
    return {};
}

// Up to which number the backup's own rows are the ones that the new log holds.
Result<std::uint64_t> Rebirth::common_seq() const {
    VESTIBULE_TRY(cursor, held_.cursor());
    VESTIBULE_TRY(own, backup_.own_seq());
    for (auto seq = std::min(own, seq_in(cursor, result_.before)); seq > 0; --seq) {
        VESTIBULE_TRY(mine, backup_.event({result_.before, seq}));
        VESTIBULE_TRY(known, held_.event({result_.before, seq}));
        if (mine && known && mine->hash == known->hash) return seq;
    }
    return 0;
}

// Under other numbers: an earlier restore from this backup, or a clone's, has written it anew already. Two events of
// one stream don't share moment and content.
Result<bool> Rebirth::is_held(const Event& row) const {
    VESTIBULE_TRY(stream, held_.stream(row.stream));
    return std::any_of(stream.begin(), stream.end(), [&](const Event& other) {
        return other.at == row.at && other.kind == row.kind && other.subject == row.subject &&
               other.body == row.body && other.sealed == row.sealed;
    });
}

Result<> Rebirth::write_unsent() {
    VESTIBULE_TRY(after, common_seq());
    for (;;) {
        VESTIBULE_TRY(rows, backup_.events_after(result_.before, after, rows_a_commit_max));
        if (rows.empty()) return {};
        after = rows.back().seq;
        std::vector<Event> fresh;
        for (auto& row : rows) {
            VESTIBULE_TRY(held, is_held(row));
            if (!held) fresh.push_back(std::move(row));
        }
        VESTIBULE_CHECK(log_.append_restored(fresh, {}));
        result_.written_anew += fresh.size();
    }
}

Result<> Rebirth::keep_jobs() {
    VESTIBULE_TRY(jobs, backup_.all_jobs());
    VESTIBULE_CHECK(log_.append_restored({}, jobs));
    for (const auto& job : jobs) {
        if (job.state != JobState::pending && job.state != JobState::started) continue;
        ++result_.jobs_unknown;
        VESTIBULE_CHECK(leave_badge_in_doubt(job));
    }
    return {};
}

// Nobody knows whether it was printed after the backup: the screens ask, and offer to print again.
Result<> Rebirth::leave_badge_in_doubt(const Job& job) {
    const auto id = id_field<BadgeId>(job.body, "badge");
    if (!id) return {};
    VESTIBULE_TRY(badge, held_.badge(*id));
    if (!badge || badge->print != PrintOutcome::pending) return {};
    const NewEvent in_doubt{.kind = std::string{kind::badge_printed},
                            .stream = stream_of(*id),
                            .body = {{"job", to_string(job.id)}, {"outcome", "unknown"}, {"printer", ""}}};
    VESTIBULE_CHECK(log_.append({&in_doubt, 1}, {}, now_));
    return {};
}

Result<> Rebirth::repeat_erasures() {
    const auto& certificate = identity_.certificate;
    const auto rights = certificate.rights.value_or(rights_of_role(certificate.role));
    if (!rights.has(Right::keeper)) return {};
    VESTIBULE_TRY(gone, erased_in_keys(keys_file_));
    VESTIBULE_TRY(known, held_.erased_persons());
    const std::set<PersonId> said{known.begin(), known.end()};
    std::vector<NewEvent> events;
    for (const auto& person : gone)
        if (!said.contains(person))
            events.push_back({.kind = std::string{kind::person_erased},
                              .stream = stream_of(person),
                              .body = {{"reason", "restored"}}});
    if (events.empty()) return {};
    VESTIBULE_CHECK(log_.append(events, {}, now_));
    return {};
}

}  // namespace

Result<Restored> bring_back(const RebirthParts& parts, Instant now) {
    return Rebirth{parts, now}.run(parts.store);
}

}  // namespace vestibule
