"""Pins: what documents and lists were when somebody last looked. A TOML file for each ministry, written by `transcripts canary`."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import scraper.ministries
from scraper.ministries.registry import FOLDER_SETTING

OURS = Path(scraper.ministries.__file__).parent


class BadPins(ValueError):
    """A file of pins that cannot be used, or none for a ministry. The message names the file and the way out."""


@dataclass(frozen=True, slots=True)
class DocumentPin:
    """What a document was: its address relative to the site, and what was read then. Empty: the page did not say."""

    address: str
    language: str
    title: str
    published: str
    number: str
    #: The digest of all that the source says (``Reading.digest``), and how many turns the text has.
    digest: str
    turns: int
    #: The digest of the page's bytes, as the archive has it: finds the stored page again.
    payload: str
    #: The versions of the cleaner and the segmenter that read it.
    read_by: str


@dataclass(frozen=True, slots=True)
class ListPin:
    """What a list named on one past day: the documents' site ids (addresses where they have none), sorted."""

    name: str
    language: str
    day: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pins:
    """The pins of one ministry."""

    documents: tuple[DocumentPin, ...] = ()
    lists: tuple[ListPin, ...] = ()

    def with_document(self, pin: DocumentPin) -> Pins:
        """These and one more; it takes the place of one at the same address."""
        others = tuple(one for one in self.documents if one.address != pin.address)
        return replace(self, documents=(*others, pin))

    def with_list(self, pin: ListPin) -> Pins:
        """These and one more; it takes the place of one of the same list, language and day."""
        key = (pin.name, pin.language, pin.day)
        others = tuple(one for one in self.lists if (one.name, one.language, one.day) != key)
        return replace(self, lists=(*others, pin))


def file_of(ministry: str) -> Path:
    """The ministry's file of pins: ``canaries/<code>.toml`` beside its module."""
    folder = os.environ.get(FOLDER_SETTING, "")
    outside = bool(folder) and not (OURS / f"{ministry}.py").exists()
    return (Path(folder) if outside else OURS) / "canaries" / f"{ministry}.toml"


def read(file: Path) -> Pins:
    """The pins of a file, none where there is no such file. Raises BadPins naming file, entry and what is wrong."""
    if not file.exists():
        return Pins()
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPins(f"{file}: no TOML: {error}") from error
    if unknown := sorted(set(raw) - {"document", "list"}):
        raise BadPins(f"{file}: {unknown[0]!r} is not known: [[document]] and [[list]] are")
    documents = [_entry(DocumentPin, one, f"{file}: document {n}") for n, one in enumerate(_tables(raw, "document"), 1)]
    lists = [_entry(ListPin, one, f"{file}: list {n}") for n, one in enumerate(_tables(raw, "list"), 1)]
    for pin in lists:
        _check_day(pin, file)
    return Pins(tuple(documents), tuple(lists))


def write(file: Path, pins: Pins) -> None:
    """Writes the pins in one step. Raises OSError naming the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text("\n".join(_lines(pins)) + "\n", encoding="utf-8")
    draft.replace(file)


def _tables(raw: Mapping[str, Any], name: str) -> list[Any]:
    found = raw.get(name, [])
    return found if isinstance(found, list) else [found]


T = TypeVar("T", DocumentPin, ListPin)


def _entry(kind: type[T], raw: object, where: str) -> T:
    if not isinstance(raw, dict):
        raise BadPins(f"{where} must be a table")
    if wrong := sorted(set(raw) ^ {one.name for one in fields(kind)}):
        raise BadPins(f"{where}: {wrong[0]!r} is {'not known' if wrong[0] in raw else 'missing'}")
    values: dict[str, Any] = {}
    for name, value in raw.items():
        wanted: type = {"turns": int, "entries": list}.get(name, str)
        if not _is(value, wanted):
            raise BadPins(f"{where}: {name} = {value!r} must be {_NAMES[wanted]}")
        values[name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)


def _is(value: Any, wanted: type) -> bool:  # noqa: ANN401 (whatever stands in a file)
    if wanted is list:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is wanted


_NAMES: dict[type, str] = {str: "a text", int: "a number", list: "a list of texts"}


def _check_day(pin: ListPin, file: Path) -> None:
    try:
        date.fromisoformat(pin.day)
    except ValueError as error:
        raise BadPins(f"{file}: list {pin.name}: day {pin.day!r} is no day such as 2026-03-05") from error


def _lines(pins: Pins) -> Iterator[str]:
    yield "# What these documents and lists were when they were pinned. Made by `transcripts canary CODE --pin ...`, from the archive."
    for kind, entries in (("document", pins.documents), ("list", pins.lists)):
        for pin in entries:
            yield f"\n[[{kind}]]"
            for name, value in asdict(pin).items():
                yield f"{name} = {_toml(value)}"


def _toml(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "[\n" + "".join(f"    {_toml(one)},\n" for one in value) + "]"
    # A JSON string is a TOML string, but for the one character that TOML wants escaped and JSON does not.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
