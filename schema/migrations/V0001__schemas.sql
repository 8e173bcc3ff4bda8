CREATE SCHEMA archive;
CREATE SCHEMA corpus;
CREATE SCHEMA analysis;
CREATE SCHEMA IF NOT EXISTS pipeline;

COMMENT ON SCHEMA archive IS 'The evidence: crawls, and where the bytes of each answer lie in the WARC files';
COMMENT ON SCHEMA corpus IS 'Documents, their revisions, and the turns and exchanges read from them';
COMMENT ON SCHEMA analysis IS 'The views for analysts: published revisions only, no inner tables needed';
COMMENT ON SCHEMA pipeline IS 'What the steps did and when; quarantine; the version of this schema';

-- The role that reads and nothing else. Whoever runs the migrations may not be allowed to make roles, so it is made before.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'analyst') THEN
        RAISE EXCEPTION 'the role analyst is not there'
            USING HINT = 'a superuser says: CREATE ROLE analyst LOGIN PASSWORD ''...''; then migrate again';
    END IF;
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO analyst', current_database());
END
$$;

GRANT USAGE ON SCHEMA analysis TO analyst;
ALTER DEFAULT PRIVILEGES IN SCHEMA analysis GRANT SELECT ON TABLES TO analyst;
ALTER DEFAULT PRIVILEGES IN SCHEMA analysis GRANT EXECUTE ON FUNCTIONS TO analyst;

-- A text search configuration by CASE: a regconfig column would block pg_upgrade. A vector takes a megabyte of lexemes at
-- most, so that words beyond 200,000 characters of one turn are not searched.
CREATE FUNCTION corpus.search_vector(language text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE split_part(language, '-', 1)
        WHEN 'en' THEN to_tsvector('pg_catalog.english', left(words, 200000))
        WHEN 'ru' THEN to_tsvector('pg_catalog.russian', left(words, 200000))
        WHEN 'de' THEN to_tsvector('pg_catalog.german', left(words, 200000))
        WHEN 'fr' THEN to_tsvector('pg_catalog.french', left(words, 200000))
        WHEN 'es' THEN to_tsvector('pg_catalog.spanish', left(words, 200000))
        WHEN 'pt' THEN to_tsvector('pg_catalog.portuguese', left(words, 200000))
        WHEN 'ar' THEN to_tsvector('pg_catalog.arabic', left(words, 200000))
        ELSE to_tsvector('pg_catalog.simple', left(words, 200000))
    END
$$;
COMMENT ON FUNCTION corpus.search_vector(text, text) IS 'The search vector of words (the first 200,000 characters), stemmed by the language (BCP 47 tag); unstemmed where there is no stemmer';
