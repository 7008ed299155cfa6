-- Format 2: nothing is done on a login's word. What a station offers is its own row, numbered by its own counter, so that
-- nobody replaces another's and an open transaction of one holds up no other; persons are buried by signed events.

ALTER TABLE station ADD rights text NOT NULL DEFAULT '';   -- as its root-signed certificates name them; '': by its role

-- Each station's changes of keys, windows, photos and staff. Its row is locked until that station's commit, so numbers of
-- one station follow the order of its commits: whoever has seen n of it has seen all of it before.
CREATE TABLE offer_counter (station bytea PRIMARY KEY REFERENCES station, change bigint NOT NULL DEFAULT 0);

-- Of whom a station has changed something, and when last.
CREATE TABLE key_change (
    site bytea NOT NULL REFERENCES site,
    station bytea NOT NULL,
    person bytea NOT NULL CHECK (octet_length(person) = 16),
    change bigint NOT NULL,
    PRIMARY KEY (site, station, person)
);
CREATE INDEX key_change_in_order ON key_change (site, station, change);

ALTER TABLE subject_key DROP CONSTRAINT subject_key_pkey, ADD PRIMARY KEY (site, person, id, offered_by);
INSERT INTO key_change (site, station, person, change)
    SELECT site, offered_by, person, row_number() OVER (PARTITION BY offered_by ORDER BY max(change))
    FROM subject_key GROUP BY site, offered_by, person;
ALTER TABLE subject_key DROP change;   -- and its index

-- Windows of before were united by the server, which asked whose word it took: they count for all keys.
ALTER TABLE door_window ADD offered_by bytea NOT NULL DEFAULT decode(repeat('00', 16), 'hex'),
    ADD for_all boolean NOT NULL DEFAULT true;   -- false: for the keys alone that its own station has offered
ALTER TABLE door_window DROP CONSTRAINT door_window_pkey, ADD PRIMARY KEY (site, person, offered_by, for_all);
ALTER TABLE door_window ALTER offered_by DROP DEFAULT, ALTER for_all DROP DEFAULT;

-- Nobody can keep another's photo out by being there first under its id.
ALTER TABLE blob ADD offered_by bytea NOT NULL DEFAULT decode(repeat('00', 16), 'hex');
ALTER TABLE blob DROP CONSTRAINT blob_pkey, ADD PRIMARY KEY (site, id, offered_by);
ALTER TABLE blob ALTER offered_by DROP DEFAULT;
INSERT INTO key_change (site, station, person, change)
    SELECT b.site, s.id, b.person, 1000000000 + row_number() OVER (PARTITION BY s.id ORDER BY max(b.change))
    FROM blob AS b JOIN LATERAL (SELECT id FROM station WHERE site = b.site ORDER BY id LIMIT 1) AS s ON true
    GROUP BY b.site, s.id, b.person
    ON CONFLICT (site, station, person) DO UPDATE SET change = excluded.change;
ALTER TABLE blob DROP change;

INSERT INTO offer_counter (station, change) SELECT station, max(change) FROM key_change GROUP BY station;

ALTER TABLE tombstone DROP change;
DROP TABLE key_counter;

-- Who is staff, and which erasures are whose.
CREATE INDEX event_of_staff ON event (stream) WHERE kind IN ('staff.listed', 'host.listed');
CREATE INDEX event_of_erasing ON event (station, seq) WHERE kind = 'person.erased';

-- Functions of format 1 that have gone, or have other arguments now.
DROP FUNCTION IF EXISTS count_changes(bytea, bigint), may_have(text, text, bigint, bigint, bigint), drop_keys(bytea[], bytea[]),
    keys_of_generation(integer, integer), key_news(text, bigint, bigint, bigint, integer),
    fetch_blob(bytea, text, bigint), moment(text, bigint);
