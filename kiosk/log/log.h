// The append-only log of one station: events, what follows from them on disk, and the outbox, in one SQLite file.
// Design: ARCHITECTURE "The log". WAL, synchronous=FULL, secure_delete, append-only triggers; one connection writes.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/base/result.h"
#include "kiosk/visit/event.h"
#include "kiosk/visit/site_state.h"

namespace vestibule {

inline constexpr std::size_t kind_bytes_max = 64;  // what this station writes; others' rows are taken as they are
inline constexpr std::size_t body_bytes_max = 64U << 10U;  // dumped
inline constexpr std::size_t sealed_bytes_max = 64U << 10U;

struct NewEvent {
    std::string kind;
    StreamId stream;
    std::optional<PersonId> subject;  // whose key sealed `sealed`
    Json body;                        // no personal data, no hash of any
    std::optional<Bytes> sealed;
};

// A side effect that a worker does later: written with its event or not at all. `body` refers by ids only.
struct NewJob {
    JobId id;
    std::string worker;  // "print", "notify"
    Json body;
    Instant due{};  // the epoch: at once, whatever the clock does. At most two hours ahead (jobs_due)
};

enum class JobState { pending, started, done, failed, unknown };

struct Job {
    JobId id;
    std::string worker;
    Json body;
    JobState state = JobState::pending;
    int attempts = 0;
    Instant due{};
    std::string remark;  // the last attempt's, without personal data
    Json progress;       // an object of the worker's own: what it has to know after a crash; ids only
};

struct Head {
    StationId station;
    std::uint64_t seq = 0;
    Hash hash{};
    Signature signature{};  // Ed25519 over "VH1" ‖ station ‖ seq (8 bytes big-endian) ‖ hash
    bool operator==(const Head&) const = default;
};
[[nodiscard]] Bytes signed_part(const Head& head);

// Where a note lies among the log's own settings.
[[nodiscard]] inline std::string note_name(std::string_view name) {
    return "note: " + std::string{name};
}

// SHA-256 over the row (FORMATS.md); `hash` itself isn't read.
[[nodiscard]] Hash hash_of(const Event& event);

struct Damage {
    StationId station;
    std::uint64_t seq = 0;
    std::string what;  // "the hash doesn't fit the row", "rows are missing before it", …
};

struct LogStats {
    std::uint64_t events = 0, stations = 0, own_seq = 0, visits = 0, badges = 0, persons = 0, jobs_open = 0;
    std::int64_t file_bytes = 0;
};

// Thread: any. Each write blocks until it's durable; those of several threads that arrive together share one commit,
// in which none suffers from another's failure.
class Log {
  public:
    // `judge`: who may write what (visit/counting.h); what a station may not is kept, relayed and skipped.
    // Errors: ask_staff when the folder can't be written, the disk is full, the file is damaged or of a newer
    // version.
    [[nodiscard]] static Result<Log> open(const std::filesystem::path& file, StationId own, SiteJudge judge = {});
    // For looking alone, beside whoever owns the log: nothing is brought up to date, every write is refused.
    // Errors: as open(); retry_later where the file must be brought up to date first.
    [[nodiscard]] static Result<Log> open_to_read(const std::filesystem::path& file, StationId own);
    Log(Log&&) noexcept;
    Log& operator=(Log&&) noexcept;
    ~Log();

    // One transaction: events, projections, jobs. Durable when it returns the rows as written.
    // Errors: ask_staff on a full disk, an I/O error, or where this station hasn't the right to one of the events;
    // give_up beyond a limit above; then nothing was appended.
    [[nodiscard]] Result<std::vector<Event>> append(std::span<const NewEvent> events, std::span<const NewJob> jobs,
                                                    Instant now);

    // The attempt is on disk before the side effect begins (never printed twice after a crash).
    // Errors of these four: give_up when there is no such open job (finished ones stay as they are).
    // `progress`: the job's from now on; nothing: it stays as it is.
    [[nodiscard]] Result<> start_job(JobId id, std::string_view remark, const std::optional<Json>& progress = {});
    // One transaction: the job's new state and the events that tell of it.
    [[nodiscard]] Result<> finish_job(JobId id, JobState state, std::string_view remark,
                                      std::span<const NewEvent> events, Instant now,
                                      const std::optional<Json>& progress = {});
    [[nodiscard]] Result<> postpone_job(JobId id, Instant due, std::string_view remark,
                                        const std::optional<Json>& progress = {});

    // What has come to be known of an open job; its state and when it's due stay as they are.
    [[nodiscard]] Result<> note_job(JobId id, std::string_view remark, const Json& progress);

    // Of an earlier incarnation of this station, restored from a backup: rows that nobody else holds, written anew
    // under this station's numbers with their kind, stream, subject, body, sealed part and time as they are; and
    // jobs, of which those still open become unknown, so that nothing is done twice. Errors: as append.
    [[nodiscard]] Result<> append_restored(std::span<const Event> events, std::span<const Job> jobs);

    // Takes rows of other stations that continue what is held (already held rows are skipped), with the head that
    // ends them. The caller has verified the head's signature and certificate. Checks contiguity and chain. Errors:
    // give_up names (station, seq) of a fork or broken chain; nothing was taken.
    [[nodiscard]] Result<int> take(std::span<const Event> events, const Head& head);

    // Rows that have rotted, or that somebody has written into the file, are replaced by those that their station has
    // signed: `events` are a piece of its log that ends in `head`, whose signature and certificate the caller has
    // verified. Replaced are rows that no valid head covers; of this station itself those alone that aren't what they
    // say, and never a lost end. What continues a replaced row falsely goes, for the next exchange to bring. All
    // views are made anew. Answers how many rows were put back. Errors: give_up where a row that differs is covered
    // by a head: nothing was changed.
    [[nodiscard]] Result<int> heal(std::span<const Event> events, const Head& head);

    [[nodiscard]] Result<> keep_own_head(const Head& head);  // what the central store has acknowledged

    // A note of this station's own, over what stood under this name: no record, but what may be lost without harm and
    // would swell the log. Not handed to other stations. Durable when it returns. Read by LogReader::remembered().
    [[nodiscard]] Result<> remember(std::string_view name, std::string_view text);

    // Called after each commit that brought news, by one of the threads whose writes it held; must not block (wakes
    // the screens and workers). An empty one takes all earlier ones away.
    void on_change(std::function<void()> callback);

    // Jobs whose rows have rotted: jobs_due() doesn't give them; here they end as unknown. Whose they were.
    [[nodiscard]] Result<std::vector<JobId>> end_rotten_jobs();

    [[nodiscard]] Result<> rebuild();              // all projections anew from the events, and all indexes
    [[nodiscard]] Result<> checkpoint_truncate();  // after erasing: nothing of it stays in the WAL

    [[nodiscard]] const std::filesystem::path& file() const;

  private:
    struct State;
    explicit Log(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// Whether the site's root has certified what a station.enrolled says; its body is what is asked about.
using EnrolmentCheck = std::function<bool(const Json& enrolment)>;
using KeyOfStation = std::function<std::optional<std::array<std::uint8_t, 32>>(const StationId&)>;

// What a log is held against, beside what is in it.
struct LogWitnesses {
    KeyOfStation key_of{};                // certificates checked by the caller
    EnrolmentCheck certified{};           // by the site's root
    std::uint64_t own_seq_elsewhere = 0;  // the newest row of the log's own station that others hold
};

// Checks the whole file without opening it for writing: chain, gaps, heads and their signatures, and that each row is
// under a head that its station has signed or in the tail of the log's own station; views aren't read (check_views).
// The first damage of each station, in the order of stations; empty: none. A station's key is what `key_of` says,
// else that of its station.enrolled; heads of a station without a known key are only compared with the rows. Where
// `certified` is given, an enrolment that it doesn't certify is a damage, and so is a station without any. Blocks:
// reads all. Errors: ask_staff where the file can't be read as a database, or where chain and heads hold but SQLite
// finds its pages or indexes damaged.
[[nodiscard]] Result<std::vector<Damage>> damages_of_log(const std::filesystem::path& file,
                                                         const LogWitnesses& witnesses);
// The first of them, or nothing.
[[nodiscard]] Result<std::optional<Damage>> verify_log(const std::filesystem::path& file,
                                                       const KeyOfStation& key_of = {},
                                                       const EnrolmentCheck& certified = {});
[[nodiscard]] Result<LogStats> log_stats(const std::filesystem::path& file);

}  // namespace vestibule
