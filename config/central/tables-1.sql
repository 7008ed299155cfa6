-- Format 1 of the central store's tables. Numbered, forward only, never edited: a change is tables-2.sql.
-- Ids, keys and hashes are exact bytes; times are microseconds UTC. Every key begins with a station or a site, so the
-- tables can be distributed by it.

CREATE TABLE site (
    id bytea PRIMARY KEY CHECK (octet_length(id) = 16),
    name text NOT NULL,
    root bytea NOT NULL CHECK (octet_length(root) = 32)   -- Ed25519: certifies the site's stations
);

CREATE TABLE station (
    id bytea PRIMARY KEY CHECK (octet_length(id) = 16),
    site bytea NOT NULL REFERENCES site,
    role text NOT NULL,
    certificate bytea NOT NULL,                           -- JSON, exact bytes
    key bytea NOT NULL CHECK (octet_length(key) = 32),    -- Ed25519: signs its heads
    db_role name UNIQUE,                                  -- nothing: known by its log only
    keeps_site boolean NOT NULL DEFAULT false,            -- its machine has the site's root key
    seq bigint NOT NULL DEFAULT 0,                        -- the newest row held of its log
    hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    revoked boolean NOT NULL DEFAULT false,
    heard_us bigint                                       -- when it last said that it is there
);
CREATE INDEX station_of_site ON station (site);

-- SHA-256 over the row (FORMATS, "Event row"): "VE1", then each column with its length in front.
CREATE FUNCTION hash_of_event(station bytea, seq bigint, turn bigint, at bigint, kind text, stream bytea, subject bytea,
                              body bytea, sealed bytea, prev bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.sha256('\x564531'::bytea
        || '\x00000010'::bytea || station
        || '\x00000008'::bytea || pg_catalog.int8send(seq)
        || '\x00000008'::bytea || pg_catalog.int8send(turn)
        || '\x00000008'::bytea || pg_catalog.int8send(at)
        || pg_catalog.int4send(pg_catalog.octet_length(kind)) || pg_catalog.convert_to(kind, 'UTF8')
        || '\x00000010'::bytea || stream
        || CASE WHEN subject IS NULL THEN '\xffffffff'::bytea ELSE '\x00000010'::bytea || subject END
        || pg_catalog.int4send(pg_catalog.octet_length(body)) || body
        || CASE WHEN sealed IS NULL THEN '\xffffffff'::bytea
                ELSE pg_catalog.int4send(pg_catalog.octet_length(sealed)) || sealed END
        || '\x00000020'::bytea || prev)
$$;

CREATE TABLE event (
    station bytea NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    turn bigint NOT NULL,
    at bigint NOT NULL,
    kind text NOT NULL,
    stream bytea NOT NULL CHECK (octet_length(stream) = 16),
    subject bytea CHECK (octet_length(subject) = 16),
    body bytea NOT NULL,
    sealed bytea,
    prev bytea NOT NULL CHECK (octet_length(prev) = 32),
    hash bytea NOT NULL,
    PRIMARY KEY (station, seq),
    CONSTRAINT hash_fits CHECK (hash = hash_of_event(station, seq, turn, at, kind, stream, subject, body, sealed, prev))
);
-- Rows are random bytes mostly: compressing them costs time and saves nothing.
ALTER TABLE event ALTER body SET STORAGE EXTERNAL, ALTER sealed SET STORAGE EXTERNAL;

CREATE TABLE head (
    station bytea NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    signature bytea NOT NULL CHECK (octet_length(signature) = 64),
    PRIMARY KEY (station, seq)
);

-- Not even the owner changes what was written.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only';
END
$$;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_is_never_emptied BEFORE TRUNCATE ON event EXECUTE FUNCTION refuse_change();
CREATE TRIGGER head_is_never_changed BEFORE UPDATE OR DELETE ON head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER head_is_never_emptied BEFORE TRUNCATE ON head EXECUTE FUNCTION refuse_change();

-- `change` counts a site's changes of keys, tombstones and blobs. It's taken under the row's lock, which is held until the commit: numbers
-- follow the order of commits, so whoever has seen n has seen all before it.
CREATE TABLE key_counter (site bytea PRIMARY KEY REFERENCES site, change bigint NOT NULL DEFAULT 0);

CREATE TABLE subject_key (
    site bytea NOT NULL REFERENCES site,
    person bytea NOT NULL CHECK (octet_length(person) = 16),
    id bytea NOT NULL CHECK (octet_length(id) = 16),
    wrapped bytea NOT NULL,
    generation integer NOT NULL,
    change bigint NOT NULL,
    offered_by bytea NOT NULL,
    PRIMARY KEY (site, person, id)
);
CREATE INDEX subject_key_changed ON subject_key (site, change);
CREATE INDEX subject_key_of_generation ON subject_key (site, generation);

-- When doors may have a person's keys.
CREATE TABLE door_window (
    site bytea NOT NULL REFERENCES site,
    person bytea NOT NULL,
    begins bigint NOT NULL,
    ends bigint NOT NULL,
    PRIMARY KEY (site, person)
);
CREATE INDEX door_window_begins ON door_window (site, begins);

CREATE TABLE tombstone (
    site bytea NOT NULL REFERENCES site,
    person bytea NOT NULL CHECK (octet_length(person) = 16),
    change bigint NOT NULL,
    PRIMARY KEY (site, person)
);
CREATE INDEX tombstone_changed ON tombstone (site, change);

-- Sealed photos, signatures and scans, under the window of their person.
CREATE TABLE blob (
    site bytea NOT NULL REFERENCES site,
    id bytea NOT NULL CHECK (octet_length(id) = 16),
    person bytea NOT NULL,
    expires bigint NOT NULL,
    sealed bytea NOT NULL,
    change bigint NOT NULL,
    PRIMARY KEY (site, id)
);
ALTER TABLE blob ALTER sealed SET STORAGE EXTERNAL;
CREATE INDEX blob_of_person ON blob (site, person);
CREATE INDEX blob_changed ON blob (site, change);

-- A station's share of the site key, sealed to it and signed by the root key; the newest generation replaces.
CREATE TABLE site_share (
    station bytea PRIMARY KEY REFERENCES station,
    generation integer NOT NULL,
    share bytea NOT NULL
);

-- One row a one-time code. What goes to and fro is authenticated by the code, which this store never sees.
CREATE TABLE enrolment (
    id bytea PRIMARY KEY CHECK (octet_length(id) = 8),
    site bytea NOT NULL REFERENCES site,
    guest_role name NOT NULL UNIQUE,
    expires timestamptz NOT NULL,
    request bytea,
    answer bytea
);
