"""People in the database: they mirror the data, only changes are written, and turns keep whom they name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from tests.schema.test_readme import named
from tests.transcripts.store.crawled import dialogue
from tests.transcripts.store.test_publishing import publish, rows, segmented
from transcripts.model import Segmentation
from transcripts.segment.people_file import everyone, load
from transcripts.store import people
from transcripts.store.people import People

pytestmark = pytest.mark.database

ADA = """
[[person]]
id = "ada-toy"
name = "Ada Toy"
role = "official"
office = [
    { code = "deputy_minister", of = "Toyland" },
    { code = "foreign_minister", of = "Toyland", since = 2026-03-02, until = 2027-03-02, source = "the Toy Gazette" },
]
names = { en = [{ name = "Ada Block", until = 2025-05-31 }, { name = "Ada Toy", since = 2025-06-01 }], ru = ["Ада Той"] }
"""
BEN = '[[person]]\nid = "ben-ball"\nname = "Ben Ball"\nrole = "journalist"\n'


def known(folder: Path, *entries: str) -> People:
    file = folder / "toys.toml"
    file.write_text("\n".join(['source = "our own invention"', *entries]), encoding="utf-8")
    return People(load(file))


def attempt(connection: Connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pipeline.attempt (step, input, input_digest, version, outcome) SELECT 'segment',"
            " (count(*) + 1)::text, '', 't', 'done' FROM pipeline.attempt RETURNING attempt_id"
        )
        return int((cursor.fetchone() or (0,))[0])


def mirror(connection: Connection, wanted: People) -> int:
    key = attempt(connection)
    with connection.cursor() as cursor:
        wanted.mirror(cursor, key)
    connection.commit()
    return key


def by_ada(found: Segmentation, person_id: str = "ada-toy", outlet: str | None = "Toy Gazette") -> Segmentation:
    """The dialogue, its answer by Ada Toy and its question by a paper."""
    asked, answered = found.turns
    return replace(
        found, turns=(replace(asked, outlet=outlet), replace(answered, person="Ada Toy", person_id=person_id))
    )


@pytest.fixture
def toys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    """The data of these tests stands where the store looks for the people."""
    found = known(tmp_path, ADA, BEN)
    monkeypatch.setattr(people, "ours", lambda: found)
    return found


def test_the_tables_hold_what_the_data_says(connection: Connection, tmp_path: Path) -> None:
    key = mirror(connection, known(tmp_path, ADA, BEN))
    assert rows(
        connection, "SELECT person_id, name, role, source, retired, attempt_id FROM corpus.person ORDER BY 1"
    ) == [
        ("ada-toy", "Ada Toy", "official", "our own invention", False, key),
        ("ben-ball", "Ben Ball", "journalist", "our own invention", False, key),
    ]
    query = "SELECT language, ordinal, name, script, since, until, source FROM corpus.person_name ORDER BY 1, 2"
    assert rows(connection, query) == [
        ("en", 1, "Ada Block", "Latn", None, date(2025, 5, 31), "our own invention"),
        ("en", 2, "Ada Toy", "Latn", date(2025, 6, 1), None, "our own invention"),
        ("ru", 1, "Ада Той", "Cyrl", None, None, "our own invention"),
    ]
    assert rows(connection, 'SELECT ordinal, code, "of", since, until, source FROM corpus.office') == [
        (1, "deputy_minister", "Toyland", None, None, "our own invention"),
        (2, "foreign_minister", "Toyland", date(2026, 3, 2), date(2027, 3, 2), "the Toy Gazette"),
    ]


def state(connection: Connection) -> list[tuple[Any, ...]]:
    """Every row with the transaction that wrote it."""
    tables = ("person", "person_name", "office")
    return [row for t in tables for row in rows(connection, f"SELECT xmin::text, x::text FROM corpus.{t} x ORDER BY 2")]


def test_equal_data_writes_nothing_and_a_change_writes_one_person_anew(connection: Connection, tmp_path: Path) -> None:
    mirror(connection, known(tmp_path, ADA, BEN))
    before = state(connection)
    mirror(connection, known(tmp_path, ADA, BEN))
    assert state(connection) == before
    mirror(connection, known(tmp_path, ADA.replace("Ада Той", "Ада Кубик"), BEN))
    kept = set(before) & set(state(connection))
    assert {row[1].split(",")[0].strip("(") for row in kept} == {"ben-ball"}
    assert rows(connection, "SELECT name FROM corpus.person_name WHERE language = 'ru'") == [("Ада Кубик",)]


def test_who_leaves_the_data_goes_unless_a_turn_names_them_and_comes_back_the_same(
    connection: Connection, tmp_path: Path, toys: People
) -> None:
    read, found = dialogue()
    segmented(connection, read, by_ada(found))
    mirror(connection, known(tmp_path))
    assert rows(connection, "SELECT person_id, retired FROM corpus.person") == [("ada-toy", True)]
    mirror(connection, toys)
    assert rows(connection, "SELECT person_id, retired FROM corpus.person ORDER BY 1") == [
        ("ada-toy", False),
        ("ben-ball", False),
    ]


def test_two_at_a_time_write_everybody_once(connection: Connection, database_url: str) -> None:
    keys = [attempt(connection) for _ in range(2)]
    connection.commit()

    def work(key: int) -> None:
        with closing(psycopg2.connect(database_url)) as link, link.cursor() as cursor:
            people.ours().mirror(cursor, key)
            link.commit()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, keys)) == [None, None]
    assert rows(connection, "SELECT count(*), count(DISTINCT attempt_id) FROM corpus.person") == [(len(everyone()), 1)]


def test_all_people_of_the_data_fit_into_the_tables(connection: Connection) -> None:
    mirror(connection, people.ours())
    names = sum(len(forms) for person in everyone() for forms in person.names.values())
    offices = sum(len(person.offices) for person in everyone())
    assert rows(
        connection, "SELECT (SELECT count(*) FROM corpus.person_name), (SELECT count(*) FROM corpus.office)"
    ) == [(names, offices)]


def test_a_turn_names_its_person_and_outlet_and_the_office_of_the_day(connection: Connection, toys: People) -> None:
    read, found = dialogue()
    publish(connection, segmented(connection, read, by_ada(found)))
    query = "SELECT kind, person_id, outlet, office, office_of FROM analysis.turns ORDER BY ordinal"
    assert rows(connection, query) == [
        ("question", None, "Toy Gazette", None, None),
        ("answer", "ada-toy", None, "foreign_minister", "Toyland"),
    ]


@pytest.mark.parametrize(
    ("day", "office"),
    [
        ("2026-03-01", "deputy_minister"),
        ("2026-03-02", "foreign_minister"),
        ("2027-03-02", "foreign_minister"),
        ("2027-03-03", "deputy_minister"),
    ],
)
def test_the_office_of_a_day_is_the_one_begun_last_and_undated_ones_stand_behind(
    connection: Connection, toys: People, day: str, office: str
) -> None:
    mirror(connection, toys)
    assert rows(connection, f"SELECT * FROM analysis.office_on('ada-toy', '{day}')") == [(office, "Toyland")]
    assert rows(connection, f"SELECT * FROM analysis.office_on('ben-ball', '{day}')") == []


def test_a_turn_of_somebody_who_is_not_in_the_data_is_refused(connection: Connection, toys: People) -> None:
    read, found = dialogue()
    with pytest.raises(psycopg2.errors.ForeignKeyViolation, match="nobody-here"):
        segmented(connection, read, by_ada(found, "nobody-here"))


def test_analysts_see_people_and_whom_nobody_knows(connection: Connection, toys: People, analyst_url: str) -> None:
    read, found = dialogue()
    publish(connection, segmented(connection, read, by_ada(found)))
    with closing(psycopg2.connect(analyst_url)) as analyst:
        query = "SELECT name, names, documents, turns, words, first_day::text, last_day::text FROM analysis.people ORDER BY 1"
        assert rows(analyst, query) == [
            ("Ada Toy", {"en": ["Ada Block", "Ada Toy"], "ru": ["Ада Той"]}, 1, 1, 6, "2026-03-02", "2026-03-02"),
            ("Ben Ball", {}, 0, 0, 0, None, None),
        ]
        query = "SELECT offices->1->>'since' FROM analysis.people WHERE person_id = 'ada-toy'"
        assert rows(analyst, query) == [("2026-03-02",)]
        query = "SELECT label, speaker, ministry, language, role, documents, turns, words, first_day::text"
        assert rows(analyst, query + " FROM analysis.unknown_speakers") == [
            ("Question:", None, "toy", "en", "journalist", 1, 1, 1, "2026-03-02")
        ]
        assert rows(analyst, "SELECT office FROM analysis.office_on('ada-toy', '2026-03-02')") == [
            ("foreign_minister",)
        ]
        assert rows(analyst, "SELECT count(*) FROM analysis.offices") == [(2,)]
        assert rows(analyst, "SELECT office FROM analysis.turns WHERE office IS NOT NULL") == [("foreign_minister",)]


def test_status_counts_turns_of_known_people_and_of_unknown_officials(
    connection: Connection, toys: People, database_url: str
) -> None:
    read, found = dialogue()
    publish(connection, segmented(connection, read, by_ada(found)))
    assert "people      1 turns by people whom we know, 0 by officials whom we do not" in status(database_url)
    publish(connection, segmented(connection, replace(read, title="On more toys"), found, crawl="c2", hours=1))
    assert "people      0 turns by people whom we know, 1 by officials whom we do not" in status(database_url)


def status(url: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "transcripts", "status"],
        env={**os.environ, "TRANSCRIPTS_DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_queries_of_the_readme_run(connection: Connection, analyst_url: str) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sql\n(.*?)```", readme, re.S)
    queries = [query for query in re.sub(r"--.*", "", block).split(";") if query.strip()]
    assert len(queries) >= 4
    with closing(psycopg2.connect(analyst_url)) as analyst:
        for query in queries:
            assert rows(analyst, query) == []


def test_the_readme_names_every_view(connection: Connection) -> None:
    views = rows(connection, "SELECT table_name FROM information_schema.views WHERE table_schema = 'analysis'")
    calls = rows(connection, "SELECT proname FROM pg_proc WHERE pronamespace = 'analysis'::regnamespace")
    assert sorted(named()) == sorted(name for (name,) in [*views, *calls])
