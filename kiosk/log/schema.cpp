// The log's tables as SQL.
#include "kiosk/log/schema.h"

#include "kiosk/log/sql.h"

namespace vestibule::log_schema {
namespace {

// The insert trigger makes a conflicting insert fail before SQLite could replace the row, whatever the connection's
// settings: without it, replacing slips past the delete trigger unless recursive_triggers is on.
constexpr Migration all_migrations[] = {{1, R"sql(
CREATE TABLE event (
    station BLOB NOT NULL CHECK (length(station) = 16),
    seq INTEGER NOT NULL CHECK (seq > 0),
    turn INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    stream BLOB NOT NULL CHECK (length(stream) = 16),
    subject BLOB CHECK (length(subject) = 16),
    body BLOB NOT NULL,
    sealed BLOB,
    prev BLOB NOT NULL CHECK (length(prev) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (station, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_of_stream ON event (stream, turn);

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE station = NEW.station AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- Signed heads, thinned so that any suffix can be relayed in batches; the newest of the own station is what the
-- central store has acknowledged.
CREATE TABLE head (
    station BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (station, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    worker TEXT NOT NULL,
    body BLOB NOT NULL,
    badge BLOB,
    state TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL,
    remark TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX job_open ON job (worker, state, due) WHERE state IN ('pending', 'started');
CREATE INDEX job_of_badge ON job (badge) WHERE badge IS NOT NULL;

CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
)sql"},
                                        // Who was joined with whom is asked for with each erasure.
                                        {2, R"sql(
CREATE INDEX event_of_joining ON event (stream) WHERE kind = 'person.joined';
)sql"},
                                        // What a worker has to know of a job after a crash, in its own words.
                                        {3, R"sql(
ALTER TABLE job ADD COLUMN progress TEXT NOT NULL DEFAULT '{}';
)sql"},
                                        // job_check.h: of all its other columns.
                                        {4, R"sql(
ALTER TABLE job ADD COLUMN checksum BLOB;
)sql"}};

}  // namespace

Result<std::string> difference(Database& held) {
    VESTIBULE_TRY(version, held.number("PRAGMA user_version"));
    VESTIBULE_TRY(views, held.number(log_sql::get_meta, {"projection_version"}));
    if (version != static_cast<std::int64_t>(std::size(all_migrations)) || views != projection_version) return "";
    VESTIBULE_TRY(fresh, Database::open(in_memory, FileAccess::read_write));
    VESTIBULE_CHECK(migrate(fresh, all_migrations));
    VESTIBULE_CHECK(fresh.run(create_projections));
    VESTIBULE_CHECK(fresh.run(index_projections));
    return schema_difference(held, fresh);
}

std::span<const Migration> migrations() {
    return all_migrations;
}

const char* const drop_projections = R"sql(
DROP TABLE IF EXISTS visit;
DROP TABLE IF EXISTS badge;
DROP TABLE IF EXISTS person;
DROP TABLE IF EXISTS station;
DROP TABLE IF EXISTS policy;
)sql";

const char* const create_projections = R"sql(
CREATE TABLE visit (
    id BLOB PRIMARY KEY,
    phase TEXT NOT NULL,
    person BLOB,
    host BLOB,
    code TEXT,
    planned_from INTEGER,
    planned_until INTEGER,
    arrived_at INTEGER,
    admitted_at INTEGER,
    left_at INTEGER,
    calendar BLOB,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE badge (
    id BLOB PRIMARY KEY,
    visit BLOB,
    code TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id BLOB PRIMARY KEY,
    host INTEGER NOT NULL,
    staff INTEGER NOT NULL,
    erased INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- fold_site() of its events. `enrolment`: the newest that the root has certified; `rights`: bits of all of them
-- together, `named` where one names them; `last`: the last row of it that counts.
CREATE TABLE station (
    id BLOB PRIMARY KEY,
    enrolment BLOB,
    revoked INTEGER NOT NULL,
    stolen INTEGER NOT NULL,
    rights INTEGER NOT NULL,
    named INTEGER NOT NULL,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    body BLOB NOT NULL
) STRICT;
)sql";

// Visits longer than 31 days have an index of their own, so that the others are found in a short range of starts.
const char* const index_projections = R"sql(
CREATE INDEX visit_in_phase ON visit (phase) WHERE phase IN ('waiting', 'approved', 'inside', 'expected');
CREATE INDEX visit_of_person ON visit (person);
CREATE INDEX visit_of_code ON visit (code) WHERE code IS NOT NULL;
CREATE INDEX visit_of_calendar ON visit (calendar) WHERE calendar IS NOT NULL;
CREATE INDEX visit_planned ON visit (planned_from);
CREATE INDEX visit_planned_long ON visit (planned_until) WHERE planned_until - planned_from > 2678400000000;
CREATE INDEX visit_arrived ON visit (arrived_at) WHERE arrived_at IS NOT NULL;
CREATE INDEX visit_admitted ON visit (admitted_at) WHERE admitted_at IS NOT NULL;
CREATE INDEX visit_left ON visit (left_at) WHERE left_at IS NOT NULL;
CREATE INDEX badge_of_visit ON badge (visit) WHERE visit IS NOT NULL;
CREATE INDEX badge_of_code ON badge (code);
CREATE INDEX person_host ON person (host) WHERE host = 1;
CREATE INDEX person_staff ON person (staff) WHERE staff = 1;
)sql";

}  // namespace vestibule::log_schema
