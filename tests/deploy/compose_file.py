"""docker-compose.yml as a test reads it: as it is written, and resolved by the values of an `.env`, as Compose does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
EXAMPLE = ROOT / ".env.example"
#: $$, ${NAME}, ${NAME:?message} or ${NAME:-default}.
REFERENCE = re.compile(r"\$(?:\$|\{(?P<name>\w+)(?:(?P<how>:[?-])(?P<word>[^}]*))?\})")
#: What a secret of ours is called.
SECRET = re.compile(r"PASSWORD|SECRET|KEY")


class Unset(Exception):
    """A value that must be set is not: Compose would refuse to start, with this message."""


@dataclass(frozen=True)
class Reference:
    """One mention of a variable, and where."""

    name: str
    how: str
    word: str
    place: str


def written() -> dict[str, Any]:
    """The file with its anchors and merges resolved, its variables not."""
    whole: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return whole


def services() -> dict[str, dict[str, Any]]:
    """The services as they are written."""
    found: dict[str, dict[str, Any]] = written()["services"]
    return found


def strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every string below a value, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from strings(one, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from strings(one, f"{place}[{index}]")


def references() -> list[Reference]:
    """Every mention of a variable in the file."""
    return [
        Reference(found["name"], found["how"] or "", found["word"] or "", place)
        for place, text in strings(services(), "")
        for found in REFERENCE.finditer(text)
        if found["name"]
    ]


def resolve(value: Any, env: Mapping[str, str]) -> Any:
    """A value with its variables replaced. Raises Unset where `${NAME:?}` has no value."""
    if isinstance(value, dict):
        return {key: resolve(one, env) for key, one in value.items()}
    if isinstance(value, list):
        return [resolve(one, env) for one in value]
    return REFERENCE.sub(lambda found: _value(found, env), value) if isinstance(value, str) else value


def _value(found: re.Match[str], env: Mapping[str, str]) -> str:
    name, how = found["name"], found["how"]
    if name is None:
        return "$"
    if value := env.get(name):
        return value
    if how == ":-":
        return str(found["word"])
    raise Unset(f"{name}: {found['word']}")


def read_env(text: str) -> dict[str, str]:
    """The variables of an `.env`, those of comments left out."""
    lines = (line.partition("=") for line in text.splitlines() if re.match(r"[A-Z]\w*=", line))
    return {name: value for name, _, value in lines}


def example() -> dict[str, str]:
    """All variables of `.env.example`, also those that are commented out because they have a default."""
    return dict(re.findall(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", EXAMPLE.read_text("utf-8"), re.MULTILINE))
