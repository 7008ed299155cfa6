// The one writer of a station's log.
#include "kiosk/log/log.h"

#include <algorithm>
#include <mutex>

#include "kiosk/base/ensure.h"
#include "kiosk/log/commit_queue.h"
#include "kiosk/log/continuation.h"
#include "kiosk/log/event_row.h"
#include "kiosk/log/head_table.h"
#include "kiosk/log/healing_rows.h"
#include "kiosk/log/job_check.h"
#include "kiosk/log/ownership.h"
#include "kiosk/log/projections.h"
#include "kiosk/log/schema.h"
#include "kiosk/log/sql.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/visit/counting.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr const char* writer_pragmas =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON;"
    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384;"
    // 16 MB between checkpoints instead of 4: an event touches about ten pages, mostly the same ones again and again.
    "PRAGMA wal_autocheckpoint=4000;";

using Callbacks = std::vector<std::function<void()>>;

Result<Tail> tail_of(Database& database, const StationId& station) {
    VESTIBULE_TRY(row, database.query(log_sql::newest_of_station, {station}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return Tail{};
    const auto hash = fixed<32>(row.blob(1));
    if (!hash) return ask_staff("the newest row of the log is damaged: run `vestibule log verify`");
    return Tail{static_cast<std::uint64_t>(row.integer(0)), *hash};
}

Result<std::optional<Hash>> held_hash(Database& database, const StationId& station, std::uint64_t seq) {
    VESTIBULE_TRY(row, database.query(log_sql::hash_at, {station, seq}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return std::nullopt;
    return fixed<32>(row.blob(0));
}

Result<> bring_projections_up_to_date(Database& database, const SiteJudge& judge) {
    VESTIBULE_TRY(version, database.number(log_sql::get_meta, {"projection_version"}));
    if (version == log_schema::projection_version) return {};
    return rebuild_projections(database, judge);
}

// What this station may not write would count nowhere: it is told so before anybody relies on it.
Result<> expect_right(Database& database, std::span<const Event> rows) {
    VESTIBULE_TRY(site, read_site(database));
    if (!site.is_judged()) return {};
    for (const auto& row : rows) {
        const auto* kind = kind_named(row.kind);
        if (kind == nullptr || kind->needs == Need::nothing) continue;
        if (site.rights_of(row.station).has(Right::reception)) return {};
        VESTIBULE_TRY(stream, stream_to_fold(database, row.stream));
        if (!may_write(row, stream, site))
            return ask_staff(fmt::format(
                "this station hasn't the right to do this ({}): do it at a reception, or give this station "
                "the right where the site was made: vestibule station grant",
                row.kind));
    }
    return {};
}

Result<> check_size(const Event& event) {
    if (event.kind.empty() || event.kind.size() > kind_bytes_max)
        return give_up("an event needs a kind of at most 64 bytes");
    if (event.body.size() > body_bytes_max)
        return give_up(
            fmt::format("the body of {} has {} bytes, more than {}", event.kind, event.body.size(), body_bytes_max));
    if (event.sealed && event.sealed->size() > sealed_bytes_max)
        return give_up(fmt::format("the sealed part of {} has {} bytes, more than {}", event.kind,
                                   event.sealed->size(), sealed_bytes_max));
    return {};
}

std::optional<std::string> text_or_null(const std::optional<Json>& object) {
    if (!object) return std::nullopt;
    return dump(*object);
}

std::string_view name_of_state(JobState state) {
    switch (state) {
        case JobState::pending:
            return "pending";
        case JobState::started:
            return "started";
        case JobState::done:
            return "done";
        case JobState::failed:
            return "failed";
        case JobState::unknown:
            return "unknown";
    }
    return "unknown";
}

}  // namespace

struct Log::State {
    std::filesystem::path file;
    StationId own;
    SiteJudge judge;
    mutable std::mutex mutex;  // of the database, the tail and the callbacks
    Database database;
    Tail tail;       // of what is committed
    Tail reached{};  // within the commit that is being made
    std::shared_ptr<const Callbacks> callbacks = std::make_shared<Callbacks>();
    CommitQueue queue{[this](auto requests) { return commit_together(requests); }, [this] { tell(); }};

    State(std::filesystem::path path, StationId station, SiteJudge judged_by, Database opened)
        : file{std::move(path)}, own{station}, judge{std::move(judged_by)}, database{std::move(opened)} {}

    void tell() {
        std::shared_ptr<const Callbacks> to_call;
        {
            const std::lock_guard lock{mutex};
            to_call = callbacks;
        }
        for (const auto& callback : *to_call) callback();
    }

    // One transaction for all requests; one that fails takes nothing of the others with it.
    bool commit_together(std::span<CommitQueue::Request* const> requests);
    Result<> write_all(std::span<CommitQueue::Request* const> requests);
    Result<> write_apart(CommitQueue::Request& request);

    // Inside a transaction.
    Result<std::vector<Event>> write_events(std::span<const NewEvent> fresh, Instant now);
    Result<> write_rows(std::span<Event> rows);
    Result<> write_event(Statement& insert, Event& event);
    Result<> write_job(const NewJob& job);
    Result<> write_restored_job(const Job& job);
    // The state of a job that is still open.
    Result<> change_job(const JobId& id, std::string_view sql, SqlValues values);
    Result<int> take_rows(std::span<const Event> events, const Head& head);
};

bool Log::State::commit_together(std::span<CommitQueue::Request* const> requests) {
    const std::lock_guard lock{mutex};
    if (const auto written = write_all(requests); !written) {
        for (auto* request : requests)
            if (request->outcome) request->outcome = tl::unexpected(written.error());
        return false;
    }
    return std::ranges::any_of(requests, [](const auto* request) { return request->outcome.value_or(false); });
}

Result<> Log::State::write_all(std::span<CommitQueue::Request* const> requests) {
    VESTIBULE_TRY(transaction, Transaction::begin(database));
    reached = tail;
    if (requests.size() == 1)
        requests[0]->outcome = (*requests[0]->write)();
    else
        for (auto* request : requests) VESTIBULE_CHECK(write_apart(*request));
    if (std::ranges::none_of(requests, [](const auto* request) { return request->outcome.has_value(); })) return {};
    VESTIBULE_CHECK(transaction.commit());
    tail = reached;
    return {};
}

// Its own failure is its outcome; a Problem is one that ends the whole transaction.
Result<> Log::State::write_apart(CommitQueue::Request& request) {
    const auto before = reached;
    VESTIBULE_TRY(savepoint, Savepoint::begin(database));
    request.outcome = (*request.write)();
    if (request.outcome) return savepoint.keep();
    reached = before;
    // A full disk or an I/O error may have rolled back everything: what the others wrote is gone as well.
    if (!savepoint.undo()) return tl::unexpected(request.outcome.error());
    return {};
}

// The next row of this log: numbers, chain and hash are set here.
Result<> Log::State::write_event(Statement& insert, Event& event) {
    VESTIBULE_CHECK(check_size(event));
    VESTIBULE_TRY(turn, database.number(log_sql::highest_turn, {event.stream}));
    event.station = own;
    event.seq = reached.seq + 1;
    event.turn = static_cast<std::uint64_t>(turn.value_or(0)) + 1;
    event.prev = reached.hash;
    event.hash = hash_of(event);
    VESTIBULE_CHECK(insert_event(insert, event));
    reached = {event.seq, event.hash};
    return {};
}

Result<std::vector<Event>> Log::State::write_events(std::span<const NewEvent> fresh, Instant now) {
    std::vector<Event> rows;
    rows.reserve(fresh.size());
    for (const auto& one : fresh)
        rows.push_back({.at = now,
                        .kind = one.kind,
                        .stream = one.stream,
                        .subject = one.subject,
                        .body = dump(one.body),
                        .sealed = one.sealed});
    VESTIBULE_CHECK(write_rows(rows));
    VESTIBULE_CHECK(expect_right(database, rows));
    return rows;
}

Result<> Log::State::write_rows(std::span<Event> rows) {
    {
        VESTIBULE_TRY(insert, database.query(log_sql::insert_event));
        for (auto& row : rows) VESTIBULE_CHECK(write_event(insert, row));
    }
    return project(database, rows, judge);
}

Result<> Log::State::write_job(const NewJob& job) {
    const auto body = dump(job.body);
    if (body.size() > body_bytes_max) return give_up("the body of a job is too long");
    const auto badge = id_field<BadgeId>(job.body, "badge");
    VESTIBULE_CHECK(database.execute(log_sql::insert_job, {job.id, job.worker, view(body), badge, micros(job.due)}));
    return seal_job(database, job.id);
}

Result<> Log::State::write_restored_job(const Job& job) {
    const auto open = job.state == JobState::pending || job.state == JobState::started;
    const auto body = dump(job.body);
    VESTIBULE_CHECK(
        database.execute(log_sql::insert_restored_job,
                         {job.id, job.worker, view(body), id_field<BadgeId>(job.body, "badge"),
                          name_of_state(open ? JobState::unknown : job.state), job.attempts, micros(job.due),
                          job.remark, dump(job.progress.is_object() ? job.progress : Json::object())}));
    return seal_job(database, job.id);
}

Result<> Log::State::change_job(const JobId& id, std::string_view sql, SqlValues values) {
    VESTIBULE_TRY(changed, database.execute(sql, values));
    if (changed == 0) return give_up(fmt::format("there is no open job {}", to_string(id)));
    return seal_job(database, id);
}

Log::Log(std::unique_ptr<State> state) : state_{std::move(state)} {}
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;
Log::~Log() = default;

Result<Log> Log::open(const std::filesystem::path& file, StationId own, SiteJudge judge) {
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_write));
    VESTIBULE_CHECK(refuse_newer(database, log_schema::migrations()));
    VESTIBULE_CHECK(claim_file(database));
    VESTIBULE_CHECK(database.run(writer_pragmas));
    VESTIBULE_CHECK(migrate(database, log_schema::migrations()));
    {
        VESTIBULE_TRY(transaction, Transaction::begin(database));
        VESTIBULE_CHECK(claim_station(database, own));
        VESTIBULE_CHECK(bring_projections_up_to_date(database, judge));
        VESTIBULE_CHECK(transaction.commit());
    }
    auto state = std::make_unique<State>(file, own, std::move(judge), std::move(database));
    VESTIBULE_TRY(tail, tail_of(state->database, own));
    state->tail = tail;
    return Log{std::move(state)};
}

Result<Log> Log::open_to_read(const std::filesystem::path& file, StationId own) {
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_only, looking_pragmas));
    VESTIBULE_CHECK(expect_log(database));
    VESTIBULE_CHECK(expect_up_to_date(database, log_schema::migrations()));
    VESTIBULE_CHECK(expect_station(database, own));
    VESTIBULE_TRY(version, database.number(log_sql::get_meta, {"projection_version"}));
    if (version != log_schema::projection_version)
        return retry_later(fmt::format(
            "{} has views of an older form, which the next start of its station makes anew", file.string()));
    return Log{std::make_unique<State>(file, own, SiteJudge{}, std::move(database))};
}

Result<std::vector<Event>> Log::append(std::span<const NewEvent> events, std::span<const NewJob> jobs, Instant now) {
    std::vector<Event> rows;
    VESTIBULE_CHECK(state_->queue.submit([&]() -> Result<bool> {
        VESTIBULE_TRY(written, state_->write_events(events, now));
        for (const auto& job : jobs) VESTIBULE_CHECK(state_->write_job(job));
        rows = std::move(written);
        return true;
    }));
    return rows;
}

Result<> Log::append_restored(std::span<const Event> events, std::span<const Job> jobs) {
    std::vector<Event> rows(events.begin(), events.end());
    VESTIBULE_CHECK(state_->queue.submit([&]() -> Result<bool> {
        VESTIBULE_CHECK(state_->write_rows(rows));
        for (const auto& job : jobs) VESTIBULE_CHECK(state_->write_restored_job(job));
        return true;
    }));
    return {};
}

Result<> Log::start_job(JobId id, std::string_view remark, const std::optional<Json>& progress) {
    const auto text = text_or_null(progress);
    VESTIBULE_CHECK(state_->queue.submit([&]() -> Result<bool> {
        VESTIBULE_CHECK(state_->change_job(id, log_sql::start_job, {id, remark, text}));
        return false;
    }));
    return {};
}

Result<> Log::finish_job(JobId id, JobState state, std::string_view remark, std::span<const NewEvent> events,
                         Instant now, const std::optional<Json>& progress) {
    const auto text = text_or_null(progress);
    ensure(state != JobState::pending && state != JobState::started, "a job is finished as done, failed or unknown");
    VESTIBULE_CHECK(state_->queue.submit([&]() -> Result<bool> {
        VESTIBULE_CHECK(state_->change_job(id, log_sql::finish_job, {id, name_of_state(state), remark, text}));
        VESTIBULE_CHECK(state_->write_events(events, now));
        return true;
    }));
    return {};
}

Result<> Log::postpone_job(JobId id, Instant due, std::string_view remark, const std::optional<Json>& progress) {
    const auto text = text_or_null(progress);
    VESTIBULE_CHECK(state_->queue.submit([&]() -> Result<bool> {
        VESTIBULE_CHECK(state_->change_job(id, log_sql::postpone_job, {id, micros(due), remark, text}));
        return false;
    }));
    return {};
}

Result<> Log::note_job(JobId id, std::string_view remark, const Json& progress) {
    const auto text = dump(progress);
    VESTIBULE_CHECK(state_->queue.submit([&]() -> Result<bool> {
        VESTIBULE_CHECK(state_->change_job(id, log_sql::note_job, {id, remark, text}));
        return false;
    }));
    return {};
}

Result<int> Log::State::take_rows(std::span<const Event> events, const Head& head) {
    VESTIBULE_TRY(end, tail_of(database, head.station));
    const auto held = [&](std::uint64_t seq) { return held_hash(database, head.station, seq); };
    VESTIBULE_TRY(found, continuation_of(end, held, events, head));
    if (found.continuity != Continuity::continues)
        return give_up(fmt::format("station {} event {}: {}", to_string(head.station), found.seq, found.what));
    {
        VESTIBULE_TRY(insert, database.query(log_sql::insert_event));
        for (const auto& event : found.fresh) VESTIBULE_CHECK(insert_event(insert, event));
    }
    VESTIBULE_CHECK(project(database, found.fresh, judge));
    VESTIBULE_CHECK(keep_head(database, head));
    return static_cast<int>(found.fresh.size());
}

Result<int> Log::take(std::span<const Event> events, const Head& head) {
    if (head.station == state_->own)
        return give_up("a station doesn't take rows of its own log from elsewhere: it needs a new incarnation");
    int taken = 0;
    VESTIBULE_CHECK(state_->queue.submit([&]() -> Result<bool> {
        VESTIBULE_TRY(count, state_->take_rows(events, head));
        taken = count;
        return taken > 0;
    }));
    return taken;
}

Result<int> Log::heal(std::span<const Event> events, const Head& head) {
    int put_back = 0;
    VESTIBULE_CHECK(state_->queue.submit([&]() -> Result<bool> {
        VESTIBULE_TRY(count, heal_rows(state_->database, state_->own, events, head));
        put_back = count;
        if (count > 0) VESTIBULE_CHECK(rebuild_projections(state_->database, state_->judge));
        VESTIBULE_TRY(end, tail_of(state_->database, state_->own));
        state_->reached = end;
        return count > 0;
    }));
    return put_back;
}

Result<std::vector<JobId>> Log::end_rotten_jobs() {
    std::vector<JobId> ended;
    VESTIBULE_CHECK(state_->queue.submit([&]() -> Result<bool> {
        VESTIBULE_TRY(rotten, vestibule::end_rotten_jobs(state_->database));
        ended = std::move(rotten);
        return false;
    }));
    return ended;
}

Result<> Log::keep_own_head(const Head& head) {
    const std::lock_guard lock{state_->mutex};
    VESTIBULE_TRY(transaction, Transaction::begin(state_->database));
    VESTIBULE_TRY(held, held_hash(state_->database, state_->own, head.seq));
    if (head.station != state_->own || held != head.hash)
        return give_up(fmt::format("the head at {} isn't one of this log", head.seq));
    VESTIBULE_CHECK(keep_head(state_->database, head));
    return transaction.commit();
}

Result<> Log::remember(std::string_view name, std::string_view text) {
    const std::lock_guard lock{state_->mutex};
    const auto key = note_name(name);
    VESTIBULE_CHECK(state_->database.execute(log_sql::set_meta, {key, text}));
    return {};
}

void Log::on_change(std::function<void()> callback) {
    const std::lock_guard lock{state_->mutex};
    auto changed = std::make_shared<Callbacks>();
    if (callback) {
        *changed = *state_->callbacks;
        changed->push_back(std::move(callback));
    }
    state_->callbacks = std::move(changed);
}

Result<> Log::rebuild() {
    {
        const std::lock_guard lock{state_->mutex};
        VESTIBULE_TRY(transaction, Transaction::begin(state_->database));
        VESTIBULE_CHECK(state_->database.run("REINDEX"));
        VESTIBULE_CHECK(rebuild_projections(state_->database, state_->judge));
        VESTIBULE_CHECK(transaction.commit());
    }
    state_->tell();
    return {};
}

Result<> Log::checkpoint_truncate() {
    const std::lock_guard lock{state_->mutex};
    return state_->database.empty_wal();
}

const std::filesystem::path& Log::file() const {
    return state_->file;
}

}  // namespace vestibule
