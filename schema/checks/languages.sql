-- other_script: documents whose first words are written in other letters than their language's. not_on_offer: documents whose own language is not among
-- those that the page offers. The script of a language: transcripts/data/scripts.toml.
WITH script (code, letters) AS (
    VALUES ('Latn', '[A-Za-z\u00C0-\u024F]'), ('Cyrl', '[\u0400-\u04FF]'), ('Arab', '[\u0600-\u06FF]'), ('Hani', '[\u4E00-\u9FFF]')
), document AS (
    SELECT d.ministry, d.language, d.address, r.languages,
        (SELECT s.letters FROM script s WHERE s.code = %(scripts)s::jsonb->>split_part(d.language, '-', 1)) AS letters,
        regexp_replace(substr(r.body, 1, %(first_characters)s), '[^[:alpha:]]', '', 'g') AS words
    FROM pipeline.shown_document d JOIN corpus.reading r USING (reading_id)
)
SELECT 'other_script' AS name, ministry, language, count(*)::double precision AS value, (array_agg(address || ': ' || left(words, 40) ORDER BY address))[1:3] AS places
FROM document
WHERE char_length(words) >= %(least_letters)s AND letters IS NOT NULL
AND 2 * regexp_count(words, letters) < char_length(words)
GROUP BY ministry, language
UNION ALL
SELECT 'not_on_offer', ministry, language, count(*), (array_agg(format('%%s: offers %%s', address, array_to_string(languages, ', ')) ORDER BY address))[1:3]
FROM document WHERE languages <> '{}' AND NOT language = ANY (languages)
GROUP BY ministry, language
