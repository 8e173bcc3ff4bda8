"""The questions: chapters of `docs/cookbook/`, a TOML file each, with their SQL as data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

#: A question's id is its anchor in the page and the name of its picture.
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: So many characters of a value are shown where it does not say.
WIDEST = 90
#: So many rows of a result are shown where the question does not say.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a result: ``kind`` bars, grouped, lines or grid; the others name columns of it.

    bars: a bar for each ``y`` as long as ``x``, pieces of it by ``series``; grouped: beside each other instead. lines: ``y`` over ``x``, a line for each ``series``.
    grid: a field for each ``x`` and ``y``, its colour by ``value``, its sign by ``mark`` where that is no blank.
    """

    kind: str
    x: str
    y: str
    title: str
    xlabel: str
    alt: str
    series: str = ""
    value: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``about`` says what is asked for, ``read`` how the result is read, ``trap`` what leads astray.

    ``shown`` rows of its result stand in the page, ``widest`` characters of a value.
    """

    id: str
    title: str
    about: str
    sql: str
    read: str
    trap: str
    shown: int = SHOWN
    widest: int = WIDEST
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """Questions that belong together."""

    title: str
    questions: tuple[Question, ...]


def chapters(folder: Path) -> tuple[Chapter, ...]:
    """All chapters in the order of their files' names. Raises ValueError naming the file and what is wrong in it."""
    found = tuple(_chapter(file) for file in sorted(folder.glob("*.toml")))
    if not found:
        raise ValueError(f"{folder}: no questions; they stand in files such as 01_words.toml")
    ids = [question.id for question in questions(found)]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ValueError(f"{folder}: several questions have the id {twice[0]!r}")
    return found


def questions(found: Sequence[Chapter]) -> tuple[Question, ...]:
    """The questions of all chapters."""
    return tuple(question for chapter in found for question in chapter.questions)


def _chapter(file: Path) -> Chapter:
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
        return Chapter(raw["title"], tuple(_question(one) for one in raw["question"]))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{file}: no chapter of questions: {error}") from error


def _question(raw: dict[str, Any]) -> Question:
    unknown = raw.keys() - {field.name for field in fields(Question)}
    if unknown or not ID.fullmatch(str(raw.get("id", ""))):
        raise ValueError(f"question {raw.get('id')!r}: an id of small letters is needed; not known: {sorted(unknown)}")
    drawn = raw.get("chart")
    texts = {name: value.strip() for name, value in raw.items() if isinstance(value, str)}
    return Question(**{**raw, **texts, "chart": Chart(**drawn) if drawn else None})
