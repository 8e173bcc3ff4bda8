"""Writes the people of the data into the database, so that turns can name them: only what changed, by whoever comes first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from psycopg2.extensions import cursor as Cursor

from transcripts.segment.people_file import everyone
from transcripts.segment.person import Person
from transcripts.store.rows import merge

PERSON = ("person_id", "name", "role", "source", "digest", "retired", "attempt_id")
NAME = ("person_id", "language", "ordinal", "name", "script", "since", "until", "source")
OFFICE = ("person_id", "ordinal", "code", "of", "since", "until", "source")
LOCK = "people"


class People:
    """The people as they are to stand in the database."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = {person.id: person for person in people}
        self._digests = {person.id: _digest(person) for person in people}

    def mirror(self, cursor: Cursor, attempt: int) -> None:
        """Brings the tables to what the data says, in the caller's transaction; equal already: writes nothing.

        Who is no longer in the data goes, or stays as retired where a turn names the person. Two at a time wait for one
        another.
        """
        if _standing(cursor) == self._digests:
            return
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (LOCK,))
        standing = _standing(cursor)
        changed = [self._people[key] for key, digest in self._digests.items() if standing.get(key) != digest]
        self._write(cursor, changed, attempt)
        _retire(cursor, sorted(standing.keys() - self._digests.keys()), attempt)

    def _write(self, cursor: Cursor, changed: Sequence[Person], attempt: int) -> None:
        rows = [(p.id, p.name, p.role, p.source, self._digests[p.id], False, attempt) for p in changed]
        sets = ", ".join(f"{name} = excluded.{name}" for name in PERSON[1:])
        merge(cursor, ("corpus", "person"), PERSON, rows, conflict=f"(person_id) DO UPDATE SET {sets}")
        for table, columns, inner in (("person_name", NAME, _names(changed)), ("office", OFFICE, _offices(changed))):
            cursor.execute(f"DELETE FROM corpus.{table} WHERE person_id = ANY (%s)", ([p.id for p in changed],))  # noqa: S608 (our own names)
            merge(cursor, ("corpus", table), columns, inner, conflict=None)


@cache
def ours() -> People:
    """The people of the data files. Raises BadData naming the entry that is wrong."""
    return People(everyone())


def _digest(person: Person) -> str:
    return hashlib.sha256(
        json.dumps(asdict(person), ensure_ascii=False, sort_keys=True, default=str).encode()
    ).hexdigest()


def _standing(cursor: Cursor) -> dict[str, str]:
    cursor.execute("SELECT person_id, digest FROM corpus.person WHERE NOT retired")
    return dict(cursor.fetchall())


def _retire(cursor: Cursor, gone: Sequence[str], attempt: int) -> None:
    if not gone:
        return
    cursor.execute(
        "DELETE FROM corpus.person p WHERE person_id = ANY (%s)"
        " AND NOT EXISTS (SELECT FROM corpus.turn t WHERE t.person_id = p.person_id)",
        (list(gone),),
    )
    cursor.execute(
        "UPDATE corpus.person SET retired = true, attempt_id = %s WHERE person_id = ANY (%s)", (attempt, list(gone))
    )


def _names(people: Iterable[Person]) -> Iterable[tuple[Any, ...]]:
    for person in people:
        for language, names in person.names.items():
            for ordinal, name in enumerate(names, start=1):
                yield (
                    person.id, language, ordinal, name.text, name.script, name.since, name.until, name.source,
                )  # fmt: skip


def _offices(people: Iterable[Person]) -> Iterable[tuple[Any, ...]]:
    for person in people:
        for ordinal, office in enumerate(person.offices, start=1):
            yield person.id, ordinal, office.code, office.of, office.since, office.until, office.source
