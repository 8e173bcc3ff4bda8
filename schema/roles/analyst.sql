-- What the role analyst may take of the server. `make run` and deploy.prepare run this at each start, as the one who makes the roles, in
-- the database of the transcripts. On a server that others keep, a superuser does: psql -d transcripts -f schema/roles/analyst.sql
-- It may be run again; other numbers are written here. docs/operations.md says which of them hold, and which are only defaults.

-- Also what a session made its default itself.
ALTER ROLE analyst RESET ALL;
DO $$ BEGIN EXECUTE format('ALTER ROLE analyst IN DATABASE %I RESET ALL', current_database()); END $$;

-- Holds: sessions at one time, of all analysts together.
ALTER ROLE analyst CONNECTION LIMIT 8;

-- Defaults: against mistakes. A session may SET others for itself.
ALTER ROLE analyst SET statement_timeout = '5min';
ALTER ROLE analyst SET idle_in_transaction_session_timeout = '10min';
ALTER ROLE analyst SET idle_session_timeout = '12h';
ALTER ROLE analyst SET work_mem = '16MB';
ALTER ROLE analyst SET max_parallel_workers_per_gather = 1;
ALTER ROLE analyst SET jit = off;
-- Two views of analysts joined have more tables than the server's defaults let it put in order: it would make the whole of one view for a
-- hundred rows of the other (seconds where milliseconds do, at a million turns).
ALTER ROLE analyst SET join_collapse_limit = 20;
ALTER ROLE analyst SET from_collapse_limit = 20;

DO $$
DECLARE
    owner constant text := (SELECT quote_ident(pg_get_userbyid(datdba)) FROM pg_database WHERE datname = current_database());
    one text;
BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RAISE WARNING 'analyst: % is no superuser, so that temporary files, large objects, locks and blocks of code are not bounded',
            current_user USING HINT = 'a superuser says once: psql -d transcripts -f schema/roles/analyst.sql';
        RETURN;
    END IF;

    -- Holds, as only a superuser may set it: temporary files of each process.
    ALTER ROLE analyst SET temp_file_limit = '1GB';

    -- Holds: what writes without a table. Locks that the collector waits for or that fill the table of locks, large objects, messages in the
    -- log of writes, numbers of transactions.
    FOR one IN
        SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace
        AND (p.proname ~ '^pg_(try_)?advisory_' OR p.proname = ANY (ARRAY['lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put',
            'lowrite', 'lo_truncate', 'lo_truncate64', 'lo_unlink', 'lo_import', 'lo_export', 'pg_logical_emit_message',
            'pg_current_xact_id', 'txid_current']))
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', one, owner);
    END LOOP;

    -- Holds: no temporary tables. A migration says so too; a database that was restored or copied has lost it.
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());

    -- Holds: no DO, in which a loop could commit without end.
    REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
    EXECUTE format('GRANT USAGE ON LANGUAGE plpgsql TO %s', owner);
END
$$;
