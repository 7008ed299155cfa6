-- Sites and stations: how they are made known, and how a new one on another machine is enrolled with a one-time code.
--
-- The store hands out logins, never trust: what a station is was signed by its site's root key, and what goes to and
-- fro while one is enrolled is authenticated by the code, of which the store knows nothing.

-- For the administrator who installs: a site and its root key. A site is never given another root key.
CREATE OR REPLACE FUNCTION register_site(of_site bytea, called text, with_root bytea) RETURNS void
LANGUAGE plpgsql SET search_path = vestibule, pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO site (id, name, root) VALUES (of_site, called, with_root)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE site.root = excluded.root;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the central store knows this site with another root key' USING ERRCODE = 'VS003';
    END IF;
END
$$;

-- A login for a station: a role of its own, whose password (a SCRAM verifier, never the password) was made elsewhere.
CREATE OR REPLACE FUNCTION make_login(login name, verifier text, member_of name) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
BEGIN
    IF verifier NOT LIKE 'SCRAM-SHA-256$%' THEN
        RAISE EXCEPTION 'a SCRAM verifier is wanted, not a password' USING ERRCODE = 'VS003';
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', login, verifier);
    ELSE
        EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', login, verifier);
    END IF;
    EXECUTE format('GRANT %I TO %I', member_of, login);
    PERFORM limit_login(login);
END
$$;

-- So many connections, and so much room on the server's disk for sorting (where the installer could give that right).
CREATE OR REPLACE FUNCTION limit_login(login name) RETURNS void
LANGUAGE plpgsql SET search_path = vestibule, pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 16', login);
    EXECUTE format('ALTER ROLE %I SET temp_file_limit = %L', login, '64MB');
EXCEPTION
    WHEN insufficient_privilege THEN
        EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 16', login);
END
$$;

CREATE OR REPLACE FUNCTION login_of(of_station bytea) RETURNS name
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT ('vestibule_s_' || encode(of_station, 'hex'))::name
$$;

-- A certified station of the site gets its login. Answers the role's name; nothing where the site's root hasn't
-- certified it, or where that station is held already with another key or of another site: its login isn't given away.
CREATE OR REPLACE FUNCTION add_station(of_site bytea, of_certificate bytea, verifier text, with_root_key boolean) RETURNS name
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    fresh station := certified(of_certificate, of_site);
    login name;
BEGIN
    IF fresh.id IS NULL THEN
        RETURN NULL;
    END IF;
    login := login_of(fresh.id);
    INSERT INTO station AS s (id, site, role, certificate, key, rights, db_role, keeps_site)
    VALUES (fresh.id, fresh.site, fresh.role, fresh.certificate, fresh.key, fresh.rights, login, with_root_key)
    ON CONFLICT (id) DO UPDATE SET db_role = excluded.db_role, keeps_site = excluded.keeps_site
        WHERE s.site = excluded.site AND s.key = excluded.key;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM make_login(login, verifier, 'vestibule_station');
    RETURN login;
END
$$;

-- The station calls whose machine has the site's root key.
CREATE OR REPLACE FUNCTION keeper() RETURNS station
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
BEGIN
    IF NOT this.keeps_site THEN
        RAISE EXCEPTION 'only the station that keeps the site may enrol others' USING ERRCODE = 'VS003';
    END IF;
    RETURN this;
END
$$;

-- A station on the keeper's own machine, certified by the root key there: another one, or a new incarnation.
CREATE OR REPLACE FUNCTION register_station(of_certificate bytea, verifier text) RETURNS name
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
BEGIN
    RETURN add_station((keeper()).site, of_certificate, verifier, true);
END
$$;

-- The caller is there; when each station of its site was last heard of. Also the hour of the watchman.
CREATE OR REPLACE FUNCTION report() RETURNS TABLE (station bytea, heard_us bigint, now_us bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller();
BEGIN
    UPDATE station SET heard_us = clock_us() WHERE id = this.id;
    PERFORM end_sessions();
    RETURN QUERY SELECT s.id, s.heard_us, clock_us() FROM station AS s WHERE s.site = this.site ORDER BY s.id;
END
$$;

-- ---- one-time codes

-- Opens an enrolment: a guest's login, good until it expires.
CREATE OR REPLACE FUNCTION open_enrolment(of_id bytea, verifier text, lasts interval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := keeper();
    guest name := ('vestibule_g_' || encode(of_id, 'hex'))::name;
BEGIN
    INSERT INTO enrolment (id, site, guest_role, expires)
    VALUES (of_id, this.site, guest, clock_timestamp() + least(lasts, interval '7 days'));
    PERFORM make_login(guest, verifier, 'vestibule_guest');
    EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 2', guest);
    EXECUTE format('ALTER ROLE %I VALID UNTIL %L', guest, (SELECT expires FROM enrolment WHERE id = of_id));
END
$$;

CREATE OR REPLACE FUNCTION guest() RETURNS enrolment
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    opened enrolment;
BEGIN
    SELECT * INTO opened FROM enrolment WHERE guest_role = session_user AND expires > clock_timestamp();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this code has expired or was used' USING ERRCODE = 'VS002';
    END IF;
    RETURN opened;
END
$$;

-- Guest: asks to be enrolled. Once; asking again with the same bytes changes nothing.
CREATE OR REPLACE FUNCTION request_enrolment(asked bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    opened enrolment := guest();
BEGIN
    IF octet_length(asked) > 16384 OR opened.request <> asked THEN
        RAISE EXCEPTION 'this code was used by another station' USING ERRCODE = 'VS003';
    END IF;
    UPDATE enrolment SET request = asked WHERE id = opened.id;
    PERFORM tell_site(opened.site);
END
$$;

-- Guest: the answer, or nothing while the site's keeper hasn't answered.
CREATE OR REPLACE FUNCTION enrolment_answer() RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    opened enrolment := guest();
BEGIN
    RETURN opened.answer;
END
$$;

-- Keeper: what was asked under codes of its site and isn't answered yet.
CREATE OR REPLACE FUNCTION enrolment_requests() RETURNS TABLE (id bytea, request bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := keeper();
BEGIN
    RETURN QUERY SELECT e.id, e.request FROM enrolment AS e
        WHERE e.site = this.site AND e.request IS NOT NULL AND e.answer IS NULL AND e.expires > clock_timestamp();
END
$$;

-- Keeper: the certified station gets its login, the guest its answer, all at once. False: not certified by the root.
CREATE OR REPLACE FUNCTION answer_enrolment(of_id bytea, of_certificate bytea, verifier text, answered bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := keeper();
BEGIN
    UPDATE enrolment SET answer = answered
    WHERE id = of_id AND site = this.site AND answer IS NULL AND expires > clock_timestamp();
    RETURN FOUND AND add_station(this.site, of_certificate, verifier, false) IS NOT NULL;
END
$$;

-- Keeper: ends codes that were used or have expired; `also` are those to be ended in any case.
CREATE OR REPLACE FUNCTION close_enrolments(also bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vestibule, pg_catalog, pg_temp AS $$
DECLARE
    this station := caller_in_charge();
    over enrolment;
BEGIN
    FOR over IN SELECT * FROM enrolment WHERE site = this.site AND (expires <= clock_timestamp() OR id = ANY (also)) LOOP
        DELETE FROM enrolment WHERE id = over.id;
        EXECUTE format('DROP ROLE IF EXISTS %I', over.guest_role);
    END LOOP;
END
$$;
