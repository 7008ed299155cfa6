// All SQL of the log but its schema, by name. A test prepares every statement of `all`.
#pragma once

#include <array>
#include <string_view>

namespace vestibule::log_sql {

// ---- events

inline constexpr std::string_view insert_event = R"sql(
INSERT INTO event (station, seq, turn, at, kind, stream, subject, body, sealed, prev, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11))sql";

// A turn beyond the rows held waits for some of them, and doesn't raise the next one (visit/counting.h).
inline constexpr std::string_view highest_turn = R"sql(
SELECT max(turn) FROM event WHERE stream = ?1 AND turn BETWEEN 1 AND (SELECT count(*) FROM event WHERE stream = ?1))sql";

inline constexpr std::string_view newest_of_station =
    "SELECT seq, hash FROM event WHERE station = ?1 ORDER BY seq DESC LIMIT 1";

// The newest row that stands before the first one of this time or later.
inline constexpr std::string_view newest_before = R"sql(
SELECT seq, hash FROM event WHERE station = ?1
    AND seq < coalesce((SELECT min(seq) FROM event WHERE station = ?1 AND at >= ?2), 9223372036854775807)
ORDER BY seq DESC LIMIT 1)sql";

inline constexpr std::string_view hash_at = "SELECT hash FROM event WHERE station = ?1 AND seq = ?2";

inline constexpr std::string_view event_at = R"sql(
SELECT station, seq, turn, at, kind, stream, subject, body, sealed, prev, hash
FROM event WHERE station = ?1 AND seq = ?2)sql";

inline constexpr std::string_view events_of_stream = R"sql(
SELECT station, seq, turn, at, kind, stream, subject, body, sealed, prev, hash
FROM event WHERE stream = ?1 ORDER BY turn)sql";

inline constexpr std::string_view events_of_station_after = R"sql(
SELECT station, seq, turn, at, kind, stream, subject, body, sealed, prev, hash
FROM event WHERE station = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3)sql";

inline constexpr std::string_view all_events = R"sql(
SELECT station, seq, turn, at, kind, stream, subject, body, sealed, prev, hash
FROM event ORDER BY station, seq)sql";

// Jumps from station to station in the primary key instead of reading all rows.
inline constexpr std::string_view cursor = R"sql(
WITH RECURSIVE known (station) AS (
    SELECT min(station) FROM event
    UNION ALL
    SELECT (SELECT min(station) FROM event WHERE event.station > known.station)
    FROM known WHERE known.station IS NOT NULL)
SELECT station, (SELECT max(seq) FROM event WHERE event.station = known.station)
FROM known WHERE station IS NOT NULL)sql";

// What the folds read (stream_groups.h): no subject, and of sealed parts only that there is one.
inline constexpr std::string_view folded_stream = R"sql(
SELECT station, seq, turn, at, kind, stream, body, sealed IS NOT NULL FROM event WHERE stream = ?1 ORDER BY turn)sql";

inline constexpr std::string_view folded_all =
    "SELECT station, seq, turn, at, kind, stream, body, sealed IS NOT NULL FROM event NOT INDEXED";

// Sorted from one pass over the rows: twice as fast as following the index from row to row.
inline constexpr std::string_view folded_all_sorted = R"sql(
SELECT station, seq, turn, at, kind, stream, body, sealed IS NOT NULL FROM event NOT INDEXED ORDER BY stream)sql";

// ---- heads

inline constexpr std::string_view insert_head = R"sql(
INSERT INTO head (station, seq, hash, signature) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING)sql";

inline constexpr std::string_view newest_head_seqs =
    "SELECT seq FROM head WHERE station = ?1 ORDER BY seq DESC LIMIT 2";

inline constexpr std::string_view delete_head = "DELETE FROM head WHERE station = ?1 AND seq = ?2";

inline constexpr std::string_view newest_heads = R"sql(
SELECT station, max(seq), hash, signature FROM head GROUP BY station)sql";

inline constexpr std::string_view heads_of_station = R"sql(
SELECT station, seq, hash, signature FROM head WHERE station = ?1 AND seq > ?2 ORDER BY seq)sql";

inline constexpr std::string_view all_heads = "SELECT station, seq, hash, signature FROM head ORDER BY station, seq";

// ---- meta

inline constexpr std::string_view get_meta = "SELECT value FROM meta WHERE name = ?1";

inline constexpr std::string_view set_meta = R"sql(
INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value)sql";

inline constexpr std::string_view own_seq = R"sql(
SELECT max(seq) FROM event WHERE station = (SELECT value FROM meta WHERE name = 'own_station'))sql";

inline constexpr std::string_view newest_of_own = R"sql(
SELECT max(at) FROM (SELECT at FROM event WHERE station = (SELECT value FROM meta WHERE name = 'own_station')
    ORDER BY seq DESC LIMIT ?1))sql";

inline constexpr std::string_view acknowledged_seq = R"sql(
SELECT max(seq) FROM head WHERE station = (SELECT value FROM meta WHERE name = 'own_station'))sql";

// ---- outbox

inline constexpr std::string_view insert_job = R"sql(
INSERT INTO job (id, worker, body, badge, due) VALUES (?1, ?2, ?3, ?4, ?5))sql";

inline constexpr std::string_view insert_restored_job = R"sql(
INSERT INTO job (id, worker, body, badge, state, attempts, due, remark, progress)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))sql";

inline constexpr std::string_view all_jobs =
    "SELECT id, worker, body, state, attempts, due, remark, progress FROM job ORDER BY number";

inline constexpr std::string_view newest_jobs = R"sql(
SELECT id, worker, body, state, attempts, due, remark, progress FROM job
WHERE worker = ?1 AND number > (SELECT max(number) FROM job) - ?2
ORDER BY number DESC)sql";

inline constexpr std::string_view start_job = R"sql(
UPDATE job SET state = 'started', attempts = attempts + 1, remark = ?2, progress = coalesce(?3, progress)
WHERE id = ?1 AND state IN ('pending', 'started'))sql";

inline constexpr std::string_view finish_job = R"sql(
UPDATE job SET state = ?2, remark = ?3, progress = coalesce(?4, progress)
WHERE id = ?1 AND state IN ('pending', 'started'))sql";

inline constexpr std::string_view postpone_job = R"sql(
UPDATE job SET state = 'pending', due = ?2, remark = ?3, progress = coalesce(?4, progress)
WHERE id = ?1 AND state IN ('pending', 'started'))sql";

inline constexpr std::string_view note_job = R"sql(
UPDATE job SET remark = ?2, progress = ?3 WHERE id = ?1 AND state IN ('pending', 'started'))sql";

// No job is put off for as long as two hours (7200000000 µs): one that is due later waits for a clock that was set
// back.
inline constexpr std::string_view jobs_due = R"sql(
SELECT id, worker, body, state, attempts, due, remark, progress, badge, checksum FROM job
WHERE worker = ?1 AND state IN ('pending', 'started')
    AND (state = 'started' OR due <= ?2 OR due > ?2 + 7200000000)
ORDER BY state = 'pending', number LIMIT ?3)sql";

inline constexpr std::string_view checked_job = R"sql(
SELECT id, worker, body, state, attempts, due, remark, progress, badge, checksum, number FROM job WHERE id = ?1)sql";

inline constexpr std::string_view checked_jobs = R"sql(
SELECT id, worker, body, state, attempts, due, remark, progress, badge, checksum, number FROM job
WHERE checksum IS NOT NULL ORDER BY number)sql";

inline constexpr std::string_view put_job_check = "UPDATE job SET checksum = ?2 WHERE number = ?1";

inline constexpr std::string_view end_rotten_job =
    "UPDATE job SET state = 'unknown', remark = ?2, checksum = NULL WHERE number = ?1";

inline constexpr std::string_view next_due = R"sql(
SELECT min(due) FROM job WHERE worker = ?1 AND state IN ('pending', 'started'))sql";

inline constexpr std::string_view job_of_badge = R"sql(
SELECT id, worker, body, state, attempts, due, remark, progress FROM job
WHERE badge = ?1 AND worker = 'print' ORDER BY number DESC LIMIT 1)sql";

inline constexpr std::string_view job_of_id =
    "SELECT id, worker, body, state, attempts, due, remark, progress FROM job WHERE id = ?1";

// ---- projections: writing

inline constexpr std::string_view put_visit = R"sql(
INSERT INTO visit (id, phase, person, host, code, planned_from, planned_until, arrived_at, admitted_at, left_at,
    calendar, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, person = excluded.person, host = excluded.host,
    code = excluded.code, planned_from = excluded.planned_from, planned_until = excluded.planned_until,
    arrived_at = excluded.arrived_at, admitted_at = excluded.admitted_at, left_at = excluded.left_at,
    calendar = excluded.calendar, state = excluded.state)sql";

inline constexpr std::string_view put_badge = R"sql(
INSERT INTO badge (id, visit, code, not_before, expires, revoked, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (id) DO UPDATE SET visit = excluded.visit, code = excluded.code, not_before = excluded.not_before,
    expires = excluded.expires, revoked = excluded.revoked, state = excluded.state)sql";

inline constexpr std::string_view put_person = R"sql(
INSERT INTO person (id, host, staff, erased, state) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (id) DO UPDATE SET host = excluded.host, staff = excluded.staff, erased = excluded.erased,
    state = excluded.state)sql";

inline constexpr std::string_view put_station = R"sql(
INSERT INTO station (id, enrolment, revoked, stolen, rights, named, last) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (id) DO UPDATE SET enrolment = excluded.enrolment, revoked = excluded.revoked, stolen = excluded.stolen,
    rights = excluded.rights, named = excluded.named, last = excluded.last)sql";

inline constexpr std::string_view put_policy =
    "INSERT INTO policy (one, body) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET body = excluded.body";

inline constexpr std::string_view delete_policy = "DELETE FROM policy";

// ---- projections: comparing

inline constexpr std::string_view same_visit = R"sql(
SELECT 1 FROM visit WHERE id = ?1 AND phase IS ?2 AND person IS ?3 AND host IS ?4 AND code IS ?5
    AND planned_from IS ?6 AND planned_until IS ?7 AND arrived_at IS ?8 AND admitted_at IS ?9 AND left_at IS ?10
    AND calendar IS ?11 AND state IS ?12)sql";

inline constexpr std::string_view same_badge = R"sql(
SELECT 1 FROM badge WHERE id = ?1 AND visit IS ?2 AND code IS ?3 AND not_before IS ?4 AND expires IS ?5
    AND revoked IS ?6 AND state IS ?7)sql";

inline constexpr std::string_view same_person =
    "SELECT 1 FROM person WHERE id = ?1 AND host IS ?2 AND staff IS ?3 AND erased IS ?4 AND state IS ?5";

inline constexpr std::string_view same_station = R"sql(
SELECT 1 FROM station WHERE id = ?1 AND enrolment IS ?2 AND revoked IS ?3 AND stolen IS ?4 AND rights IS ?5
    AND named IS ?6 AND last IS ?7)sql";

inline constexpr std::string_view same_policy = "SELECT 1 FROM policy WHERE one = 1 AND body IS ?1";

inline constexpr std::string_view view_sizes = R"sql(
SELECT (SELECT count(*) FROM visit), (SELECT count(*) FROM badge), (SELECT count(*) FROM person),
    (SELECT count(*) FROM station), (SELECT count(*) FROM policy))sql";

// ---- healing

inline constexpr std::string_view event_triggers =
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event'";

inline constexpr std::string_view delete_event = "DELETE FROM event WHERE station = ?1 AND seq = ?2";

inline constexpr std::string_view delete_events_after = "DELETE FROM event WHERE station = ?1 AND seq > ?2";

inline constexpr std::string_view delete_heads_between =
    "DELETE FROM head WHERE station = ?1 AND seq BETWEEN ?2 AND ?3";

// ---- projections: reading

inline constexpr std::string_view visit_state = "SELECT id, state FROM visit WHERE id = ?1";

// The longest range of ordinary visits is 31 days (2678400000000 µs), as schema.cpp's index says.
inline constexpr std::string_view visits_between = R"sql(
SELECT id, state FROM visit WHERE id IN (
    SELECT id FROM visit WHERE planned_from >= ?1 - 2678400000000 AND planned_from < ?2
        AND (planned_until > ?1 OR planned_from >= ?1)
    UNION SELECT id FROM visit WHERE planned_until - planned_from > 2678400000000
        AND planned_until > ?1 AND planned_from < ?2
    UNION SELECT id FROM visit WHERE arrived_at >= ?1 AND arrived_at < ?2
    UNION SELECT id FROM visit WHERE admitted_at >= ?1 AND admitted_at < ?2
    UNION SELECT id FROM visit WHERE left_at >= ?1 AND left_at < ?2
    UNION SELECT id FROM visit WHERE phase = 'inside' AND phase IN ('waiting', 'approved', 'inside', 'expected'))
ORDER BY planned_from, id)sql";

// An index holds the open phases alone, and is used only where the question says that it asks for one of them.
inline constexpr std::string_view visits_in_phase = R"sql(
SELECT id, state FROM visit WHERE phase = ?1 AND phase IN ('waiting', 'approved', 'inside', 'expected')
ORDER BY planned_from, id)sql";

inline constexpr std::string_view visits_after = "SELECT id, state FROM visit WHERE id > ?1 ORDER BY id LIMIT ?2";

inline constexpr std::string_view persons_after = "SELECT id, state FROM person WHERE id > ?1 ORDER BY id LIMIT ?2";

inline constexpr std::string_view visit_of_code =
    "SELECT id FROM visit WHERE code = ?1 ORDER BY planned_from DESC, id LIMIT 1";

inline constexpr std::string_view visits_of_person =
    "SELECT id, state FROM visit WHERE person = ?1 ORDER BY planned_from, id";

inline constexpr std::string_view visits_of_calendar =
    "SELECT id, state FROM visit WHERE calendar = ?1 ORDER BY planned_from, id";

inline constexpr std::string_view open_bookings_without_calendar = R"sql(
SELECT id, state FROM visit WHERE phase IN ('expected', 'approved') AND phase IN ('waiting', 'approved', 'inside', 'expected')
    AND calendar IS NULL AND code IS NOT NULL)sql";

inline constexpr std::string_view badge_state = "SELECT id, state FROM badge WHERE id = ?1";

inline constexpr std::string_view badge_of_code =
    "SELECT id FROM badge WHERE code = ?1 ORDER BY not_before DESC, id LIMIT 1";

inline constexpr std::string_view badges_of_visit =
    "SELECT id, state FROM badge WHERE visit = ?1 ORDER BY not_before, id";

inline constexpr std::string_view person_state = "SELECT id, state FROM person WHERE id = ?1";

inline constexpr std::string_view hosts = "SELECT id FROM person WHERE host = 1 ORDER BY id";

inline constexpr std::string_view staff = "SELECT id FROM person WHERE staff = 1 ORDER BY id";

inline constexpr std::string_view persons = "SELECT id FROM person WHERE erased = ?1 ORDER BY id";

// Whose rows count is told by the station's row; a site of before, in which nobody's rights are named, takes all.
inline constexpr std::string_view joins = R"sql(
SELECT stream, body FROM event LEFT JOIN station ON station.id = event.station
WHERE kind = 'person.joined' AND seq <= coalesce(last, seq)
    AND (coalesce(rights, 0) & 1 OR NOT EXISTS (SELECT 1 FROM station WHERE named = 1)))sql";

inline constexpr std::string_view stations =
    "SELECT id, enrolment, revoked, stolen, rights, named, last FROM station ORDER BY id";

inline constexpr std::string_view some_rows = "SELECT count(*) FROM (SELECT 1 FROM event LIMIT ?1)";

inline constexpr std::string_view streams_of_sites =
    "SELECT DISTINCT stream FROM event WHERE kind IN ('site.policy_set', 'station.enrolled', 'station.revoked')";

inline constexpr std::string_view streams_of_station =
    "SELECT DISTINCT stream FROM event WHERE station = ?1 AND seq <= ?2";

inline constexpr std::string_view policy_body = "SELECT body FROM policy";

inline constexpr std::string_view data_version = "PRAGMA data_version";

// ---- statistics: events, stations, own seq, visits, badges, persons, open jobs

inline constexpr std::string_view stats = R"sql(
SELECT (SELECT count(*) FROM event),
    (SELECT max(seq) FROM event WHERE station = (SELECT value FROM meta WHERE name = 'own_station')),
    (SELECT count(*) FROM visit), (SELECT count(*) FROM badge), (SELECT count(*) FROM person),
    (SELECT count(*) FROM job WHERE state IN ('pending', 'started')))sql";

inline constexpr std::array all = {
    insert_event,
    highest_turn,
    newest_of_station,
    newest_before,
    hash_at,
    event_at,
    events_of_stream,
    all_events,
    cursor,
    folded_stream,
    folded_all,
    folded_all_sorted,
    insert_head,
    newest_head_seqs,
    delete_head,
    newest_heads,
    heads_of_station,
    all_heads,
    get_meta,
    set_meta,
    own_seq,
    newest_of_own,
    insert_job,
    insert_restored_job,
    all_jobs,
    newest_jobs,
    start_job,
    finish_job,
    acknowledged_seq,
    postpone_job,
    note_job,
    jobs_due,
    checked_job,
    checked_jobs,
    put_job_check,
    end_rotten_job,
    next_due,
    job_of_badge,
    job_of_id,
    put_visit,
    put_badge,
    put_person,
    put_station,
    put_policy,
    delete_policy,
    same_visit,
    same_badge,
    same_person,
    same_station,
    same_policy,
    view_sizes,
    event_triggers,
    delete_event,
    delete_events_after,
    delete_heads_between,
    visit_state,
    visits_between,
    visits_in_phase,
    visits_after,
    persons_after,
    visit_of_code,
    visits_of_person,
    visits_of_calendar,
    open_bookings_without_calendar,
    badge_state,
    badge_of_code,
    badges_of_visit,
    person_state,
    hosts,
    staff,
    persons,
    joins,
    stations,
    some_rows,
    streams_of_sites,
    streams_of_station,
    policy_body,
    data_version,
    stats,
    events_of_station_after,
};

}  // namespace vestibule::log_sql
