"""The kinds of questions that the cookbook asks, each with the naive way, the bare look-up of its rows, and the count of its hits."""

from __future__ import annotations

from bench.queries.question import Question

SELDOM = tuple(
    {"words": words, "phrase": f'"{words}"'} for words in ("grain corridor", "border demarcation", "visa facilitation")
)
COMMON = tuple({"words": words, "phrase": f'"{words}"'} for words in ("international law", "bilateral relations"))
WORDS = tuple({"words": word} for word in ("sanctions", "negotiations", "ceasefire"))
PEOPLE = tuple({"person": f"bench-{number}"} for number in (3, 7, 12))
COUNTRIES = tuple({"country": code} for code in ("NO", "BR", "KE"))

TURNS_BY_ID = "SELECT turn_id, ordinal, person, text FROM corpus.turn WHERE turn_id = ANY (%(keys)s)"
COUNT_HITS = """SELECT count(*) FROM corpus.turn_search
    WHERE language = 'en' AND vector @@ phraseto_tsquery('english', %(words)s)"""
COUNT_POSTINGS = """SELECT date_trunc('month', day)::date, count(*) FROM corpus.turn_search
    WHERE language = 'en' AND vector @@ plainto_tsquery('english', %(words)s) GROUP BY 1"""
FETCH_HITS = """SELECT t.turn_id, t.text FROM corpus.turn_search s JOIN corpus.turn t USING (segmentation_id, ordinal)
    WHERE s.language = 'en' AND s.vector @@ phraseto_tsquery('english', %(words)s) ORDER BY s.day DESC LIMIT 1000"""
SEARCH_HITS = "SELECT * FROM analysis.search(%(phrase)s, 'en', sort => 'newest', most => 1000)"
RANK_ALL = "SELECT * FROM analysis.search(%(phrase)s, 'en')"
NAIVE_SEARCH = """SELECT turn_id, published_on, person, text FROM analysis.turns
    WHERE language = 'en' AND text ILIKE '%%' || %(words)s || '%%' ORDER BY published_on DESC LIMIT 20"""
#: By how often the phrase stands there, as near as one gets to a rank without an index.
NAIVE_RANKED = """SELECT turn_id, published_on, person, text FROM analysis.turns
    WHERE language = 'en' AND text ILIKE '%%' || %(words)s || '%%'
    ORDER BY length(text) - length(replace(lower(text), %(words)s, '')) DESC, published_on DESC LIMIT 20"""

QUESTIONS = (
    Question(
        "a phrase in 5,000 turns, ranked, 20 with headlines",
        RANK_ALL,
        SELDOM, NAIVE_RANKED, TURNS_BY_ID, "turn_id", COUNT_HITS, "counting its hits", ("analysis.search",),
    ),
    Question(
        "a phrase in 70,000 turns, ranked, 20 with headlines",
        RANK_ALL,
        COMMON, NAIVE_RANKED, TURNS_BY_ID, "turn_id", COUNT_HITS, "counting its hits", ("analysis.search",),
    ),
    Question(
        "a phrase in 70,000 turns, the newest 20 with headlines",
        "SELECT * FROM analysis.search(%(phrase)s, 'en', sort => 'newest')",
        COMMON, NAIVE_SEARCH, TURNS_BY_ID, "turn_id", RANK_ALL, "ranking them all", ("analysis.search",),
    ),
    Question(
        "a phrase in 5,000 turns, the newest 20 with headlines",
        "SELECT * FROM analysis.search(%(phrase)s, 'en', sort => 'newest')",
        SELDOM, NAIVE_SEARCH, TURNS_BY_ID, "turn_id", RANK_ALL, "ranking them all", ("analysis.search",),
    ),
    Question(
        "a word by month, with the words spoken",
        "SELECT * FROM analysis.mentions_by_month(%(words)s, 'en')",
        WORDS,
        """SELECT date_trunc('month', published_on)::date, count(*) FROM analysis.turns
            WHERE language = 'en' AND text ~* ('\\m' || %(words)s || '\\M') GROUP BY 1""",
        "", "", COUNT_POSTINGS, "counting its postings", ("analysis.mentions_by_month",),
    ),
    Question(
        "a phrase in its context, the newest 100 lines",
        "SELECT * FROM analysis.kwic(%(words)s, 60, 'en')",
        SELDOM,
        """SELECT turn_id, (regexp_match(text, '(.{0,60})(' || %(words)s || ')(.{0,60})', 'i')) FROM analysis.turns
            WHERE language = 'en' AND text ILIKE '%%' || %(words)s || '%%' ORDER BY published_on DESC LIMIT 100""",
        TURNS_BY_ID, "turn_id", COUNT_HITS, "counting its hits", ("analysis.kwic",),
    ),
    Question(
        "questions with a phrase and their answers, of 1,000 hits",
        """SELECT x.question, x.answered_by, x.answer
            FROM analysis.search(%(phrase)s, 'en', sort => 'newest', most => 1000) h
            JOIN analysis.turns t USING (turn_id)
            JOIN analysis.exchanges x ON x.document_id = t.document_id AND x.ordinal = t.exchange""",
        SELDOM,
        """SELECT question, answered_by, answer FROM analysis.exchanges
            WHERE language = 'en' AND (question ILIKE '%%' || %(words)s || '%%' OR answer ILIKE '%%' || %(words)s || '%%')
            ORDER BY published_on DESC LIMIT 1000""",
        FETCH_HITS, "", SEARCH_HITS, "the search for its hits",
        ("analysis.search",),
    ),
    Question(
        "turns with a phrase beside their Russian versions, of 1,000 hits",
        """SELECT h.published_on, p.text, p.other_text, p.score
            FROM analysis.search(%(phrase)s, 'en', sort => 'newest', most => 1000) h
            JOIN analysis.turn_pairs p USING (turn_id) WHERE p.other_language = 'ru'""",
        SELDOM,
        """SELECT t.text, o.text FROM analysis.turns t
            JOIN analysis.transcripts d ON d.document_id = t.document_id
            JOIN analysis.transcripts e ON e.site_id = d.site_id AND e.language = 'ru'
            JOIN analysis.turns o ON o.document_id = e.document_id AND o.ordinal = t.ordinal
            WHERE t.language = 'en' AND t.text ILIKE '%%' || %(words)s || '%%' ORDER BY t.published_on DESC LIMIT 1000""",
        FETCH_HITS, "", SEARCH_HITS, "the search for its hits",
        ("analysis.search", "analysis.turn_pairs"),
    ),
    Question(
        "what a person says, by year",
        """SELECT extract(year FROM published_on) AS year, count(*) AS turns, sum(words) AS words
            FROM analysis.turns WHERE person_id = %(person)s GROUP BY 1 ORDER BY 1""",
        PEOPLE,
        """SELECT extract(year FROM published_on) AS year, count(*) AS turns, sum(words) AS words FROM analysis.turns
            WHERE person ILIKE '%%' || (SELECT name FROM analysis.people WHERE person_id = %(person)s) || '%%' GROUP BY 1""",
        "", "", "SELECT count(*), sum(words) FROM corpus.turn WHERE person_id = %(person)s", "adding up that person's turns",
    ),
    Question(
        "one document, turn by turn",
        """SELECT turn_id, ordinal, person, office, text FROM analysis.turns
            WHERE document_id = (SELECT document_id FROM analysis.transcripts WHERE ministry = %(ministry)s AND site_id = %(site)s
                AND language = 'en') ORDER BY ordinal""",
        tuple({"ministry": "north", "site": f"g1/{number}"} for number in (3, 9, 15, 21, 27)),
        """SELECT turn_id, ordinal, person, office, text FROM analysis.turns
            WHERE language = 'en' AND address ILIKE '%%' || substr(%(site)s, 4) ORDER BY ordinal""",
        TURNS_BY_ID, "turn_id",
    ),
    Question(
        "a country by month",
        """SELECT date_trunc('month', published_on)::date AS month, count(*) AS mentions, count(DISTINCT turn_id) AS turns
            FROM analysis.country_mentions WHERE code = %(country)s AND language = 'en' GROUP BY 1 ORDER BY 1""",
        COUNTRIES,
        """SELECT date_trunc('month', t.published_on)::date AS month, count(*) FROM analysis.turns t
            JOIN analysis.countries c ON c.code = %(country)s
            WHERE t.language = 'en' AND t.text ILIKE '%%' || c.name || '%%' GROUP BY 1""",
        "", "", "SELECT count(*), count(DISTINCT turn) FROM corpus.country_mention WHERE code = %(country)s", "counting its rows",
        ("analysis.country_mentions",),
    ),
    Question(
        "a turn's citation",
        "SELECT * FROM analysis.cite(%(turn)s)", (), "", TURNS_BY_ID, "cited_id",
        values_from="SELECT turn_id AS turn FROM corpus.turn WHERE ordinal = 1 AND segmentation_id IN (7, 70, 700)",
        needs=("analysis.cite",),
    ),
    Question(
        "an event in all of its languages",
        "SELECT * FROM analysis.events WHERE event_id = %(event)s", (),
        values_from="SELECT event_id AS event FROM corpus.event_document WHERE event_id = document_id ORDER BY 1 LIMIT 3",
        needs=("analysis.events",),
    ),
    Question(
        "who spoke, in which office that day (the whole corpus)",
        """SELECT person, office, office_of, count(DISTINCT document_id) AS documents, sum(words) AS words FROM analysis.turns
            WHERE person_id IS NOT NULL GROUP BY person_id, person, office, office_of ORDER BY words DESC""",
        ({},), "", "", "", "SELECT person_id, count(*), sum(words) FROM corpus.turn WHERE person_id IS NOT NULL GROUP BY 1",
        "adding up all turns of people",
    ),
    Question(
        "half a year's documents of a ministry",
        """SELECT document_id, published_on, title, turns, words FROM analysis.transcripts
            WHERE ministry = 'north' AND language = 'en' AND published_on BETWEEN %(day)s::date AND %(day)s::date + 182 ORDER BY published_on""",
        tuple({"day": day} for day in ("2013-04-01", "2018-09-01", "2024-02-01")),
    ),
)  # fmt: skip
