// Read-only questions, each one query of sql.h.
#include "kiosk/log/log_reader.h"

#include <limits>

#include "kiosk/base/ensure.h"
#include "kiosk/log/event_row.h"
#include "kiosk/log/job_check.h"
#include "kiosk/log/projections.h"
#include "kiosk/log/sql.h"
#include "kiosk/log/state_json.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/visit/counting.h"

namespace vestibule {
namespace {

constexpr std::size_t code_length = 8;

template <class StateType>
StateType state_of(std::string_view text) {
    if constexpr (std::is_same_v<StateType, VisitState>)
        return visit_state_of(text);
    else if constexpr (std::is_same_v<StateType, BadgeState>)
        return badge_state_of(text);
    else
        return person_state_of(text);
}

JobState job_state_named(std::string_view name) {
    if (name == "pending") return JobState::pending;
    if (name == "started") return JobState::started;
    if (name == "done") return JobState::done;
    if (name == "failed") return JobState::failed;
    return JobState::unknown;
}

Job job_row(const Statement& row) {
    return {.id = row.id<JobId>(0).value_or(JobId{}),
            .worker = std::string{row.text(1)},
            .body = parse_object(text_of(row.blob(2))),
            .state = job_state_named(row.text(3)),
            .attempts = static_cast<int>(row.integer(4)),
            .due = from_micros(row.integer(5)),
            .remark = std::string{row.text(6)},
            .progress = parse_object(row.text(7))};
}

StationRecord station_row(const Statement& row) {
    StationRecord record{.station = row.id<StationId>(0).value_or(StationId{}),
                         .name = {},
                         .role = {},
                         .enrolment = parse_object(text_of(row.blob(1))),
                         .revoked = row.integer(2) != 0,
                         .stolen = row.integer(3) != 0};
    record.name = text_field(record.enrolment, "name");
    record.role = text_field(record.enrolment, "role");
    const auto key = from_hex(text_field(record.enrolment, "key"));
    if (key) record.key = fixed<32>(*key).value_or(record.key);
    return record;
}

}  // namespace

struct LogReader::State {
    mutable Database database;

    // Hands each row to `take`.
    template <class Take>
    Result<> each(std::string_view sql, SqlValues values, Take take) const {
        VESTIBULE_TRY(rows, database.query(sql, values));
        for (;;) {
            VESTIBULE_TRY(more, rows.step());
            if (!more) return {};
            take(rows);
        }
    }

    template <class IdType, class StateType>
    Result<std::vector<std::pair<IdType, StateType>>> states(std::string_view sql, SqlValues values) const {
        std::vector<std::pair<IdType, StateType>> out;
        VESTIBULE_CHECK(each(sql, values, [&](const Statement& row) {
            if (const auto id = row.id<IdType>(0)) out.emplace_back(*id, state_of<StateType>(row.text(1)));
        }));
        return out;
    }

    template <class StateType>
    Result<std::optional<StateType>> state(std::string_view sql, SqlValues values) const {
        VESTIBULE_TRY(row, database.query(sql, values));
        VESTIBULE_TRY(found, row.step());
        if (!found) return std::nullopt;
        return state_of<StateType>(row.text(1));
    }

    template <class IdType>
    Result<std::vector<IdType>> ids(std::string_view sql, SqlValues values) const {
        std::vector<IdType> out;
        VESTIBULE_CHECK(each(sql, values, [&](const Statement& row) {
            if (const auto id = row.id<IdType>(0)) out.push_back(*id);
        }));
        return out;
    }

    template <class IdType>
    Result<std::optional<IdType>> id(std::string_view sql, SqlValues values) const {
        VESTIBULE_TRY(found, ids<IdType>(sql, values));
        if (found.empty()) return std::nullopt;
        return found.front();
    }

    Result<std::vector<Job>> jobs(std::string_view sql, SqlValues values) const {
        std::vector<Job> out;
        VESTIBULE_CHECK(each(sql, values, [&](const Statement& row) { out.push_back(job_row(row)); }));
        return out;
    }

    Result<std::vector<Head>> heads(std::string_view sql, SqlValues values) const {
        std::vector<Head> out;
        VESTIBULE_CHECK(each(sql, values, [&](const Statement& row) {
            if (const auto head = head_row(row)) out.push_back(*head);
        }));
        return out;
    }
};

LogReader::LogReader(std::unique_ptr<State> state) : state_{std::move(state)} {}
LogReader::LogReader(LogReader&&) noexcept = default;
LogReader& LogReader::operator=(LogReader&&) noexcept = default;
LogReader::~LogReader() = default;

Result<LogReader> LogReader::open(const std::filesystem::path& file) {
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_only, "PRAGMA query_only=ON;"));
    return LogReader{std::make_unique<State>(State{std::move(database)})};
}

Result<std::optional<VisitState>> LogReader::visit(VisitId id) const {
    return state_->state<VisitState>(log_sql::visit_state, {id});
}

Result<std::vector<std::pair<VisitId, VisitState>>> LogReader::visits_between(Instant from, Instant until) const {
    return state_->states<VisitId, VisitState>(log_sql::visits_between, {micros(from), micros(until)});
}

Result<std::vector<std::pair<VisitId, VisitState>>> LogReader::visits_in(VisitPhase phase) const {
    ensure(phase == VisitPhase::expected || phase == VisitPhase::waiting || phase == VisitPhase::approved ||
               phase == VisitPhase::inside,
           "only visits that aren't over are asked for by their phase");
    return state_->states<VisitId, VisitState>(log_sql::visits_in_phase, {name_of(phase)});
}

Result<std::vector<std::pair<VisitId, VisitState>>> LogReader::visits_after(VisitId last, int count_max) const {
    return state_->states<VisitId, VisitState>(log_sql::visits_after, {last, count_max});
}

Result<std::vector<std::pair<PersonId, PersonState>>> LogReader::persons_after(PersonId last, int count_max) const {
    return state_->states<PersonId, PersonState>(log_sql::persons_after, {last, count_max});
}

Result<std::optional<VisitId>> LogReader::visit_of_code(const std::string& code) const {
    if (code.size() != code_length) return std::nullopt;
    return state_->id<VisitId>(log_sql::visit_of_code, {code});
}

Result<std::optional<BadgeState>> LogReader::badge(BadgeId id) const {
    return state_->state<BadgeState>(log_sql::badge_state, {id});
}

Result<std::optional<BadgeId>> LogReader::badge_of_code(const std::string& code) const {
    return state_->id<BadgeId>(log_sql::badge_of_code, {code});
}

Result<std::vector<std::pair<BadgeId, BadgeState>>> LogReader::badges_of(VisitId visit) const {
    return state_->states<BadgeId, BadgeState>(log_sql::badges_of_visit, {visit});
}

Result<std::optional<PersonState>> LogReader::person(PersonId id) const {
    return state_->state<PersonState>(log_sql::person_state, {id});
}

Result<std::vector<PersonId>> LogReader::hosts() const {
    return state_->ids<PersonId>(log_sql::hosts, {});
}

Result<std::vector<PersonId>> LogReader::staff() const {
    return state_->ids<PersonId>(log_sql::staff, {});
}

Result<std::vector<PersonId>> LogReader::persons() const {
    return state_->ids<PersonId>(log_sql::persons, {false});
}

Result<std::vector<PersonId>> LogReader::erased_persons() const {
    return state_->ids<PersonId>(log_sql::persons, {true});
}

Result<std::vector<std::pair<PersonId, PersonId>>> LogReader::joins() const {
    std::vector<std::pair<PersonId, PersonId>> out;
    VESTIBULE_TRY(rows, state_->database.query(log_sql::joins));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return out;
        const auto person = rows.id<PersonId>(0);
        const auto with = id_field<PersonId>(parse_object(text_of(rows.blob(1))), "with");
        if (person && with) out.emplace_back(*person, *with);
    }
}

Result<std::vector<std::pair<VisitId, VisitState>>> LogReader::visits_of_person(PersonId person) const {
    return state_->states<VisitId, VisitState>(log_sql::visits_of_person, {person});
}

Result<std::vector<std::pair<VisitId, VisitState>>> LogReader::visits_of_calendar(StreamId calendar) const {
    return state_->states<VisitId, VisitState>(log_sql::visits_of_calendar, {calendar});
}

Result<std::vector<std::pair<VisitId, VisitState>>> LogReader::open_bookings_without_calendar() const {
    return state_->states<VisitId, VisitState>(log_sql::open_bookings_without_calendar, {});
}

Result<std::optional<Event>> LogReader::event(EventKey key) const {
    VESTIBULE_TRY(rows, state_->database.query(log_sql::event_at, {key.station, key.seq}));
    VESTIBULE_TRY(events, event_rows(rows));
    if (events.empty()) return std::nullopt;
    return std::move(events.front());
}

Result<std::vector<Event>> LogReader::stream(StreamId stream) const {
    VESTIBULE_TRY(rows, state_->database.query(log_sql::events_of_stream, {stream}));
    VESTIBULE_TRY(events, event_rows(rows));
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return order_of(a) < order_of(b); });
    return std::move(events);
}

Result<> LogReader::each_event(const std::function<bool(const Event&)>& take) const {
    VESTIBULE_TRY(rows, state_->database.query(log_sql::all_events));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return {};
        const auto event = event_row(rows);
        if (!event) return ask_staff("a row of the log hasn't the form of an event: run `vestibule log verify`");
        if (!take(*event)) return {};
    }
}

Result<std::vector<Event>> LogReader::rows_that_count(StreamId stream) const {
    VESTIBULE_TRY(site, read_site(state_->database));
    VESTIBULE_TRY(rows, stream_to_fold(state_->database, stream));
    CountingRows counting{site};
    const auto counted = counting.of(rows);
    return std::vector<Event>{counted.begin(), counted.end()};
}

Result<std::optional<StationId>> LogReader::maker(StreamId stream) const {
    VESTIBULE_TRY(site, read_site(state_->database));
    VESTIBULE_TRY(rows, stream_to_fold(state_->database, stream));
    return maker_of(rows, site);
}

Result<KeypadState> LogReader::keypad(StationId station) const {
    VESTIBULE_TRY(rows, rows_that_count(stream_of(station)));
    return fold_keypad(rows);
}

Result<std::map<StationId, KeypadState>> LogReader::keypads() const {
    std::map<StationId, KeypadState> out;
    VESTIBULE_TRY(site, read_site(state_->database));
    CountingRows counting{site};
    for (const auto& [station, standing] : site.stations) {
        if (standing.revoked) continue;
        VESTIBULE_TRY(rows, stream_to_fold(state_->database, stream_of(station)));
        const auto keypad = fold_keypad(counting.of(rows));
        if (keypad != KeypadState{}) out.emplace(station, keypad);
    }
    return out;
}

Result<std::vector<StationRecord>> LogReader::stations() const {
    std::vector<StationRecord> out;
    VESTIBULE_CHECK(
        state_->each(log_sql::stations, {}, [&](const Statement& row) { out.push_back(station_row(row)); }));
    VESTIBULE_TRY(site, read_site(state_->database));
    for (auto& station : out) {
        station.rights = site.rights_of(station.station);
        station.named = site.stations[station.station].named;
        station.last = site.stations[station.station].last;
    }
    return out;
}

Result<std::optional<Json>> LogReader::policy() const {
    VESTIBULE_TRY(row, state_->database.query(log_sql::policy_body));
    VESTIBULE_TRY(found, row.step());
    if (!found) return std::nullopt;
    const auto body = parse_object(text_of(row.blob(0)));
    const auto policy = body.find("policy");
    if (policy == body.end()) return std::nullopt;
    return *policy;
}

Result<Cursor> LogReader::cursor() const {
    Cursor out;
    VESTIBULE_CHECK(state_->each(log_sql::cursor, {}, [&](const Statement& row) {
        if (const auto station = row.id<StationId>(0)) out[*station] = static_cast<std::uint64_t>(row.integer(1));
    }));
    return out;
}

Result<std::vector<Head>> LogReader::heads() const {
    return state_->heads(log_sql::newest_heads, {});
}

Result<std::vector<Head>> LogReader::heads_after(StationId station, std::uint64_t seq) const {
    return state_->heads(log_sql::heads_of_station, {station, seq});
}

Result<std::vector<Event>> LogReader::events_after(StationId station, std::uint64_t seq, int count_max) const {
    VESTIBULE_TRY(rows, state_->database.query(log_sql::events_of_station_after, {station, seq, count_max}));
    return event_rows(rows);
}

Result<Head> LogReader::newest_row(StationId station, std::optional<Instant> before) const {
    const auto until = before ? micros(*before) : std::numeric_limits<std::int64_t>::max();
    VESTIBULE_TRY(row, state_->database.query(log_sql::newest_before, {station, until}));
    VESTIBULE_TRY(found, row.step());
    Head head{.station = station};
    if (!found) return head;
    head.seq = static_cast<std::uint64_t>(row.integer(0));
    head.hash = fixed<32>(row.blob(1)).value_or(Hash{});
    return head;
}

Result<std::uint64_t> LogReader::acknowledged_seq() const {
    VESTIBULE_TRY(seq, state_->database.number(log_sql::acknowledged_seq));
    return static_cast<std::uint64_t>(seq.value_or(0));
}

Result<std::uint64_t> LogReader::own_seq() const {
    VESTIBULE_TRY(seq, state_->database.number(log_sql::own_seq));
    return static_cast<std::uint64_t>(seq.value_or(0));
}

Result<StationId> LogReader::own_station() const {
    VESTIBULE_TRY(found, state_->id<StationId>(log_sql::get_meta, {"own_station"}));
    if (found) return *found;
    return ask_staff(
        fmt::format("{} doesn't say whose log it is: it isn't one of Vestibule's", state_->database.path()));
}

Result<std::optional<std::string>> LogReader::remembered(std::string_view name) const {
    const auto key = note_name(name);
    VESTIBULE_TRY(row, state_->database.query(log_sql::get_meta, {key}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return std::nullopt;
    return std::string{row.text(0)};
}

Result<Instant> LogReader::newest_of_own(int count) const {
    VESTIBULE_TRY(at, state_->database.number(log_sql::newest_of_own, {count}));
    return from_micros(at.value_or(0));
}

Result<std::vector<Job>> LogReader::jobs_due(const std::string& worker, Instant now, int count_max) const {
    std::vector<Job> out;
    VESTIBULE_CHECK(state_->each(log_sql::jobs_due, {worker, micros(now), count_max}, [&](const Statement& row) {
        if (is_as_written(row)) out.push_back(job_row(row));
    }));
    return out;
}

Result<std::vector<Job>> LogReader::all_jobs() const {
    return state_->jobs(log_sql::all_jobs, {});
}

Result<std::vector<Job>> LogReader::newest_jobs(const std::string& worker, int among) const {
    return state_->jobs(log_sql::newest_jobs, {worker, among});
}

Result<std::optional<Instant>> LogReader::next_due(const std::string& worker) const {
    VESTIBULE_TRY(due, state_->database.number(log_sql::next_due, {worker}));
    if (!due) return std::nullopt;
    return from_micros(*due);
}

Result<std::optional<Job>> LogReader::job_for_badge(BadgeId badge) const {
    VESTIBULE_TRY(found, state_->jobs(log_sql::job_of_badge, {badge}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

Result<std::optional<Job>> LogReader::job(JobId id) const {
    VESTIBULE_TRY(found, state_->jobs(log_sql::job_of_id, {id}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

Result<std::int64_t> LogReader::data_version() const {
    VESTIBULE_TRY(version, state_->database.number(log_sql::data_version));
    return version.value_or(0);
}

}  // namespace vestibule
