// All SQL of the embedded central store, by name. A test prepares every statement of `all`.
#pragma once

#include <array>
#include <string_view>

#include "kiosk/sqlite/database.h"

namespace vestibule::embedded_sql {

inline constexpr int application_id = 0x56534353;  // "VSCS"

// Events as in a station's log, append-only by the same triggers. `change` numbers follow the order of commits, since
// SQLite lets one connection write at a time.
inline constexpr Migration migrations[] = {{1, R"sql(
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
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE station = NEW.station AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TABLE head (
    station BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (station, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE station (
    id BLOB PRIMARY KEY,
    certificate BLOB,
    seq INTEGER NOT NULL DEFAULT 0,
    hash BLOB NOT NULL DEFAULT (zeroblob(32)),
    revoked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE subject_key (
    person BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    generation INTEGER NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (person, wrapped)
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_key_changed ON subject_key (change);
CREATE TABLE door_window (
    person BLOB PRIMARY KEY,
    begins INTEGER NOT NULL,
    ends INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX door_window_begins ON door_window (begins);
CREATE TABLE tombstone (person BLOB PRIMARY KEY, change INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_changed ON tombstone (change);
CREATE TABLE counter (one INTEGER PRIMARY KEY CHECK (one = 1), change INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (1, 0);
)sql"},
                                           // A key is known by (person, id), so that wrapping it anew replaces it.
                                           // The store can't unwrap: until a station offers a key under its id, the
                                           // first bytes of its wrapped form (random ones) stand in.
                                           {2, R"sql(
CREATE TABLE named_key (
    person BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    wrapped BLOB NOT NULL,
    generation INTEGER NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (person, id)
) STRICT, WITHOUT ROWID;
INSERT INTO named_key SELECT person, substr(wrapped, 1, 16), wrapped, generation, change FROM subject_key
WHERE length(wrapped) >= 16;
DROP TABLE subject_key;
ALTER TABLE named_key RENAME TO subject_key;
CREATE INDEX subject_key_changed ON subject_key (change);
CREATE INDEX subject_key_of_generation ON subject_key (generation);
)sql"},
                                           // Which store this is: another word in another file.
                                           {3, R"sql(
CREATE TABLE origin (one INTEGER PRIMARY KEY CHECK (one = 1), word TEXT NOT NULL) STRICT;
INSERT INTO origin VALUES (1, hex(randomblob(16)));
-- When each station last said that it's there.
CREATE TABLE blob (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    person BLOB NOT NULL,
    expires INTEGER NOT NULL,
    change INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX blob_of_person ON blob (person);
CREATE INDEX blob_changed ON blob (change);
CREATE TABLE presence (station BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)sql"},
                                           // Whose keys are PINs. Who is buried follows from the events: no station
                                           // is told of tombstones any more, so they aren't numbered.
                                           {4, R"sql(
CREATE INDEX event_of_staff ON event (stream) WHERE kind = 'staff.listed';
DROP INDEX tombstone_changed;
-- BLAKE2b of `wrapped`, so that a key that has rotted here is found; nothing in rows of before.
ALTER TABLE subject_key ADD COLUMN sum BLOB;
)sql"}};

// ---- logs

inline constexpr std::string_view station = "SELECT seq, hash, revoked FROM station WHERE id = ?1";

inline constexpr std::string_view put_station = R"sql(
INSERT INTO station (id, certificate, seq, hash) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (id) DO UPDATE SET certificate = excluded.certificate, seq = excluded.seq, hash = excluded.hash)sql";

inline constexpr std::string_view revoke_station = R"sql(
INSERT INTO station (id, revoked) VALUES (?1, 1) ON CONFLICT (id) DO UPDATE SET revoked = 1 WHERE revoked = 0)sql";

inline constexpr std::string_view is_revoked = "SELECT revoked FROM station WHERE id = ?1";

inline constexpr std::string_view cursor = "SELECT id, seq FROM station WHERE seq > 0 ORDER BY id";

inline constexpr std::string_view pullable =
    "SELECT id, seq, certificate FROM station WHERE seq > 0 AND id <> ?1 ORDER BY id";

inline constexpr std::string_view insert_event = R"sql(
INSERT INTO event (station, seq, turn, at, kind, stream, subject, body, sealed, prev, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11))sql";

inline constexpr std::string_view hash_at = "SELECT hash FROM event WHERE station = ?1 AND seq = ?2";

inline constexpr std::string_view insert_head = R"sql(
INSERT INTO head (station, seq, hash, signature) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING)sql";

// The farthest head within reach, else the next one, however far.
inline constexpr std::string_view head_after = R"sql(
SELECT station, seq, hash, signature FROM head WHERE station = ?1 AND seq = coalesce(
    (SELECT max(seq) FROM head WHERE station = ?1 AND seq > ?2 AND seq <= ?2 + ?3),
    (SELECT min(seq) FROM head WHERE station = ?1 AND seq > ?2)))sql";

inline constexpr std::string_view events_between = R"sql(
SELECT station, seq, turn, at, kind, stream, subject, body, sealed, prev, hash
FROM event WHERE station = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq)sql";

// ---- keys

inline constexpr std::string_view count_change = "UPDATE counter SET change = change + 1 RETURNING change";

inline constexpr std::string_view change = "SELECT change FROM counter";

inline constexpr std::string_view is_erased = "SELECT 1 FROM tombstone WHERE person = ?1";

inline constexpr std::string_view put_key = R"sql(
INSERT INTO subject_key (person, id, wrapped, generation, change, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (person, id) DO UPDATE SET wrapped = ?3, generation = ?4, change = ?5, sum = ?6)sql";

inline constexpr std::string_view keys_with_sums =
    "SELECT person, id, wrapped, sum FROM subject_key WHERE sum NOT NULL";

inline constexpr std::string_view generation_of_key =
    "SELECT generation FROM subject_key WHERE person = ?1 AND id = ?2";

inline constexpr std::string_view delete_stand_in =
    "DELETE FROM subject_key WHERE person = ?1 AND id <> ?2 AND wrapped = ?3";

inline constexpr std::string_view delete_key = "DELETE FROM subject_key WHERE person = ?1 AND id = ?2";

inline constexpr std::string_view keys_of_generation = R"sql(
SELECT k.person, k.generation, k.wrapped, w.begins, w.ends, k.change, k.id
FROM subject_key AS k LEFT JOIN door_window AS w USING (person)
WHERE k.generation = ?1 ORDER BY k.person, k.id LIMIT ?2)sql";

inline constexpr std::string_view widen_window = R"sql(
INSERT INTO door_window (person, begins, ends) VALUES (?1, ?2, ?3)
ON CONFLICT (person) DO UPDATE SET begins = min(begins, ?2), ends = max(ends, ?3) WHERE begins > ?2 OR ends < ?3)sql";

inline constexpr std::string_view keys_of_person = "SELECT id FROM subject_key WHERE person = ?1";

inline constexpr std::string_view renumber_key = "UPDATE subject_key SET change = ?3 WHERE person = ?1 AND id = ?2";

inline constexpr std::string_view delete_keys = "DELETE FROM subject_key WHERE person = ?1";

inline constexpr std::string_view delete_window = "DELETE FROM door_window WHERE person = ?1";

inline constexpr std::string_view insert_tombstone = "INSERT INTO tombstone (person, change) VALUES (?1, 0)";

inline constexpr std::string_view changed_keys = R"sql(
SELECT k.person, k.generation, k.wrapped, w.begins, w.ends, k.change, k.id,
    EXISTS (SELECT 1 FROM event AS e WHERE e.kind = 'staff.listed' AND e.stream = k.person)
FROM subject_key AS k LEFT JOIN door_window AS w USING (person)
WHERE k.change > ?1 ORDER BY k.change LIMIT ?2)sql";

inline constexpr std::string_view begun_keys = R"sql(
SELECT k.person, k.generation, k.wrapped, w.begins, w.ends, k.change, k.id,
    EXISTS (SELECT 1 FROM event AS e WHERE e.kind = 'staff.listed' AND e.stream = k.person)
FROM door_window AS w JOIN subject_key AS k USING (person)
WHERE w.begins > ?1 AND w.begins <= ?2 AND w.ends > ?2 AND k.change <= ?3)sql";

inline constexpr std::string_view has_blob = "SELECT 1 FROM blob WHERE id = ?1";

inline constexpr std::string_view insert_blob =
    "INSERT INTO blob (id, person, expires, sealed, change) VALUES (?1, ?2, ?3, ?4, ?5)";

inline constexpr std::string_view blob = R"sql(
SELECT b.person, b.expires, b.sealed, coalesce(w.begins, 0), coalesce(w.ends, 0)
FROM blob AS b LEFT JOIN door_window AS w USING (person) WHERE b.id = ?1 AND b.expires > ?2)sql";

inline constexpr std::string_view delete_blobs = "DELETE FROM blob WHERE person = ?1";

inline constexpr std::string_view expired_blobs = "DELETE FROM blob WHERE expires <= ?1";

inline constexpr std::string_view blobs_of_person = "SELECT id FROM blob WHERE person = ?1";

inline constexpr std::string_view renumber_blob = "UPDATE blob SET change = ?2 WHERE id = ?1";

inline constexpr std::string_view changed_blobs = R"sql(
SELECT b.id, b.change, coalesce(w.begins, 0), coalesce(w.ends, 0)
FROM blob AS b LEFT JOIN door_window AS w USING (person)
WHERE b.change > ?1 ORDER BY b.change LIMIT ?2)sql";

inline constexpr std::string_view begun_blobs = R"sql(
SELECT b.id FROM door_window AS w JOIN blob AS b USING (person)
WHERE w.begins > ?1 AND w.begins <= ?2 AND w.ends > ?2 AND b.change <= ?3)sql";

inline constexpr std::string_view origin = "SELECT word FROM origin";

inline constexpr std::string_view put_presence =
    "INSERT INTO presence VALUES (?1, ?2) ON CONFLICT (station) DO UPDATE SET at = ?2";

inline constexpr std::string_view presences = "SELECT station, at FROM presence";

inline constexpr std::string_view data_version = "PRAGMA data_version";

inline constexpr std::array all = {
    station,
    put_station,
    revoke_station,
    is_revoked,
    cursor,
    pullable,
    insert_event,
    hash_at,
    insert_head,
    head_after,
    change,
    events_between,
    count_change,
    is_erased,
    put_key,
    keys_with_sums,
    generation_of_key,
    delete_stand_in,
    delete_key,
    keys_of_generation,
    widen_window,
    renumber_key,
    keys_of_person,
    delete_keys,
    delete_window,
    insert_tombstone,
    changed_keys,
    begun_keys,
    has_blob,
    insert_blob,
    blob,
    delete_blobs,
    expired_blobs,
    blobs_of_person,
    renumber_blob,
    changed_blobs,
    begun_blobs,
    origin,
    put_presence,
    presences,
    data_version,
};

}  // namespace vestibule::embedded_sql
