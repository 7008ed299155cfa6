-- Subject keys, blobs and the site key's shares, by need. The server decides by who calls, never by what is asked:
-- reception has any key of its site, a door only those whose window holds the present moment by the server's clock.

-- The site's next change numbers, `count` of them; answers the last one. Locks the site's counter until the commit.
CREATE OR REPLACE FUNCTION count_changes(of_site bytea, count bigint) RETURNS bigint
LANGUAGE sql SET search_path = vestibule, pg_catalog, pg_temp AS $$
    UPDATE key_counter SET change = change + count WHERE site = of_site RETURNING change
$$;

-- May a station have the keys of a person with this window? Called as whom it asks to be, but never as more than it is.
CREATE OR REPLACE FUNCTION may_have(caller_role text, as_role text, now_us bigint, begins bigint, ends bigint)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (caller_role = 'reception' AND as_role = 'reception') OR coalesce(begins <= now_us AND now_us < ends, false)
$$;

-- Reception may ask with any moment, since it may have any key. For a door only the server's clock counts.
CREATE OR REPLACE FUNCTION moment(caller_role text, asked bigint) RETURNS bigint
LANGUAGE sql STABLE SET search_path = vestibule, pg_catalog, pg_temp AS $$
    SELECT CASE WHEN caller_role = 'reception' THEN asked ELSE clock_us() END
$$;

-- A key under (person, id) is replaced by one of a newer generation; windows of a person are united. Keys of erased
-- persons are ignored, and so is a door's word on the window of a person whose keys it neither made nor may have.
CREATE OR REPLACE FUNCTION offer_keys(persons bytea[], ids bytea[], wrappeds bytea[], generations integer[],
                                      begins bigint[], ends bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
    now_us bigint := clock_us();
    changed boolean := false;
    key record;
    known door_window;
BEGIN
    PERFORM FROM key_counter WHERE site = this.site FOR UPDATE;
    FOR key IN SELECT k.* FROM unnest(persons, ids, wrappeds, generations, begins, ends)
                    AS k (person, id, wrapped, generation, begins, ends)
               WHERE NOT EXISTS (SELECT FROM tombstone AS t WHERE t.site = this.site AND t.person = k.person) LOOP
        IF NOT EXISTS (SELECT FROM subject_key AS k WHERE k.site = this.site AND k.person = key.person AND k.id = key.id
                       AND k.generation >= key.generation) THEN
            INSERT INTO subject_key (site, person, id, wrapped, generation, change, offered_by)
            VALUES (this.site, key.person, key.id, key.wrapped, key.generation, count_changes(this.site, 1), this.id)
            ON CONFLICT (site, person, id) DO UPDATE
                SET wrapped = excluded.wrapped, generation = excluded.generation, change = excluded.change;
            changed := true;
        END IF;
        CONTINUE WHEN key.begins = 0 AND key.ends = 0;   -- never said: no door may have it yet
        SELECT * INTO known FROM door_window AS w WHERE w.site = this.site AND w.person = key.person;
        CONTINUE WHEN known.begins <= key.begins AND known.ends >= key.ends;
        CONTINUE WHEN this.role <> 'reception' AND NOT this.keeps_site
            AND NOT may_have(this.role, this.role, now_us, known.begins, known.ends)
            AND EXISTS (SELECT FROM subject_key AS k
                        WHERE k.site = this.site AND k.person = key.person AND k.offered_by <> this.id);
        INSERT INTO door_window AS w (site, person, begins, ends) VALUES (this.site, key.person, key.begins, key.ends)
        ON CONFLICT (site, person) DO UPDATE
            SET begins = least(w.begins, excluded.begins), ends = greatest(w.ends, excluded.ends);
        UPDATE subject_key AS k SET change = count_changes(this.site, 1)
        WHERE k.site = this.site AND k.person = key.person;
        UPDATE blob AS b SET change = count_changes(this.site, 1) WHERE b.site = this.site AND b.person = key.person;
        changed := true;
    END LOOP;
    IF changed THEN
        PERFORM tell_site(this.site);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION keys_of_generation(of_generation integer, count_max integer)
RETURNS TABLE (person bytea, id bytea, generation integer, wrapped bytea, begins bigint, ends bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    this station := caller_in_charge();
BEGIN
    RETURN QUERY SELECT k.person, k.id, k.generation, k.wrapped, coalesce(w.begins, 0), coalesce(w.ends, 0)
        FROM subject_key AS k LEFT JOIN door_window AS w USING (site, person)
        WHERE k.site = this.site AND k.generation = of_generation ORDER BY k.person, k.id LIMIT count_max;
END
$$;

-- Each old key goes; where its fresh one has another id, that is offered by the caller in the same transaction.
CREATE OR REPLACE FUNCTION drop_keys(persons bytea[], ids bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller_in_charge();
BEGIN
    DELETE FROM subject_key AS k USING unnest(persons, ids) AS old (person, id)
    WHERE k.site = this.site AND k.person = old.person AND k.id = old.id;
END
$$;

-- The keys and blobs of these persons are destroyed and never taken again.
CREATE OR REPLACE FUNCTION bury(persons bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
    one bytea;
BEGIN
    PERFORM FROM key_counter WHERE site = this.site FOR UPDATE;
    FOREACH one IN ARRAY persons LOOP
        CONTINUE WHEN EXISTS (SELECT FROM tombstone AS t WHERE t.site = this.site AND t.person = one);
        INSERT INTO tombstone (site, person, change) VALUES (this.site, one, count_changes(this.site, 1));
        DELETE FROM subject_key WHERE site = this.site AND person = one;
        DELETE FROM door_window WHERE site = this.site AND person = one;
        DELETE FROM blob WHERE site = this.site AND person = one;
    END LOOP;
    PERFORM tell_site(this.site);
END
$$;

-- What changed since `since`, and for a door also the keys whose window has begun since `asked`. A row's `what` is
-- key, begun, erased or blob (its id, `begins` = when it expires); the last row is next, with the number to go on from in `change` and whether there is more in
-- `generation` (1 = yes). One moment of the store: the function is STABLE. At most page_max rows of each sort are
-- looked at, so a page may be empty for a door and yet have a next one.
CREATE OR REPLACE FUNCTION key_news(as_role text, asked_now bigint, since bigint, asked bigint, page_max integer)
RETURNS TABLE (what text, person bytea, id bytea, generation integer, wrapped bytea, begins bigint, ends bigint,
               change bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    this station := caller();
    now_us bigint := moment(this.role, asked_now);
    newest bigint := (SELECT c.change FROM key_counter AS c WHERE c.site = this.site);
    origin bigint := CASE WHEN since <= newest THEN since ELSE 0 END;   -- a store older than the cursor: from the start
    next_change bigint := newest;
    key_end bigint;
    erased_end bigint;
    blob_end bigint;
    full_page boolean := false;
BEGIN
    -- Where a page is full, the next one begins after its last row.
    SELECT max(k.change) INTO key_end FROM (SELECT k.change FROM subject_key AS k WHERE k.site = this.site AND k.change > origin
                                            ORDER BY k.change LIMIT page_max) AS k HAVING count(*) >= page_max;
    SELECT max(t.change) INTO erased_end FROM (SELECT t.change FROM tombstone AS t WHERE t.site = this.site AND t.change > origin
                                               ORDER BY t.change LIMIT page_max) AS t HAVING count(*) >= page_max;
    SELECT max(b.change) INTO blob_end FROM (SELECT b.change FROM blob AS b WHERE b.site = this.site AND b.change > origin
                                             ORDER BY b.change LIMIT page_max) AS b HAVING count(*) >= page_max;
    full_page := key_end IS NOT NULL OR erased_end IS NOT NULL OR blob_end IS NOT NULL;
    next_change := least(newest, key_end, erased_end, blob_end);
    RETURN QUERY SELECT 'key', k.person, k.id, k.generation, k.wrapped, coalesce(w.begins, 0), coalesce(w.ends, 0), k.change
        FROM subject_key AS k LEFT JOIN door_window AS w USING (site, person)
        WHERE k.site = this.site AND k.change > origin AND k.change <= next_change
            AND may_have(this.role, as_role, now_us, w.begins, w.ends)
        ORDER BY k.change;
    RETURN QUERY SELECT 'erased', t.person, NULL::bytea, NULL::integer, NULL::bytea, NULL::bigint, NULL::bigint, t.change
        FROM tombstone AS t WHERE t.site = this.site AND t.change > origin AND t.change <= next_change ORDER BY t.change;
    RETURN QUERY SELECT 'blob', b.person, b.id, NULL::integer, NULL::bytea, b.expires, NULL::bigint, b.change
        FROM blob AS b LEFT JOIN door_window AS w USING (site, person)
        WHERE b.site = this.site AND b.change > origin AND b.change <= next_change AND b.expires > now_us
            AND may_have(this.role, as_role, now_us, w.begins, w.ends)
        ORDER BY b.change;
    IF NOT full_page AND origin > 0 AND NOT (this.role = 'reception' AND as_role = 'reception') THEN
        RETURN QUERY SELECT 'begun', k.person, k.id, k.generation, k.wrapped, w.begins, w.ends, k.change
            FROM door_window AS w JOIN subject_key AS k USING (site, person)
            -- Asked in the future: a clock was set back, and what was dropped since comes again.
            WHERE w.site = this.site AND w.begins > CASE WHEN asked <= now_us THEN asked ELSE 0 END
                AND w.begins <= now_us AND w.ends > now_us AND k.change <= origin;
        RETURN QUERY SELECT 'blob', b.person, b.id, NULL::integer, NULL::bytea, b.expires, NULL::bigint, b.change
            FROM door_window AS w JOIN blob AS b USING (site, person)
            WHERE w.site = this.site AND w.begins > CASE WHEN asked <= now_us THEN asked ELSE 0 END
                AND w.begins <= now_us AND w.ends > now_us AND b.expires > now_us AND b.change <= origin;
    END IF;
    RETURN QUERY SELECT 'next', NULL::bytea, NULL::bytea, CASE WHEN full_page THEN 1 ELSE 0 END, NULL::bytea, now_us,
                        NULL::bigint, next_change;
END
$$;

-- Blobs: sealed, by id, under their person's window. Another's blob can't be put in the place of one that is held.
CREATE OR REPLACE FUNCTION offer_blob(of_id bytea, of_person bytea, until bigint, content bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
BEGIN
    IF NOT EXISTS (SELECT FROM tombstone AS t WHERE t.site = this.site AND t.person = of_person) THEN
        PERFORM FROM key_counter WHERE site = this.site FOR UPDATE;
        IF NOT EXISTS (SELECT FROM blob WHERE site = this.site AND id = of_id) THEN
            INSERT INTO blob (site, id, person, expires, sealed, change)
            VALUES (this.site, of_id, of_person, until, content, count_changes(this.site, 1));
            PERFORM tell_site(this.site);
        END IF;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION fetch_blob(of_id bytea, as_role text, asked_now bigint) RETURNS TABLE (person bytea, expires bigint, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    this station := caller();
    now_us bigint := moment(this.role, asked_now);
BEGIN
    RETURN QUERY SELECT b.person, b.expires, b.sealed FROM blob AS b LEFT JOIN door_window AS w USING (site, person)
        WHERE b.site = this.site AND b.id = of_id AND b.expires > now_us
            AND may_have(this.role, as_role, now_us, w.begins, w.ends);
END
$$;

-- Expired ones, by the server's clock: a station's wrong one destroys nothing.
CREATE OR REPLACE FUNCTION drop_blobs() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller_in_charge();
BEGIN
    DELETE FROM blob WHERE site = this.site AND expires <= clock_us();
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
