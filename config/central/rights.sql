-- What each role may do: nothing, but for these functions. Run last, at every installation.

DO $$
BEGIN
    PERFORM limit_login(db_role) FROM station JOIN pg_roles ON rolname = db_role;
END
$$;

REVOKE ALL ON ALL TABLES IN SCHEMA vestibule FROM PUBLIC, vestibule_station, vestibule_guest;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA vestibule FROM PUBLIC, vestibule_station, vestibule_guest;
ALTER DEFAULT PRIVILEGES IN SCHEMA vestibule REVOKE ALL ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

DO $$
DECLARE
    allowed regprocedure;
BEGIN
    FOR allowed IN SELECT p.oid FROM pg_proc AS p WHERE p.pronamespace = 'vestibule'::regnamespace AND p.proname IN
        ('epoch', 'push', 'held', 'pull', 'revoke_stations', 'offer_keys', 'keys_of_generation', 'drop_keys', 'bury',
         'key_news', 'offer_blob', 'fetch_blob', 'drop_blobs', 'offer_shares', 'own_share', 'register_station',
         'report', 'open_enrolment', 'enrolment_requests', 'answer_enrolment', 'close_enrolments') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO vestibule_station', allowed);
    END LOOP;
    FOR allowed IN SELECT p.oid FROM pg_proc AS p WHERE p.pronamespace = 'vestibule'::regnamespace AND p.proname IN
        ('request_enrolment', 'enrolment_answer') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO vestibule_guest', allowed);
    END LOOP;
END
$$;
