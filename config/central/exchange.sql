-- What a station may do with logs: push, pull, ask what is held, end others' logs. Replaced at every installation.
--
-- Every function runs as the schema's owner, under a search_path of its own, and asks first who is calling: the role
-- that logged in is one station of one site, and sees that site alone.
-- SQLSTATEs for the caller: VS001 no station, VS002 revoked, VS003 not for a station like this one.

CREATE OR REPLACE FUNCTION clock_us() RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
$$;

CREATE OR REPLACE FUNCTION caller() RETURNS station
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    found_station station;
BEGIN
    SELECT * INTO found_station FROM station WHERE db_role = session_user;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the role % is no station of this central store', session_user USING ERRCODE = 'VS001';
    END IF;
    IF found_station.revoked THEN
        RAISE EXCEPTION 'this station has been revoked' USING ERRCODE = 'VS002';
    END IF;
    RETURN found_station;
END
$$;

-- Whether its certificates give a station this right (ARCHITECTURE "Who may write what"); those of before, by its role.
CREATE OR REPLACE FUNCTION has_right(this station, wanted text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN this.rights <> '' THEN string_to_array(this.rights, ',') && ARRAY['reception', wanted]
                WHEN this.role = 'guard' THEN wanted IN ('staffed', 'door')
                WHEN this.role = 'lobby' THEN wanted = 'door'
                ELSE this.role = 'reception' END
$$;

-- Reception, whoever else may erase, and the stations on the machine with the site's root key.
CREATE OR REPLACE FUNCTION is_in_charge(this station) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = vestibule, pg_catalog, pg_temp AS $$
    SELECT this.keeps_site OR has_right(this, 'keeper')
$$;

CREATE OR REPLACE FUNCTION caller_in_charge() RETURNS station
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
BEGIN
    IF NOT is_in_charge(this) THEN
        RAISE EXCEPTION 'only a reception, or the station that keeps the site, may do that' USING ERRCODE = 'VS003';
    END IF;
    RETURN this;
END
$$;

-- A hint only: where somebody fills the server's queue, it isn't given, and stations look by themselves.
CREATE OR REPLACE FUNCTION tell_site(of_site bytea) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN pg_notification_queue_usage() < 0.5 THEN pg_notify('vestibule_' || encode(of_site, 'hex'), '') END
$$;

-- Changes when this store was replaced or restored from a backup: by another server, along another timeline, into
-- another database or other tables, or as a copy of its files, which takes a restart; so every restart counts. Where a
-- server can't tell, by its schema alone. (The control file learns of a new timeline minutes after a promotion.)
CREATE OR REPLACE FUNCTION epoch() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    tables text := format('%s-%s', 'vestibule.event'::regclass::oid, pg_relation_filenode('vestibule.key_change'));
BEGIN
    PERFORM caller();
    RETURN format('%s-%s-%s-%s-%s', (SELECT system_identifier FROM pg_control_system()),
                  left(pg_walfile_name(pg_current_wal_lsn()), 8), extract(epoch FROM pg_postmaster_start_time()),
                  (SELECT oid FROM pg_database WHERE datname = current_database()), tables);
EXCEPTION
    WHEN undefined_function OR insufficient_privilege OR feature_not_supported THEN
        RETURN tables;
END
$$;

-- A site's station as its certificate says; nothing where the site's root hasn't signed it.
-- Certificate: Ed25519 over "VC1" ‖ site ‖ station ‖ key ‖ box_key ‖ role, and over "VC2" ‖ site ‖ station ‖ key ‖
-- box_key ‖ name ‖ line feed ‖ rights. Rights that aren't signed are none.
CREATE OR REPLACE FUNCTION certified(certificate bytea, of_site bytea) RETURNS station
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    said jsonb;
    known_root bytea;
    named bytea;
    out_station station;
BEGIN
    IF octet_length(certificate) > 8192 THEN
        RETURN NULL;
    END IF;
    said := convert_from(certificate, 'UTF8')::jsonb;
    out_station.id := decode(replace(said ->> 'station', '-', ''), 'hex');
    out_station.site := decode(replace(said ->> 'site', '-', ''), 'hex');
    out_station.role := said ->> 'role';
    out_station.key := decode(said ->> 'key', 'hex');
    out_station.certificate := certificate;
    out_station.rights := '';
    SELECT root INTO known_root FROM site WHERE id = of_site;
    IF NOT FOUND OR out_station.site <> of_site THEN
        RETURN NULL;
    END IF;
    named := out_station.site || out_station.id || out_station.key || decode(said ->> 'box_key', 'hex');
    IF NOT coalesce(ed25519_holds(known_root, convert_to('VC1', 'UTF8') || named || convert_to(out_station.role, 'UTF8'),
                                  decode(said ->> 'certificate', 'hex')), false) THEN
        RETURN NULL;
    END IF;
    IF said ? 'rights_certificate' AND ed25519_holds(known_root, convert_to('VC2', 'UTF8') || named
                     || convert_to((said ->> 'name') || E'\n' || (said ->> 'rights'), 'UTF8'),
                     decode(said ->> 'rights_certificate', 'hex')) THEN
        out_station.rights := said ->> 'rights';
    END IF;
    RETURN out_station;
EXCEPTION
    WHEN data_exception OR statement_too_complex THEN   -- no JSON, no hexadecimal, brackets without end
        RETURN NULL;
END
$$;

-- A station's rights are those of all its certificates that were seen. One with more of them also buries whom its log
-- has erased before.
CREATE OR REPLACE FUNCTION keep_certificate(held station, of_certificate bytea) RETURNS station
LANGUAGE plpgsql SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    other station;
    rights_now text;
BEGIN
    IF held.certificate = of_certificate OR position('rights_certificate' IN encode(of_certificate, 'escape')) = 0 THEN
        RETURN held;
    END IF;
    other := certified(of_certificate, held.site);
    IF other.id IS DISTINCT FROM held.id OR other.key <> held.key OR other.rights = '' THEN
        RETURN held;
    END IF;
    SELECT string_agg(DISTINCT named, ',') INTO rights_now
    FROM unnest(string_to_array(held.rights, ',') || string_to_array(other.rights, ',')) AS named WHERE named <> '';
    UPDATE station SET certificate = of_certificate, rights = rights_now WHERE id = held.id RETURNING * INTO held;
    PERFORM bury_erased(held, 0);
    RETURN held;
END
$$;

-- The first row of those offered that doesn't follow: gap, fork or broken_chain; nothing where all do.
CREATE OR REPLACE FUNCTION chain_fault(tail_seq bigint, tail_hash bytea, seqs bigint[], prevs bytea, hashes bytea)
RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN r.seq <> tail_seq + r.n THEN 'gap'
                WHEN r.n = 1 AND r.prev <> tail_hash THEN 'fork'
                ELSE 'broken_chain' END
    FROM (SELECT i.seq, i.n, substr(prevs, 32 * i.n::integer - 31, 32) AS prev,
                 CASE WHEN i.n = 1 THEN tail_hash ELSE substr(hashes, 32 * i.n::integer - 63, 32) END AS expected
          FROM unnest(seqs) WITH ORDINALITY AS i (seq, n)) AS r
    WHERE r.seq <> tail_seq + r.n OR r.prev <> r.expected
    ORDER BY r.n LIMIT 1
$$;

-- The station's row, locked until the commit. Whoever holds it for long is ended, so that nobody is held up by another
-- for more than 10 s.
CREATE OR REPLACE FUNCTION lock_station(of_station bytea) RETURNS station
LANGUAGE plpgsql SET search_path = vestibule, pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    locked station;
BEGIN
    FOR attempt IN 1 .. 7 LOOP
        BEGIN
            SELECT * INTO locked FROM station WHERE id = of_station FOR NO KEY UPDATE;
            RETURN locked;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM end_sessions();
        END;
    END LOOP;
    RAISE EXCEPTION 'another session of this station''s is at work' USING ERRCODE = 'lock_not_available';
END
$$;

-- What the rows after `since` that were just taken ask of the store itself, where their writer had the right.
CREATE OR REPLACE FUNCTION act_on(writer station, caller_id bytea, since bigint) RETURNS void
LANGUAGE plpgsql SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    bringing station;
BEGIN
    IF NOT is_in_charge(writer) THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM event WHERE station = writer.id AND seq > since AND kind = 'person.erased') THEN
        PERFORM bury_erased(writer, since);
    END IF;
    -- The keys of new staff are for staffed stations from now on, also for those that have looked already.
    IF EXISTS (SELECT FROM event WHERE station = writer.id AND seq > since AND kind = 'staff.listed') THEN
        SELECT * INTO bringing FROM station WHERE id = caller_id;
        PERFORM note_change(bringing, e.stream) FROM event AS e
        WHERE e.station = writer.id AND e.seq > since AND e.kind = 'staff.listed';
    END IF;
END
$$;

-- One batch of a station's log, which ends in a signed head. Columns come packed: fixed widths one after the other, the
-- others as bytes with starts (from 1) and lengths (NULL = no value), so that nothing is spelled out in hexadecimal.
-- Answers taken, already_held, gap, fork, broken_chain or revoked; only `taken` changes anything.
-- Rows are taken under their own station's signature only, whoever brings them: a login is no key. Whom they erase by
-- right is buried, and nobody before.
CREATE OR REPLACE FUNCTION push(of_station bytea, of_certificate bytea, head_seq bigint, head_hash bytea,
    head_signature bytea, seqs bigint[], turns bigint[], ats bigint[], kinds text[], streams bytea,
    subjects bytea, subject_starts integer[], subject_lengths integer[],
    bodies bytea, body_starts integer[], body_lengths integer[],
    sealeds bytea, sealed_starts integer[], sealed_lengths integer[], prevs bytea, hashes bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    caller_id bytea;
    this station;
    other station;
    held integer := 0;       -- rows offered that are held already, at the beginning
    offered integer := coalesce(array_length(seqs, 1), 0);
    fault text;
    known bytea;
BEGIN
    SELECT * INTO this FROM station WHERE db_role = session_user;
    caller_id := this.id;
    IF this.id IS DISTINCT FROM of_station THEN
        this := caller();
        other := certified(of_certificate, this.site);
        IF other.id IS DISTINCT FROM of_station THEN
            RETURN 'broken_chain';
        END IF;
        -- A station that was enrolled after the backup which this store was restored from has its login already.
        INSERT INTO station (id, site, role, certificate, key, rights, db_role)
        VALUES (other.id, other.site, other.role, other.certificate, other.key, other.rights,
                (SELECT rolname FROM pg_roles WHERE rolname = login_of(other.id))) ON CONFLICT DO NOTHING;
    END IF;
    this := lock_station(of_station);

    WHILE held < offered AND seqs[held + 1] <= this.seq LOOP
        held := held + 1;
    END LOOP;
    IF EXISTS (SELECT FROM unnest(seqs[1:held]) WITH ORDINALITY AS i (seq, n)
               LEFT JOIN event AS e ON e.station = of_station AND e.seq = i.seq
               WHERE e.hash IS DISTINCT FROM substr(hashes, 32 * i.n::integer - 31, 32)) THEN
        RETURN 'fork';
    END IF;
    IF held = offered THEN
        IF head_seq > this.seq THEN
            RETURN 'gap';
        END IF;
        SELECT e.hash INTO known FROM event AS e WHERE e.station = of_station AND e.seq = head_seq;
        RETURN CASE WHEN known = head_hash THEN 'already_held' ELSE 'fork' END;
    END IF;

    fault := chain_fault(this.seq, this.hash, seqs[held + 1:], substr(prevs, 32 * held + 1), substr(hashes, 32 * held + 1));
    IF fault IS NOT NULL THEN
        RETURN fault;
    END IF;
    IF seqs[offered] <> head_seq OR substr(hashes, 32 * offered - 31) <> head_hash THEN
        RETURN 'broken_chain';
    END IF;
    IF this.revoked THEN
        RETURN 'revoked';
    END IF;
    IF NOT ed25519_holds(this.key, convert_to('VH1', 'UTF8') || of_station || int8send(head_seq) || head_hash,
                         head_signature) THEN
        RETURN 'broken_chain';
    END IF;
    BEGIN
        INSERT INTO event (station, seq, turn, at, kind, stream, subject, body, sealed, prev, hash)
        SELECT of_station, i.seq, i.turn, i.at, i.kind, substr(streams, 16 * i.n::integer - 15, 16),
               substr(subjects, i.subject_start, i.subject_length), substr(bodies, i.body_start, i.body_length),
               substr(sealeds, i.sealed_start, i.sealed_length), substr(prevs, 32 * i.n::integer - 31, 32),
               substr(hashes, 32 * i.n::integer - 31, 32)
        FROM unnest(seqs, turns, ats, kinds, subject_starts, subject_lengths, body_starts, body_lengths, sealed_starts,
                    sealed_lengths) WITH ORDINALITY
             AS i (seq, turn, at, kind, subject_start, subject_length, body_start, body_length, sealed_start,
                   sealed_length, n)
        WHERE i.n > held;
    EXCEPTION
        WHEN check_violation THEN   -- hash_fits, or a column of another length
            RETURN 'broken_chain';
    END;
    INSERT INTO head (station, seq, hash, signature) VALUES (of_station, head_seq, head_hash, head_signature);
    UPDATE station SET seq = head_seq, hash = head_hash WHERE id = of_station;
    this := keep_certificate(this, of_certificate);
    PERFORM act_on(this, caller_id, head_seq - offered + held);
    PERFORM tell_site(this.site);
    RETURN 'taken';
END
$$;

-- The highest seq held of each station of the site.
CREATE OR REPLACE FUNCTION held() RETURNS TABLE (station bytea, seq bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
BEGIN
    RETURN QUERY SELECT s.id, s.seq FROM station AS s WHERE s.site = this.site AND s.seq > 0 ORDER BY s.id;
END
$$;

-- Rows that continue the cursor {stations -> seqs}, of all stations of the site but `asking`, in whole batches: about
-- events_max rows, each batch of at most batch_max rows where its heads allow. A batch ends in the row with a signature.
-- Pulling again from any point gives the same: nothing of a pull is kept here.
CREATE OR REPLACE FUNCTION pull(stations bytea[], seqs bigint[], asking bytea, events_max integer, batch_max integer)
RETURNS TABLE (of_station bytea, seq bigint, turn bigint, at bigint, kind text, stream bytea, subject bytea, body bytea,
               sealed bytea, prev bytea, hash bytea, signature bytea, certificate bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    this station := caller();
    source station;
    last head;
    reached bigint;
    room integer := events_max;
BEGIN
    FOR source IN SELECT s.* FROM station AS s WHERE s.site = this.site AND s.seq > 0 AND s.id <> asking ORDER BY s.id LOOP
        reached := coalesce(seqs[array_position(stations, source.id)], 0);
        WHILE reached < source.seq AND (room > 0 OR room = events_max) LOOP
            SELECT h.* INTO last FROM head AS h WHERE h.station = source.id AND h.seq = coalesce(
                (SELECT max(near.seq) FROM head AS near
                 WHERE near.station = source.id AND near.seq > reached AND near.seq <= reached + batch_max),
                (SELECT min(next.seq) FROM head AS next WHERE next.station = source.id AND next.seq > reached));
            EXIT WHEN NOT FOUND;
            RETURN QUERY
                SELECT e.station, e.seq, e.turn, e.at, e.kind, e.stream, e.subject, e.body, e.sealed, e.prev, e.hash,
                       CASE WHEN e.seq = last.seq THEN last.signature END,
                       CASE WHEN e.seq = last.seq THEN source.certificate END
                FROM event AS e WHERE e.station = source.id AND e.seq > reached AND e.seq <= last.seq ORDER BY e.seq;
            room := room - (last.seq - reached)::integer;
            reached := last.seq;
        END LOOP;
    END LOOP;
END
$$;

-- From now on nothing more is taken of these stations' logs, and they aren't let in.
CREATE OR REPLACE FUNCTION revoke_stations(stations bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller_in_charge();
    ended station;
    is_news boolean := false;
BEGIN
    FOR ended IN UPDATE station SET revoked = true
                 WHERE id = ANY (stations) AND site = this.site AND NOT revoked RETURNING * LOOP
        is_news := true;
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = ended.db_role) THEN
            EXECUTE format('ALTER ROLE %I NOLOGIN', ended.db_role);
        END IF;
    END LOOP;
    IF is_news THEN
        PERFORM end_sessions(), tell_site(this.site);
    END IF;
END
$$;

-- Ends sessions of revoked stations, and those that could hold up others: 10 s in a transaction without a word, or with
-- a station's row locked. Without the right to do so (the installer was no superuser) it does nothing.
CREATE OR REPLACE FUNCTION end_sessions() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_terminate_backend(a.pid) FROM pg_stat_activity AS a JOIN station AS s ON s.db_role = a.usename
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
        AND (s.revoked
             OR a.state LIKE 'idle in transaction%' AND a.state_change < clock_timestamp() - interval '10 s'
             OR a.xact_start < clock_timestamp() - interval '10 s'
                AND EXISTS (SELECT FROM pg_locks AS l WHERE l.pid = a.pid AND l.relation = 'vestibule.station'::regclass
                            AND l.mode IN ('RowShareLock', 'RowExclusiveLock')));
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;
END
$$;
