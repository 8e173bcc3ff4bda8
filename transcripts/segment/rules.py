"""How far each rule is to be trusted, from ``transcripts/data/rules.toml``."""

from __future__ import annotations

from functools import cache
from typing import Any

from transcripts.segment import tables
from transcripts.segment.tables import BadData

RULES = tables.DATA / "rules.toml"
WHERE = "transcripts/data/rules.toml"


@cache
def confidences() -> dict[str, float]:
    """The confidence of each rule. Raises BadData for one that is no share."""
    found: dict[str, float] = {}
    for rule, value in _data()["rules"].items():
        found[rule] = _share(rule, value)
    return found


@cache
def doubtful() -> float:
    """Under this confidence a turn puts its document on the review list."""
    return _share("doubtful", _data()["doubtful"])


@cache
def offices_like() -> dict[str, tuple[str, ...]]:
    """For the code of an office whose short form others go by too, the codes that it may mean, the likeliest first."""
    return {code: tables.texts(f"{WHERE}: offices_like.{code}", like) for code, like in _data()["offices_like"].items()}


@cache
def moderating() -> frozenset[str]:
    """Codes of offices whose holders lead other people's press conferences, too."""
    return frozenset(tables.texts(f"{WHERE}: moderating", _data()["moderating"]))


@cache
def everyday() -> frozenset[str]:
    """Codes of offices whose words stand before other words than names, too."""
    return frozenset(tables.texts(f"{WHERE}: everyday", _data()["everyday"]))


@cache
def between_names() -> tuple[str, ...]:
    """Words that stand between a given name and a family name."""
    return tables.texts(f"{WHERE}: between_names", _data()["between_names"])


@cache
def _data() -> dict[str, Any]:
    data = tables.read(RULES)
    tables.require_keys(WHERE, data, ("doubtful", "moderating", "everyday", "between_names", "offices_like", "rules"))
    return data


def _share(rule: str, value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadData(f"{WHERE}: {rule} must be from 0 to 1, not {value!r}")
    return float(value)
