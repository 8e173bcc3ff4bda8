"""The quality checks: each is green over what was really collected and published, and finds what is wrong in rows that were really spoilt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from launcher import databases
from launcher.postgres import Postgres
from tests.transcripts.reviewing import Reviewing
from transcripts.checks.judge import first_line, judged, line, status
from transcripts.checks.model import Bounds, Check, Figure, Measured, Past, Result
from transcripts.checks.policy import FILE, BadPolicy, policy
from transcripts.checks.run import UnknownCheck, run
from transcripts.store.checks import FOLDER

pytestmark = pytest.mark.database
NOW = datetime.now(UTC)
#: What is wrong is written as no program of ours could: past the foreign keys and past corpus.publish.
FREELY = "SET session_replication_role = replica;"
ALL = tuple(policy().checks)
#: Forty documents more, each with the turns of one that is there, published in the order of their numbers.
MORE = """
CREATE TEMPORARY TABLE one AS SELECT p.document_id, p.segmentation_id FROM corpus.publication p ORDER BY 1 LIMIT 1;
INSERT INTO corpus.document SELECT substr(translate(md5(n::text), '0189', 'ghij'), 1, 16), d.ministry, 'tiny/copy' || n, d.language,
    d.address || '/copy' || n, d.first_seen, d.attempt_id FROM generate_series(1, 40) n, corpus.document d JOIN one USING (document_id);
INSERT INTO corpus.segmentation (segmentation_id, reading_id, segmenter, turns, exchanges, review, attempt_id) OVERRIDING SYSTEM VALUE
SELECT 9000 + n, s.reading_id, 'copy' || n, s.turns * CASE WHEN n > 20 THEN {times} ELSE 1 END, s.exchanges, '{{}}', s.attempt_id
FROM generate_series(1, 40) n, corpus.segmentation s JOIN one USING (segmentation_id);
INSERT INTO corpus.publication SELECT substr(translate(md5(n::text), '0189', 'ghij'), 1, 16), 9000 + n, 90000 + n FROM generate_series(1, 40) n;
DROP TABLE one;
"""


@pytest.fixture(scope="module")
def sound(house: Reviewing, postgres: Postgres) -> str:
    """The name of a database with published documents in which nothing is wrong, to be copied and never connected to."""
    return house.url.rsplit("/", 1)[1]


@pytest.fixture
def copy(sound: str, postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[str]:
    """The superuser's address of a copy for one test."""
    name = "spoilt"
    with closing(databases.connect(postgres.url())) as link:
        databases.drop_database(link, name)
        databases.ensure_database(link, name, databases.OWNER, template=sound)
        yield postgres.url(name)
        databases.drop_database(link, name)


def spoil(url: str, statements: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(FREELY + statements)


def figure(url: str, check: str, name: str) -> Result:
    """The worst result of a figure."""
    return min((one for one in run(url, check, NOW) if one.name == name), key=lambda one: one.ok)


def test_nothing_is_found_where_nothing_is_wrong(house: Reviewing) -> None:
    results = [one for check in ALL for one in run(house.url, check, NOW)]
    assert [line(one) for one in results if not one.ok] == []
    assert {one.name for one in results} == {name for check in policy().checks.values() for name in check.figures}
    assert status(results) == 0


DOCUMENT = "(SELECT document_id FROM corpus.publication ORDER BY 1 LIMIT 1)"
SEGMENTATION = "(SELECT segmentation_id FROM corpus.publication ORDER BY document_id LIMIT 1)"
READING = f"(SELECT reading_id FROM corpus.segmentation WHERE segmentation_id = {SEGMENTATION})"
DATED = "UPDATE corpus.reading SET published_at = '2026-03-01'"
SPOILT = {
    "crawl_counts": ("balance", "UPDATE archive.crawl SET listed = listed + 1"),
    "lost_documents": (
        "balance",
        "UPDATE archive.snapshot SET fetched_at = fetched_at - interval '5 hours';"
        " UPDATE archive.crawl SET finished_at = finished_at - interval '5 hours', started_at = started_at - interval '5 hours';"
        f" DELETE FROM corpus.publication WHERE document_id = {DOCUMENT}",
    ),
    "spans_cover": (
        "conservation",
        f"DELETE FROM corpus.span WHERE segmentation_id = {SEGMENTATION} AND start_char = 0",
    ),
    "stored_counts": (
        "conservation",
        f"DELETE FROM corpus.turn WHERE segmentation_id = {SEGMENTATION} AND ordinal = 2",
    ),
    "exchange_turns": (
        "conservation",
        f"UPDATE corpus.exchange_turn SET turn = turn + 100 WHERE segmentation_id = {SEGMENTATION}",
    ),
    "spoken_words": (
        "conservation",
        f"UPDATE corpus.turn SET text = 'Other words' WHERE segmentation_id = {SEGMENTATION}",
    ),
    "search_rows": ("search", f"DELETE FROM corpus.turn_search WHERE segmentation_id = {SEGMENTATION} AND ordinal = 1"),
    "stray_search_rows": ("search", f"DELETE FROM corpus.publication WHERE document_id = {DOCUMENT}"),
    "search_words": (
        "search",
        f"UPDATE corpus.turn_search SET vector = 'stray' WHERE segmentation_id = {SEGMENTATION} AND ordinal = 1",
    ),
    "unknown_speakers": ("speakers", "UPDATE corpus.turn SET person_id = NULL"),
    "out_of_office": ("speakers", f"{DATED}; UPDATE corpus.office SET since = '1990-01-01', until = '1990-12-31'"),
    "turns_of_new": ("turn_counts", MORE.format(times=5)),
    "median_words": ("turn_lengths", "UPDATE corpus.turn SET words = words / 100"),
    "longest_words": (
        "turn_lengths",
        f"UPDATE corpus.turn SET words = 20000 WHERE segmentation_id = {SEGMENTATION} AND ordinal = 3",
    ),
    "very_short_share": ("turn_lengths", "UPDATE corpus.turn SET words = 1 WHERE ordinal % 2 = 0"),
    "without_turns": ("documents", "UPDATE corpus.segmentation SET turns = 0 WHERE segmentation_id % 2 = 0"),
    "blank_titles": ("documents", f"UPDATE corpus.reading SET title = ' - ' WHERE reading_id = {READING}"),
    "in_the_future": (
        "dates",
        f"UPDATE corpus.reading SET event_date = now() + interval '40 days' WHERE reading_id = {READING}",
    ),
    "published_before_event": (
        "dates",
        f"{DATED}; UPDATE corpus.reading SET event_date = published_at + interval '10 days' WHERE reading_id = {READING}",
    ),
    "fetched_before_published": ("dates", f"{DATED}; UPDATE corpus.revision SET first_seen = '2001-01-01'"),
    "earliest_year": ("dates", f"UPDATE corpus.reading SET event_date = '0202-03-01' WHERE reading_id = {READING}"),
    "other_script": (
        "languages",
        f"UPDATE corpus.reading SET body = repeat('Гавань примет семь судов. ', 9) WHERE reading_id = {READING}",
    ),
    "not_on_offer": ("languages", f"UPDATE corpus.reading SET languages = '{{de,fr}}' WHERE reading_id = {READING}"),
    "orphans": ("orphans", f"DELETE FROM corpus.segmentation WHERE segmentation_id = {SEGMENTATION}"),
    "same_text": (
        "duplicates",
        "UPDATE corpus.reading SET body = repeat('The harbour takes seven ships, and no more. ', 20) WHERE reading_id IN"
        " (SELECT s.reading_id FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id) ORDER BY p.document_id LIMIT 2)",
    ),
    "replaced_characters": (
        "characters",
        f"UPDATE corpus.turn SET text = 'Se\ufffdor' WHERE segmentation_id = {SEGMENTATION} AND ordinal = 1",
    ),
    "mojibake": (
        "characters",
        f"UPDATE corpus.turn SET text = '{'Häfen und Brücken für fünf Züge'.encode().decode('cp1252')}'"
        f" WHERE segmentation_id = {SEGMENTATION} AND ordinal = 1",
    ),
    "to_review": ("queues", "UPDATE corpus.segmentation SET review = '{no_marker}'"),
    "in_quarantine": (
        "queues",
        "INSERT INTO pipeline.quarantine (record_id, cleaner, reason, detail, attempt_id)"
        " SELECT a.input::uuid, a.version, 'unknown_layout', 'why', a.attempt_id FROM pipeline.attempt a WHERE a.step = 'clean' LIMIT 5",
    ),
}


def test_each_figure_that_is_measured_is_spoilt_here() -> None:
    measured = {(name, check.name) for check in policy().checks.values() for name in check.figures}
    assert measured == {(name, check) for name, (check, _) in SPOILT.items()} | {("turns_per_document", "turn_counts")}
    assert {path.stem for path in FOLDER.glob("*.sql")} == set(ALL)


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_wrong_is_found_and_said_with_the_next_step(copy: str, name: str) -> None:
    check, statements = SPOILT[name]
    spoil(copy, statements)
    found = figure(copy, check, name)
    assert not found.ok
    assert found.value is not None
    assert found.ministry == ("tiny" if name != "orphans" else None)
    said = first_line(run(copy, check, NOW))
    assert said is not None and ". Next: " in said
    assert found.says.startswith(", ".join(filter(None, (name, found.ministry, found.language))) + ": ")
    assert "is well: " in found.says, "the bounds stand beside the value"


def test_turns_of_new_documents_that_are_as_many_as_before_are_well(copy: str) -> None:
    spoil(copy, MORE.format(times=1))
    found = figure(copy, "turn_counts", "turns_of_new")
    assert (found.ok, found.value) == (True, 1.0)


def test_a_fivefold_count_of_turns_after_all_was_cut_anew_is_found_by_what_was_kept(copy: str) -> None:
    for day in range(6):
        assert status(run(copy, "turn_counts", NOW - timedelta(days=6 - day), f"run {day}")) == 0
    before = figure(copy, "turn_counts", "turns_per_document")
    spoil(copy, "UPDATE corpus.segmentation SET turns = 5 * turns")
    found = figure(copy, "turn_counts", "turns_per_document")
    assert before.ok and not found.ok
    assert before.value is not None and found.value == 5 * before.value
    assert (found.low, found.high) == (before.value / 2, before.value * 2)
    assert found.severity == "bad"


def test_what_was_found_wrong_is_no_past_to_get_used_to(copy: str) -> None:
    for day in range(5):
        run(copy, "turn_counts", NOW - timedelta(days=40 - day), f"run {day}")
    spoil(copy, "UPDATE corpus.segmentation SET turns = 5 * turns")
    for day in range(30):
        assert status(run(copy, "turn_counts", NOW - timedelta(days=30 - day), f"later {day}")) == 2
    assert not figure(copy, "turn_counts", "turns_per_document").ok


def test_results_are_kept_with_their_bounds_and_once_for_a_run(copy: str) -> None:
    first = run(copy, "dates", NOW, "run 1")
    run(copy, "dates", NOW + timedelta(seconds=5), "run 1")
    run(copy, "dates", NOW + timedelta(days=1), "run 2")
    query = "SELECT name, low, high, ok, run_id, at FROM pipeline.check_result ORDER BY at, name"
    with closing(psycopg2.connect(copy)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        kept = cursor.fetchall()
        cursor.execute("SELECT DISTINCT run_id, at FROM pipeline.check_standing")
        assert cursor.fetchall() == [("run 2", NOW + timedelta(days=1))]
    assert len(kept) == 2 * len(first)
    assert {row[5] for row in kept} == {NOW + timedelta(seconds=5), NOW + timedelta(days=1)}
    assert ("earliest_year", 1990.0, None, True, "run 1") in {row[:5] for row in kept}


def test_a_question_that_takes_too_long_is_ended_and_says_so(copy: str) -> None:
    with closing(psycopg2.connect(copy)) as holder, holder.cursor() as cursor:
        cursor.execute("LOCK corpus.reading IN ACCESS EXCLUSIVE MODE")
        from transcripts.checks import run as runs
        from transcripts.store.connection import connected

        short = replace(policy().checks["dates"], seconds=0.2)
        with connected(copy) as connection:
            results = runs._results(connection, short, NOW)
    assert {one.ok for one in results} == {False}
    assert first_line(results).startswith("in_the_future: not measured, the database took longer than 0.2 s. Next: ")  # type: ignore[union-attr]


def test_a_ministrys_own_bounds_go_before_its_past_and_before_those_of_all() -> None:
    usual = Bounds(low=1, high=2)
    own = Figure("f", "turns", "bad", "means", "next", usual, Past(0.5, 2, 90, 3), False, {"toy": Bounds(high=100)})
    check = Check("c", "C", "about", 1, {"f": own})

    def bounds(ministry: str, *past: float) -> tuple[float | None, float | None]:
        (one,) = judged(check, [Measured("f", ministry, "en", 50)], lambda *_: past, NOW)
        return one.low, one.high

    assert bounds("toy", 10, 10, 10) == (None, 100)
    assert bounds("north", 10, 12, 20) == (6, 24)
    assert bounds("north", 10, 12) == (1, 2), "too few to know"


def test_a_figure_of_which_nothing_was_found_is_0_where_it_counts_and_unknown_where_it_measures() -> None:
    found = judged(policy().checks["queues"], [], lambda *_: (), NOW)
    assert [(one.value, one.ok) for one in found] == [(None, True), (None, True)]
    assert found[0].says == "to_review: too little to measure"
    found = judged(policy().checks["orphans"], [], lambda *_: (), NOW)
    assert [(one.value, one.ok, one.says) for one in found] == [(0.0, True, "orphans: 0 rows, at most 0 is well")]


def test_the_worst_is_told_first() -> None:
    warn, bad = policy().checks["queues"].figures["to_review"], policy().checks["queues"].figures["in_quarantine"]
    found = judged(
        policy().checks["queues"],
        [Measured(warn.name, "toy", "en", 0.9), Measured(bad.name, "toy", "en", 0.5, ("a\nb",))],
        lambda *_: (),
        NOW,
    )
    assert first_line(found) == (
        f"in_quarantine, toy, en: 0.5 share, at most 0.1 is well: {bad.means} (a b). Next: {bad.next_step} (and 1 more, above)"
    )
    assert status(found) == 2
    assert status(found[:1]) == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('severity = "bad"', 'severity = "loud"', "severity must be warn or bad, not 'loud'"),
        ("high = 0\n", "", "needs low or high"),
        ("high = 0\n", "high = -1\n", "high must be a number from 0, not -1"),
        ("high = 0\n", "hihg = 0\n", "no entry hihg"),
        ("low = 5\nhigh = 400", "low = 400\nhigh = 5", "low is 400, above high, 5"),
        ("seconds = 60\n", 'seconds = "ten"\n', "seconds must be a number from 0, not 'ten'"),
        ("recent_days = 14", "recent_days = true", "recent_days must be a number from 0, not True"),
        ("[parameters]", "[ministry.toy.turns]\nhigh = 3\n[parameters]", "ministry.toy.turns: no check measures it"),
        ("[parameters]", "[parameters", "cannot be read"),
    ],
)
def test_a_policy_that_cannot_be_used_names_the_file_and_the_entry(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    (file := tmp_path / "checks.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadPolicy) as error:
        policy(file)
    assert str(error.value).startswith(f"{file}: ")
    assert said in str(error.value)


def test_a_ministry_may_have_bounds_of_its_own_in_the_file(tmp_path: Path) -> None:
    (file := tmp_path / "checks.toml").write_text(
        FILE.read_text("utf-8") + "\n[ministry.toy.longest_words]\nhigh = 7\n", "utf-8"
    )
    assert policy(file).checks["turn_lengths"].figures["longest_words"].of_ministry == {"toy": Bounds(None, 7)}


def test_the_command_prints_what_is_wrong_and_ends_as_monitoring_has_it(copy: str, house: Reviewing) -> None:
    well = house.run("check", "documents", TRANSCRIPTS_DATABASE_URL=copy)
    assert (well.returncode, well.stdout.splitlines()[-1]) == (0, "2 figures, 2 of them well")
    spoil(copy, SPOILT["blank_titles"][1])
    wants_a_look = house.run("check", "documents", TRANSCRIPTS_DATABASE_URL=copy)
    assert wants_a_look.returncode == 1
    assert wants_a_look.stdout.startswith("warn  blank_titles, tiny, en: 1 documents, at most 0 is well: ")
    spoil(copy, SPOILT["search_rows"][1])
    bad = house.run("check", "search", "documents", "--json", TRANSCRIPTS_DATABASE_URL=copy)
    assert bad.returncode == 2
    found = {one["name"]: one["ok"] for one in json.loads(bad.stdout)}
    assert (found["search_rows"], found["blank_titles"], found["search_words"]) == (False, False, True)
    unknown = house.run("check", "nothing", TRANSCRIPTS_DATABASE_URL=copy)
    assert unknown.returncode == 2
    assert unknown.stderr.startswith("transcripts check: no check 'nothing': there are balance, conservation, ")


def test_a_check_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with pytest.raises(UnknownCheck, match="no check 'turns': there are balance, "):
        run("postgresql://nobody@127.0.0.1:1/x", "turns", NOW)
