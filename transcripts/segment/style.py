"""Marker styles: which shapes a ministry's markers take, from ``transcripts/data/styles/<style>.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transcripts.segment import tables
from transcripts.segment.tables import BadData

STYLES = tables.DATA / "styles"
SHAPES = ("plain", "initials", "capitals")
KEYS = ("name", "source", "head_limit", "shapes", "unmarked_opening", "questions", "inline_after_blank")


class UnknownStyle(LookupError):
    """There is no marker style of this name."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a ministry prints its speakers. ``head_limit`` counts code points before the colon, without parentheses."""

    name: str
    head_limit: int
    shapes: frozenset[str]
    unmarked_opening: str
    questions: str
    inline_after_blank: bool


@cache
def style(name: str) -> Style:
    """The style of this name. Raises UnknownStyle with the known ones, BadData for a wrong file."""
    path = STYLES / f"{name}.toml"
    if name not in known_styles():
        raise UnknownStyle(f"unknown marker style {name!r}: known are {', '.join(known_styles())}")
    data = tables.read(path)
    where = tables.place(path)
    tables.require_keys(where, data, KEYS)
    tables.text(f"{where}: source", data["source"])
    if data["name"] != name:
        raise BadData(f"{where}: name is {data['name']!r}, but the file is named {path.name}")
    if not isinstance(data["head_limit"], int) or not 10 <= data["head_limit"] <= 200:
        raise BadData(f"{where}: head_limit must be a number from 10 to 200, not {data['head_limit']!r}")
    shapes = tables.texts(f"{where}: shapes", data["shapes"])
    return Style(
        name=name,
        head_limit=data["head_limit"],
        shapes=frozenset(tables.one_of(f"{where}: shapes", shape, SHAPES) for shape in shapes),
        unmarked_opening=tables.one_of(f"{where}: unmarked_opening", data["unmarked_opening"], ("statement", "lead")),
        questions=tables.one_of(f"{where}: questions", data["questions"], ("kind", "role")),
        inline_after_blank=bool(data["inline_after_blank"]),
    )


def known_styles() -> list[str]:
    """The names of all styles."""
    return sorted(path.stem for path in STYLES.glob("*.toml"))
