"""Words of the month that the sample's site does not say: real countries, and a formulation that the ministry changes."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sample.model import Entry

DATA = Path(__file__).with_name("wording.toml")


def reworded(entry: Entry, step: int, page: bytes) -> bytes:
    """The page as the month has it at a step of the site's clock.

    Raises ValueError where a formulation that is to change does not stand in it.
    """
    text = page.decode("utf-8")
    for one in _wording()["everywhere"]:
        if one["language"] == entry.language:
            text = text.replace(one["before"], one["after"][entry.index % len(one["after"])])
    for one in _wording()["later"]:
        if (one["event"], one["language"]) == (entry.event, entry.language) and step >= one["step"]:
            if one["before"] not in text:
                raise ValueError(f"{DATA.name}: {entry.event} in {entry.language} does not say {one['before']!r}")
            text = text.replace(one["before"], one["after"], 1)
    return text.encode("utf-8")


def changing() -> set[tuple[str, str]]:
    """The pages with a formulation that changes, by event and language."""
    return {(one["event"], one["language"]) for one in _wording()["later"]}


@cache
def _wording() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(DATA.read_text("utf-8"))
