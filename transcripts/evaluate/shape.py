"""The checks that a gold file's JSON must pass before anything is read from it: each error names the file and the place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, get_args

from transcripts.model import SpeakerRole, TurnKind


class BadGold(ValueError):
    """A gold document that cannot be measured with: the message says which file, where in it, and what is expected."""


#: A document's keys: those that must be there, and those that may.
NEEDED = (
    "file", "sha256", "language", "ministry", "paragraphs", "header", "footer", "headings", "separators", "turns",
    "exchanges_by_marker",
)  # fmt: skip
ALLOWED = ("exchanges", "remarks", "stage_directions", "date", "leads", "contents", "traps")
#: A turn's keys, and a trap's.
TURN_NEEDED = ("start", "end", "label", "speaker", "person", "role", "kind")
TURN_ALLOWED = ("note", "addressed_to", "inline", "char", "function", "hard", "translated_from", "adding_after")
TRAP_NEEDED = ("paragraph", "type")


class Place:
    """A place in a gold file, for taking values out of it. Every method raises BadGold with the place's name."""

    def __init__(self, name: str, value: object) -> None:
        if not isinstance(value, dict):
            raise BadGold(f"{name}: must be an object, not {value!r:.60}")
        self.name = name
        self.value: dict[str, Any] = value

    def refuse(self, key: str, expected: str) -> BadGold:
        """The error for a value that is not what it must be."""
        return BadGold(f"{self.name}: {key}: must be {expected}, not {self.value.get(key)!r:.80}")

    def keys(self, needed: Iterable[str], allowed: Iterable[str] = ()) -> None:
        """All needed keys are there, and no key that nobody knows."""
        missing = [key for key in needed if key not in self.value]
        unknown = sorted(set(self.value) - {*needed, *allowed})
        if missing:
            raise BadGold(f"{self.name}: lacks {', '.join(missing)}")
        if unknown:
            known = ", ".join([*needed, *allowed])
            raise BadGold(f"{self.name}: unknown key {', '.join(unknown)} (known are {known})")

    def text(self, key: str) -> str:
        """Words; not none, not blanks."""
        value = self.value.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "text")
        return value

    def text_or_none(self, key: str) -> str | None:
        """Words or null."""
        return None if self.value.get(key) is None else self.text(key)

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number within limits; null stands for the default where there is one."""
        value = self.value.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.refuse(key, f"a number from {low} to {high}")
        return value

    def numbers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers within limits; an absent key is an empty list."""
        value = self.value.get(key, [])
        if not isinstance(value, list) or not all(type(n) is int and low <= n <= high for n in value):
            raise self.refuse(key, f"a list of numbers from {low} to {high}")
        return tuple(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words; an absent key is an empty list."""
        value = self.value.get(key, [])
        if not isinstance(value, list) or not all(isinstance(t, str) and t.strip() for t in value):
            raise self.refuse(key, "a list of texts")
        return tuple(value)

    def places(self, key: str) -> list[Place]:
        """A list of objects, each a place of its own (counted from 0); an absent key is an empty list."""
        value = self.value.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, "a list of objects")
        return [Place(f"{self.name}: {key}[{i}]", one) for i, one in enumerate(value)]

    def day(self, key: str) -> date | None:
        """A day as 2020-02-28, or null."""
        value = self.text_or_none(key)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise self.refuse(key, "a day such as 2020-02-28") from None

    def role(self) -> str:
        """One of the speakers' roles."""
        return self._one_of("role", get_args(SpeakerRole))

    def kind(self) -> str:
        """One of the turns' kinds."""
        return self._one_of("kind", get_args(TurnKind))

    def _one_of(self, key: str, known: tuple[str, ...]) -> str:
        if self.value.get(key) not in known:
            raise self.refuse(key, f"one of {', '.join(known)}")
        return str(self.value[key])
