"""What a page may be at most, from ``transcripts/data/limits.toml``, and the error that ends the reading of one that is more."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, fields
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

FILE = Path(__file__).parent.parent / "data" / "limits.toml"
Reason = Literal["too_large", "too_deep"]


class BadLimits(ValueError):
    """The file of limits cannot be used; the message names the file and the entry."""


class TooMuch(ValueError):
    """A page is more than a page may be. ``reason`` is the code of its quarantine."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of each; the file says of what."""

    page_bytes: int
    elements: int
    paragraphs: int
    characters: int
    title: int
    entries: int
    marks: int


@cache
def limits(file: Path = FILE) -> Limits:
    """The limits of all ministries. Raises BadLimits."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadLimits(f"{file}: cannot be read: {error}") from error
    return Limits(**{one.name: _number(file, data, one.name) for one in fields(Limits)})


def _number(file: Path, data: dict[str, object], entry: str) -> int:
    value = data.get(entry)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadLimits(f"{file}: {entry} must be a whole number from 1, not {value!r}")
    return value


def hold(what: str, count: int, most: int) -> None:
    """Raises TooMuch where there are more of something than there may be."""
    if count > most:
        raise TooMuch("too_large", f"{count} {what}, more than {most}")


@cache
def _long_run(most: int) -> re.Pattern[str]:
    return re.compile(rf"\W{{{most + 1}}}\W*")


def hold_marks(text: str) -> None:
    """Raises TooMuch where accents are heaped upon one another: bringing a heap in order takes the square of its height."""
    most = limits().marks
    if len(text) <= most:
        return
    for run in _long_run(most).finditer(text):
        for is_mark, marks in groupby(run[0], key=lambda character: unicodedata.combining(character) != 0):
            if is_mark:
                hold("accents in a row", sum(1 for _ in marks), most)
