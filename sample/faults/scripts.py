"""Reads scripts of faults, which stand in `data/faults/` or in a file of one's own."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from sample.faults.case import Case
from sample.faults.kinds import KINDS
from sample.response import Kind
from sample.world import DATA

FOLDER = DATA / "faults"
OWN = frozenset(one.name for one in fields(Case)) - {"options"}


def scripts() -> list[str]:
    """Return the names of the scripts that come with the sample."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def read_script(name: str) -> list[Case]:
    """Read a script by its name, or by the path of a file. Raises ValueError naming the file and the fault."""
    file = FOLDER / f"{name}.toml"
    if not file.is_file():
        file = Path(name)
    if not file.is_file():
        raise ValueError(f"no faults {name!r}: known are none, {', '.join(scripts())}, or the path of a file of faults")
    try:
        lines = tomllib.loads(file.read_text("utf-8")).get("fault", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: {error}") from error
    cases = [_case(file.name, line) for line in lines]
    doubled = {case.name for case in cases if sum(other.name == case.name for other in cases) > 1}
    if doubled:
        raise ValueError(f"{file}: two faults have the name {', '.join(sorted(doubled))}")
    return cases


def chosen(cases: Sequence[Case], names: Sequence[str]) -> list[Case]:
    """Return the named faults, all where no name is given. Raises ValueError for a name that there is not."""
    known = {case.name: case for case in cases}
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"no fault {', '.join(unknown)} in the script; it has {', '.join(known)}")
    return [known[name] for name in names] if names else list(cases)


def _case(file: str, line: dict[str, Any]) -> Case:
    place = f"{file}: fault {line.get('name', '?')!r}"
    if missing := {"name", "what", "of"} - line.keys():
        raise ValueError(f"{place}: no {', '.join(sorted(missing))}")
    kind = KINDS.get(line["what"])
    if kind is None:
        raise ValueError(f"{place}: unknown {line['what']!r}; known: {', '.join(sorted(KINDS))}")
    if line["of"] not in get_args(Kind) or line["of"] not in kind.of:
        raise ValueError(
            f"{place}: {line['what']} can be thrown at {', '.join(sorted(kind.of))}, not at {line['of']!r}"
        )
    options = {name: value for name, value in line.items() if name not in OWN}
    if unknown := options.keys() - kind.options.keys():
        raise ValueError(
            f"{place}: unknown option {', '.join(sorted(unknown))}; {line['what']} takes {', '.join(kind.options) or 'none'}"
        )
    return Case(**{name: value for name, value in line.items() if name in OWN}, options={**kind.options, **options})
