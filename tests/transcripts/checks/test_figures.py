"""Each check is green over what was really collected and published, and finds what is wrong in rows that were really spoilt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from launcher import databases
from launcher.postgres import Postgres
from tests.transcripts.checks.spoilt import MORE, SPOILT, spoil
from tests.transcripts.reviewing import Reviewing
from transcripts.checks.judge import first_line, line, status
from transcripts.checks.model import Result
from transcripts.checks.policy import policy
from transcripts.checks.run import run
from transcripts.store.checks import FOLDER

pytestmark = pytest.mark.database
NOW = datetime.now(UTC)
ALL = tuple(policy().checks)


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


def figure(url: str, check: str, name: str) -> Result:
    """The worst result of a figure."""
    return min((one for one in run(url, check, NOW) if one.name == name), key=lambda one: one.ok)


def test_nothing_is_found_where_nothing_is_wrong(house: Reviewing) -> None:
    results = [one for check in ALL for one in run(house.url, check, NOW)]
    assert [line(one) for one in results if not one.ok] == []
    assert {one.name for one in results} == {name for check in policy().checks.values() for name in check.figures}
    assert status(results) == 0


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
