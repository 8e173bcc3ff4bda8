"""How far each rule is to be trusted, from ``transcripts/data/rules.toml``."""

from __future__ import annotations

from functools import cache

from transcripts.segment import tables
from transcripts.segment.tables import BadData

RULES = tables.DATA / "rules.toml"


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
def _data() -> dict[str, dict[str, float]]:
    data = tables.read(RULES)
    tables.require_keys("transcripts/data/rules.toml", data, ("doubtful", "rules"))
    return data


def _share(rule: str, value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadData(f"transcripts/data/rules.toml: {rule} must be from 0 to 1, not {value!r}")
    return float(value)
