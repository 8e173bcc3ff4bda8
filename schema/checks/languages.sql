-- other_script: documents whose first words are written in other letters than their language's. not_on_offer: documents whose own language is not among
-- those that the page offers. The script of a language: transcripts/data/scripts.toml. Letters are counted only where the bytes of a character, or the lack
-- of any letter of the script, make one doubt: counting them in each document takes half a minute.
WITH script (code, letters, fewest_bytes, most_bytes) AS (
    VALUES ('Latn', '[A-Za-z\u00C0-\u024F]', 1.0, 1.35), ('Cyrl', '[\u0400-\u04FF]', 1.4, 2.1), ('Arab', '[\u0600-\u06FF]', 1.4, 2.1),
        ('Hani', '[\u4E00-\u9FFF]', 2.2, 4.0)
), document AS (
    SELECT d.ministry, d.language, d.address, r.languages, substr(r.body, 1, %(first_characters)s) AS start, s.*
    FROM pipeline.shown_document d JOIN corpus.reading r USING (reading_id)
    LEFT JOIN script s ON s.code = %(scripts)s::jsonb->>split_part(d.language, '-', 1)
), doubtful AS MATERIALIZED (
    SELECT ministry, language, address, letters, regexp_replace(start, '[^[:alpha:]]', '', 'g') AS words FROM document
    WHERE start <> '' AND (octet_length(start) / char_length(start)::numeric NOT BETWEEN fewest_bytes AND most_bytes
        OR left(start, 100) !~ letters)
)
SELECT 'other_script' AS name, ministry, language, count(*)::double precision AS value, (array_agg(address || ': ' || left(words, 40) ORDER BY address))[1:3] AS places
FROM doubtful WHERE char_length(words) >= %(least_letters)s AND 2 * regexp_count(words, letters) < char_length(words)
GROUP BY ministry, language
UNION ALL
SELECT 'not_on_offer', ministry, language, count(*), (array_agg(format('%%s: offers %%s', address, array_to_string(languages, ', ')) ORDER BY address))[1:3]
FROM document WHERE languages <> '{}' AND NOT language = ANY (languages)
GROUP BY ministry, language
