"""Reads the people of ``transcripts/data/people/*.toml`` and refuses what is wrong in them, naming file and entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

from transcripts.model import SpeakerRole
from transcripts.segment import tables
from transcripts.segment.person import FullName, Office, Person
from transcripts.segment.scripts import script_of
from transcripts.segment.tables import BadData

PEOPLE = tables.DATA / "people"
ROLES = ("official", "journalist", "moderator", "other")
#: What an entry may hold besides what it must: days are the first and last, both included.
BOUNDS = ("since", "until", "source")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@cache
def everyone() -> tuple[Person, ...]:
    """All people of the data files. Raises BadData naming the entry that is wrong."""
    found: dict[str, Person] = {}
    for path in sorted(PEOPLE.glob("*.toml")):
        for person in load(path):
            if person.id in found:
                raise BadData(f"{tables.place(path)}: {person.id!r} stands in another file already")
            found[person.id] = person
    return tuple(found.values())


def load(path: Path) -> list[Person]:
    """The people of one file. Raises BadData naming the entry that is wrong."""
    where = tables.place(path)
    data = tables.read(path)
    tables.require_keys(where, data, ("source",), ("person",))
    source = tables.text(f"{where}: source", data["source"])
    people = [_person(f"{where}: [[person]] {n}", entry, source) for n, entry in enumerate(data.get("person", []), 1)]
    seen: set[str] = set()
    for person in people:
        if person.id in seen:
            raise BadData(f"{where}: {person.id!r} stands twice")
        seen.add(person.id)
    return people


def _person(where: str, entry: dict[str, Any], file_source: str) -> Person:
    tables.require_keys(where, entry, ("id", "name", "role"), ("names", "office", "source"))
    here = f"{where} ({entry['id']})"
    source = tables.text(f"{here}: source", entry.get("source", file_source))
    name = tables.text(f"{here}: name", entry["name"])
    script_of(f"{here}: name", "en", name)
    return Person(
        id=_id(f"{here}: id", entry["id"]),
        name=name,
        role=cast(SpeakerRole, tables.one_of(f"{here}: role", entry["role"], ROLES)),
        source=source,
        names={language: _names(here, language, forms, source) for language, forms in entry.get("names", {}).items()},
        offices=tuple(_office(f"{here}: office", office, source) for office in entry.get("office", [])),
    )


def _id(where: str, value: object) -> str:
    found = tables.text(where, value)
    if not _ID.fullmatch(found):
        raise BadData(f"{where}: {found!r} must be small letters and digits with hyphens between them")
    return found


def _names(here: str, language: str, forms: object, source: str) -> tuple[FullName, ...]:
    where = f"{here}: names.{language}"
    if not isinstance(forms, list) or not forms:
        raise BadData(f"{where}: must be a list of texts (or of tables with name, since, until), not {forms!r}")
    names = tuple(_name(f"{where}[{i}]", language, form, source) for i, form in enumerate(forms))
    tables.texts(where, [name.text for name in names])
    return names


def _name(where: str, language: str, form: object, source: str) -> FullName:
    entry: dict[str, Any] = form if isinstance(form, dict) else {"name": form}
    tables.require_keys(where, entry, ("name",), BOUNDS)
    text = tables.text(where, entry["name"])
    own = tables.text(f"{where}: source", entry.get("source", source))
    return FullName(text, script_of(where, language, text), *_bounds(where, entry), own)


def _office(where: str, entry: dict[str, Any], source: str) -> Office:
    tables.require_keys(where, entry, ("code", "of"), BOUNDS)
    code, of = tables.text(f"{where}: code", entry["code"]), tables.text(f"{where}: of", entry["of"])
    return Office(code, of, *_bounds(where, entry), tables.text(f"{where}: source", entry.get("source", source)))


def _bounds(where: str, entry: Mapping[str, Any]) -> tuple[date | None, date | None]:
    for key in ("since", "until"):
        if key in entry and type(entry[key]) is not date:
            raise BadData(f"{where}: {key} must be a date such as 2004-03-09")
    since, until = entry.get("since"), entry.get("until")
    if since and until and until < since:
        raise BadData(f"{where}: until is before since")
    return since, until
