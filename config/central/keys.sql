-- Subject keys, blobs and the site key's shares, by need. The server decides by who calls, never by what is asked:
-- reception has any key of its site, a door those whose window holds the present moment by the server's clock, and the
-- keys of staff (their PINs) only where it is staffed.
--
-- Each station's offers are rows of its own. Readers take a key that opens and whose BLAKE2b is its id, whoever offers it.

-- The next number of this station's changes. Its row is locked until the commit; nobody else waits for it.
CREATE OR REPLACE FUNCTION count_change(of_station bytea) RETURNS bigint
LANGUAGE sql SET search_path = vestibule, pg_catalog, pg_temp AS $$
    INSERT INTO offer_counter AS c (station, change) VALUES (of_station, 1)
    ON CONFLICT (station) DO UPDATE SET change = c.change + 1 RETURNING change
$$;

CREATE OR REPLACE FUNCTION note_change(by_station station, of_person bytea) RETURNS void
LANGUAGE sql SET search_path = vestibule, pg_catalog, pg_temp AS $$
    INSERT INTO key_change (site, station, person, change)
    VALUES (by_station.site, by_station.id, of_person, count_change(by_station.id))
    ON CONFLICT (site, station, person) DO UPDATE SET change = excluded.change
$$;

-- Reception may ask with any moment, since it may have any key. For a door only the server's clock counts.
CREATE OR REPLACE FUNCTION moment(this station, asked bigint) RETURNS bigint
LANGUAGE sql STABLE SET search_path = vestibule, pg_catalog, pg_temp AS $$
    SELECT CASE WHEN has_right(this, 'reception') THEN asked ELSE clock_us() END
$$;

-- Somebody whose only key is that of a PIN, by the word of a station that lists staff.
CREATE OR REPLACE FUNCTION is_staff(of_site bytea, of_person bytea) RETURNS boolean
LANGUAGE sql STABLE SET search_path = vestibule, pg_catalog, pg_temp AS $$
    SELECT coalesce(bool_or(e.kind = 'staff.listed') AND NOT bool_or(e.kind = 'host.listed'), false)
    FROM event AS e JOIN station AS s ON s.id = e.station
    WHERE e.stream = of_person AND e.kind IN ('staff.listed', 'host.listed') AND s.site = of_site AND is_in_charge(s)
$$;

-- May `this`, asking as whom it says, but never as more than it is, have what lies under this window now?
CREATE OR REPLACE FUNCTION may_have(this station, as_role text, as_staffed boolean, now_us bigint, of_person bytea,
                                    begins bigint, ends bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = vestibule, pg_catalog, pg_temp AS $$
    SELECT (as_role = 'reception' AND has_right(this, 'reception'))
        OR CASE WHEN is_staff(this.site, of_person) THEN as_staffed AND has_right(this, 'staffed')
                ELSE coalesce(begins <= now_us AND now_us < ends, false) END
$$;

-- What is offered of persons who aren't erased, with the windows that count for all, and for doors with those too that
-- its offerer has said of it alone.
CREATE OR REPLACE VIEW offered_key AS
    SELECT k.site, k.person, k.id, k.offered_by, k.generation, k.wrapped, coalesce(w.begins, 0) AS begins,
           coalesce(w.ends, 0) AS ends, w.door_begins, w.door_ends
    FROM subject_key AS k LEFT JOIN LATERAL (
        SELECT min(w.begins) FILTER (WHERE w.for_all) AS begins, max(w.ends) FILTER (WHERE w.for_all) AS ends,
               min(w.begins) AS door_begins, max(w.ends) AS door_ends
        FROM door_window AS w
        WHERE w.site = k.site AND w.person = k.person AND (w.for_all OR w.offered_by = k.offered_by)) AS w ON true
    WHERE NOT EXISTS (SELECT FROM tombstone AS t WHERE t.site = k.site AND t.person = k.person);

CREATE OR REPLACE VIEW offered_blob AS
    SELECT b.site, b.person, b.id, b.offered_by, b.expires, b.sealed, w.door_begins, w.door_ends
    FROM blob AS b LEFT JOIN LATERAL (
        SELECT min(w.begins) AS door_begins, max(w.ends) AS door_ends FROM door_window AS w
        WHERE w.site = b.site AND w.person = b.person AND (w.for_all OR w.offered_by = b.offered_by)) AS w ON true
    WHERE NOT EXISTS (SELECT FROM tombstone AS t WHERE t.site = b.site AND t.person = b.person);

-- Whether this station's word on a person's window counts for all keys of that person: that of reception and keeper,
-- of whoever may have the keys anyhow, and of the one that made the person, while nobody else has offered a key.
CREATE OR REPLACE FUNCTION may_say_window(this station, of_person bytea) RETURNS boolean
LANGUAGE sql STABLE SET search_path = vestibule, pg_catalog, pg_temp AS $$
    SELECT is_in_charge(this)
        OR NOT EXISTS (SELECT FROM subject_key AS k
                       WHERE k.site = this.site AND k.person = of_person AND k.offered_by <> this.id)
        OR coalesce((SELECT min(w.begins) <= clock_us() AND clock_us() < max(w.ends) FROM door_window AS w
                     WHERE w.site = this.site AND w.person = of_person AND w.for_all), false)
$$;

-- True where it says what wasn't said yet.
CREATE OR REPLACE FUNCTION say_window(this station, of_person bytea, from_us bigint, until_us bigint) RETURNS boolean
LANGUAGE plpgsql SET search_path = vestibule, pg_catalog, pg_temp AS $$
BEGIN
    IF from_us = 0 AND until_us = 0   -- never said: no door may have it yet
        OR EXISTS (SELECT FROM door_window AS w WHERE w.site = this.site AND w.person = of_person AND w.for_all
                   HAVING min(w.begins) <= from_us AND max(w.ends) >= until_us) THEN
        RETURN false;
    END IF;
    INSERT INTO door_window AS w (site, person, offered_by, begins, ends, for_all)
    VALUES (this.site, of_person, this.id, from_us, until_us, may_say_window(this, of_person))
    ON CONFLICT (site, person, offered_by, for_all) DO UPDATE
        SET begins = least(w.begins, excluded.begins), ends = greatest(w.ends, excluded.ends)
        WHERE w.begins > excluded.begins OR w.ends < excluded.ends;
    RETURN FOUND;
END
$$;

-- Keys of erased persons are ignored; so is what another has offered in the same bytes, and what reception or keeper,
-- who open a key before they offer it, hold in a generation as new. A newer generation replaces the station's own row.
CREATE OR REPLACE FUNCTION offer_keys(persons bytea[], ids bytea[], wrappeds bytea[], generations integer[],
                                      begins bigint[], ends bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
    key record;
    is_new boolean;
    changed boolean := false;
BEGIN
    FOR key IN SELECT k.* FROM unnest(persons, ids, wrappeds, generations, begins, ends)
                    AS k (person, id, wrapped, generation, begins, ends)
               WHERE NOT EXISTS (SELECT FROM tombstone AS t WHERE t.site = this.site AND t.person = k.person) LOOP
        is_new := NOT EXISTS (
            SELECT FROM subject_key AS k JOIN station AS s ON s.id = k.offered_by
            WHERE k.site = this.site AND k.person = key.person AND k.id = key.id
                AND (k.wrapped = key.wrapped
                     OR k.generation >= key.generation AND (k.offered_by = this.id OR is_in_charge(s))));
        IF is_new THEN
            INSERT INTO subject_key (site, person, id, wrapped, generation, offered_by)
            VALUES (this.site, key.person, key.id, key.wrapped, key.generation, this.id)
            ON CONFLICT (site, person, id, offered_by) DO UPDATE
                SET wrapped = excluded.wrapped, generation = excluded.generation;
        END IF;
        IF say_window(this, key.person, key.begins, key.ends) OR is_new THEN
            PERFORM note_change(this, key.person);
            changed := true;
        END IF;
    END LOOP;
    IF changed THEN
        PERFORM tell_site(this.site);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION keys_of_generation(of_generation integer, count_max integer)
RETURNS TABLE (person bytea, id bytea, generation integer, wrapped bytea, begins bigint, ends bigint, offered_by bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    this station := caller_in_charge();
BEGIN
    RETURN QUERY SELECT k.person, k.id, k.generation, k.wrapped, k.begins, k.ends, k.offered_by FROM offered_key AS k
        WHERE k.site = this.site AND k.generation = of_generation ORDER BY k.person, k.id, k.offered_by LIMIT count_max;
END
$$;

-- Each old key goes; its fresh one is offered by the caller in the same transaction.
CREATE OR REPLACE FUNCTION drop_keys(persons bytea[], ids bytea[], offerers bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller_in_charge();
BEGIN
    DELETE FROM subject_key AS k USING unnest(persons, ids, offerers) AS old (person, id, offered_by)
    WHERE k.site = this.site AND k.person = old.person AND k.id = old.id AND k.offered_by = old.offered_by;
END
$$;

-- What stations of before say first of whom they erase. Persons are buried by their signed person.erased alone (push).
CREATE OR REPLACE FUNCTION bury(persons bytea[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$ SELECT $$;

-- Buries whom this writer's log says erased in rows after `since`, where it had the right: their keys and blobs go and
-- none is taken again. A row that somebody's open transaction holds is left to sweep_buried; nobody is given it any more.
CREATE OR REPLACE FUNCTION bury_erased(writer station, since bigint) RETURNS void
LANGUAGE plpgsql SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    gone bytea[];
BEGIN
    IF NOT is_in_charge(writer) THEN
        RETURN;
    END IF;
    WITH buried AS (
        INSERT INTO tombstone (site, person)
        SELECT DISTINCT writer.site, e.stream FROM event AS e
        WHERE e.station = writer.id AND e.seq > since AND e.kind = 'person.erased'
        ON CONFLICT DO NOTHING RETURNING person)
    SELECT array_agg(person) INTO gone FROM buried;
    PERFORM sweep_buried(writer.site, gone);
END
$$;

CREATE OR REPLACE FUNCTION sweep_buried(of_site bytea, persons bytea[]) RETURNS void
LANGUAGE sql SET search_path = vestibule, pg_catalog, pg_temp AS $$
    DELETE FROM subject_key WHERE ctid = ANY (ARRAY(
        SELECT k.ctid FROM subject_key AS k WHERE k.site = of_site AND k.person = ANY (persons) FOR UPDATE SKIP LOCKED));
    DELETE FROM door_window WHERE ctid = ANY (ARRAY(
        SELECT w.ctid FROM door_window AS w WHERE w.site = of_site AND w.person = ANY (persons) FOR UPDATE SKIP LOCKED));
    DELETE FROM blob WHERE ctid = ANY (ARRAY(
        SELECT b.ctid FROM blob AS b WHERE b.site = of_site AND b.person = ANY (persons) FOR UPDATE SKIP LOCKED));
    DELETE FROM key_change WHERE ctid = ANY (ARRAY(
        SELECT c.ctid FROM key_change AS c WHERE c.site = of_site AND c.person = ANY (persons) FOR UPDATE SKIP LOCKED));
$$;

-- What changed since {stations -> changes}, and for a door also the keys whose window has begun since `asked`. A row's
-- `what` is key or blob (its id, `begins` = when it expires); a row next a station says with its number from where to
-- go on; the last row is now, with the moment that counted in `begins` and whether there is more in `generation` (1 = yes).
-- One moment of the store: the function is STABLE. At most page_max persons a station are looked at, so a page may be
-- empty for a door and yet have a next one.
CREATE OR REPLACE FUNCTION key_news(as_role text, as_staffed boolean, asked_now bigint, stations bytea[], changes bigint[],
                                    asked bigint, page_max integer)
RETURNS TABLE (what text, person bytea, id bytea, generation integer, wrapped bytea, begins bigint, ends bigint,
               change bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    this station := caller();
    now_us bigint := moment(this, asked_now);
    everything boolean := as_role = 'reception' AND has_right(this, 'reception');
    source record;
    since bigint;
    last bigint;
    page bytea[];
    concerned bytea[] := '{}';
    is_full boolean := false;
BEGIN
    FOR source IN SELECT c.station, c.change AS newest FROM offer_counter AS c JOIN station AS s ON s.id = c.station
                  WHERE s.site = this.site ORDER BY c.station LOOP
        since := coalesce(changes[array_position(stations, source.station)], 0);
        IF since > source.newest THEN   -- a store older than the cursor: from the start
            since := 0;
        END IF;
        SELECT coalesce(array_agg(c.person), '{}'), CASE WHEN count(*) >= page_max THEN max(c.change) END INTO page, last
        FROM (SELECT c.person, c.change FROM key_change AS c
              WHERE c.site = this.site AND c.station = source.station AND c.change > since
              ORDER BY c.change LIMIT page_max) AS c;
        is_full := is_full OR last IS NOT NULL;
        concerned := concerned || page;
        RETURN QUERY SELECT 'next', NULL::bytea, source.station, NULL::integer, NULL::bytea, NULL::bigint, NULL::bigint,
                            coalesce(last, source.newest);
    END LOOP;
    IF NOT is_full AND stations <> '{}' AND NOT everything THEN
        -- Asked in the future: a clock was set back, and what was dropped since comes again.
        concerned := concerned || ARRAY(
            SELECT w.person FROM door_window AS w
            WHERE w.site = this.site AND w.begins > CASE WHEN asked <= now_us THEN asked ELSE 0 END
                AND w.begins <= now_us AND w.ends > now_us);
    END IF;
    RETURN QUERY SELECT 'key', k.person, k.id, k.generation, k.wrapped, k.begins, k.ends, NULL::bigint
        FROM offered_key AS k WHERE k.site = this.site AND k.person = ANY (concerned)
            AND (everything OR may_have(this, as_role, as_staffed, now_us, k.person, k.door_begins, k.door_ends));
    RETURN QUERY SELECT 'blob', b.person, b.id, NULL::integer, NULL::bytea, b.expires, NULL::bigint, NULL::bigint
        FROM offered_blob AS b WHERE b.site = this.site AND b.person = ANY (concerned) AND b.expires > now_us
            AND (everything OR may_have(this, as_role, as_staffed, now_us, b.person, b.door_begins, b.door_ends));
    RETURN QUERY SELECT 'now', NULL::bytea, NULL::bytea, is_full::integer, NULL::bytea, now_us, NULL::bigint, NULL::bigint;
END
$$;

-- Blobs: sealed, by id, under their person's window. What another offers under the same id is another row; whoever
-- fetches takes the one that opens.
CREATE OR REPLACE FUNCTION offer_blob(of_id bytea, of_person bytea, until bigint, content bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
BEGIN
    INSERT INTO blob (site, id, person, expires, sealed, offered_by)
    SELECT this.site, of_id, of_person, until, content, this.id
    WHERE NOT EXISTS (SELECT FROM tombstone AS t WHERE t.site = this.site AND t.person = of_person)
        AND NOT EXISTS (SELECT FROM blob AS b WHERE b.site = this.site AND b.id = of_id AND b.sealed = content)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM note_change(this, of_person), tell_site(this.site);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION fetch_blob(of_id bytea, as_role text, as_staffed boolean, asked_now bigint)
RETURNS TABLE (person bytea, expires bigint, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    this station := caller();
    now_us bigint := moment(this, asked_now);
BEGIN
    RETURN QUERY SELECT b.person, b.expires, b.sealed FROM offered_blob AS b
        WHERE b.site = this.site AND b.id = of_id AND b.expires > now_us
            AND may_have(this, as_role, as_staffed, now_us, b.person, b.door_begins, b.door_ends)
        ORDER BY b.offered_by;
END
$$;

-- Expired ones, by the server's clock: a station's wrong one destroys nothing. And what is left of the buried.
CREATE OR REPLACE FUNCTION drop_blobs() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller_in_charge();
BEGIN
    DELETE FROM blob WHERE site = this.site AND expires <= clock_us();
    PERFORM sweep_buried(this.site, ARRAY(SELECT k.person FROM subject_key AS k JOIN tombstone AS t USING (site, person)
                                          WHERE site = this.site UNION
                                          SELECT b.person FROM blob AS b JOIN tombstone AS t USING (site, person)
                                          WHERE site = this.site));
END
$$;

-- The site key's shares: put by who keeps the site, read by the station that each is for.
CREATE OR REPLACE FUNCTION offer_shares(stations bytea[], generations integer[], shares bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller_in_charge();
BEGIN
    INSERT INTO site_share AS held (station, generation, share)
    SELECT s.id, given.generation, given.share FROM unnest(stations, generations, shares) AS given (station, generation, share)
    JOIN station AS s ON s.id = given.station AND s.site = this.site
    ON CONFLICT (station) DO UPDATE SET generation = excluded.generation, share = excluded.share
        WHERE held.generation < excluded.generation;
    IF FOUND THEN
        PERFORM tell_site(this.site);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION own_share() RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
BEGIN
    RETURN (SELECT share FROM site_share WHERE station = this.id);
END
$$;
