-- The three roles of a cluster, and who may enter this database. Run at every installation; changes nothing twice.
--
-- vestibule_owner    owns the schema, its tables and its functions; nobody logs in as it
-- vestibule_station  what every station's own role is a member of: EXECUTE on functions, nothing else
-- vestibule_guest    what a new station's role is a member of until its enrolment is over

DO $$
DECLARE
    wanted text;
BEGIN
    -- Two installations at once (other databases of this cluster) take turns.
    PERFORM pg_advisory_xact_lock(hashtext('vestibule roles'));
    FOREACH wanted IN ARRAY ARRAY['vestibule_owner', 'vestibule_station', 'vestibule_guest'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
    -- Its functions make a role for each station; from PostgreSQL 16 on, that takes the right to give memberships too.
    ALTER ROLE vestibule_owner CREATEROLE;
    IF NOT pg_has_role('vestibule_owner', 'vestibule_station', 'MEMBER WITH ADMIN OPTION') THEN
        GRANT vestibule_station, vestibule_guest TO vestibule_owner WITH ADMIN OPTION;
    END IF;
    -- Who installs acts as the owner, so that all it makes is the owner's.
    IF NOT pg_has_role(current_user, 'vestibule_owner', 'MEMBER') THEN
        EXECUTE format('GRANT vestibule_owner TO %I', current_user);
    END IF;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO vestibule_station, vestibule_guest', current_database());
    EXECUTE format('GRANT CREATE ON DATABASE %I TO vestibule_owner', current_database());
END
$$;
DO $$
BEGIN
    IF to_regnamespace('vestibule') IS NULL THEN
        CREATE SCHEMA vestibule AUTHORIZATION vestibule_owner;
    END IF;
END
$$;
REVOKE ALL ON SCHEMA vestibule FROM PUBLIC;
GRANT USAGE ON SCHEMA vestibule TO vestibule_station, vestibule_guest;

-- What PostgreSQL lets everybody do and no station needs: hints to all, large objects, locks that nobody sees.
DO $$
DECLARE
    everybodys regprocedure;
BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RETURN;   -- the functions are another's
    END IF;
    FOR everybodys IN SELECT p.oid FROM pg_proc AS p WHERE p.pronamespace = 'pg_catalog'::regnamespace
        AND p.proname ~ '^(pg_notify|lo_.*|loread|lowrite|pg_(try_)?advisory_.*)$' LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', everybodys);
    END LOOP;
    GRANT EXECUTE ON FUNCTION pg_notify(text, text), pg_advisory_xact_lock(bigint) TO vestibule_owner;
END
$$;

-- To end sessions that hold up others, and to limit a login's room for sorting (from PostgreSQL 15 on). Where the
-- installer can't give that, the store works without.
DO $$
BEGIN
    IF NOT pg_has_role('vestibule_owner', 'pg_signal_backend', 'MEMBER') THEN
        GRANT pg_signal_backend, pg_read_all_stats TO vestibule_owner;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE WARNING 'the installer is no superuser: sessions of stations that hold up others are not ended';
END
$$;
DO $$
BEGIN
    EXECUTE 'GRANT SET ON PARAMETER temp_file_limit TO vestibule_owner';
EXCEPTION
    WHEN insufficient_privilege OR syntax_error THEN
        RAISE WARNING 'stations'' logins have no limit for the server''s disk: that takes a superuser and PostgreSQL 15';
END
$$;
