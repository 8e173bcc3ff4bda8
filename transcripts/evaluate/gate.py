"""The gate: figures that may not fall, over gold that may not change unsaid.

A gate file (JSON) holds ``floors`` by group and figure, just under what was measured; ``least``, what they must never be
under, where ``each`` stands for every ministry and language; ``documents``, the digests of gold and text; and
``lowered``, every time that a floor or a digest was given up, with the date and the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from transcripts.evaluate.figures import SHARES, Figure
from transcripts.evaluate.files import write_json
from transcripts.evaluate.gold import Gold
from transcripts.evaluate.measure import ALL, Measurement

Floors = dict[str, dict[str, float]]
Digests = dict[str, dict[str, str]]
#: What is pinned of each group. Precision and recall follow from F1.
PINNED = ("boundary_f1", "label", "role", "person", "named", "words_right", "exchange_f1")
#: In ``least``: every group but all.
EACH = "each"
#: Floors are pinned in thousandths.
STEPS = 1000


class BadGate(ValueError):
    """A gate file that is not there or not in its form."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What a gate file says. ``about`` is for people."""

    about: str = ""
    least: Floors = field(default_factory=dict)
    floors: Floors = field(default_factory=dict)
    documents: Digests = field(default_factory=dict)
    lowered: list[dict[str, Any]] = field(default_factory=list)


def read_gate(path: Path) -> Gate:
    """The gate of a file. Raises BadGate with file and place."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadGate(f"{path}: {error.strerror or error}; --pin {path} writes one") from error
    except ValueError as error:
        raise BadGate(f"{path}: is no JSON: {error}") from error
    known = Gate.__dataclass_fields__
    unknown = sorted(set(said) - set(known)) if isinstance(said, dict) else ["(no object)"]
    if unknown:
        raise BadGate(f"{path}: unknown key {', '.join(unknown)} (known are {', '.join(known)})")
    for part in ("least", "floors"):
        _check_floors(f"{path}: {part}", said.get(part, {}))
    for name, digests in _object(f"{path}: documents", said.get("documents", {})).items():
        if not isinstance(digests, dict) or set(digests) != {"gold", "text"}:
            raise BadGate(f"{path}: documents: {name}: must hold the digests gold and text")
    if not isinstance(said.get("lowered", []), list):
        raise BadGate(f"{path}: lowered: must be a list, not {said['lowered']!r:.80}")
    return Gate(**said)


def write_gate(path: Path, gate: Gate) -> None:
    """Puts the gate into its file."""
    write_json(path, asdict(gate))


def _object(where: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever the file holds)
    if not isinstance(value, dict):
        raise BadGate(f"{where}: must be an object, not {value!r:.80}")
    return value


def _check_floors(where: str, floors: Any) -> None:  # noqa: ANN401
    for group, figures in _object(where, floors).items():
        for name, floor in _object(f"{where}: {group}", figures).items():
            if name not in SHARES:
                raise BadGate(f"{where}: {group}: there is no figure {name} (known are {', '.join(SHARES)})")
            if type(floor) not in (int, float) or not 0 <= floor <= 1:
                raise BadGate(f"{where}: {group}: {name}: must be a share from 0 to 1, not {floor!r}")


def failings(gate: Gate, golds: Sequence[Gold], measured: Measurement) -> list[str]:
    """Why the gate stays shut, a line each; none where it opens."""
    return [
        *_changed(gate.documents, digests_of(golds)),
        *(f"{gold}: is not pinned; --pin adds it" for gold in digests_of(golds) if gold not in gate.documents),
        *_under(_least(gate, measured), measured, "what it must be at least"),
        *_under(gate.floors, measured, "its floor"),
    ]


def digests_of(golds: Sequence[Gold]) -> Digests:
    """What is pinned of each document."""
    return {gold.name: {"gold": gold.gold_digest, "text": gold.text_digest} for gold in golds}


def _changed(pinned: Digests, present: Digests) -> Iterator[str]:
    way_out = 'bring it back, or pin it anew with --pin and --lower "why"'
    for name, digests in pinned.items():
        if name not in present:
            yield f"{name}: is pinned and not there; {way_out}"
        else:
            for part, digest in digests.items():
                if present[name][part] != digest:
                    yield f"{name}: its {part} was changed since it was pinned; {way_out}"


def _least(gate: Gate, measured: Measurement) -> Floors:
    each = {group: gate.least[EACH] for group in measured.groups if group != ALL and EACH in gate.least}
    return {**each, **{group: figures for group, figures in gate.least.items() if group != EACH}}


def _under(floors: Floors, measured: Measurement, what: str) -> Iterator[str]:
    for group, figures in floors.items():
        for name, floor in figures.items():
            figure = measured.groups[group].figures[name] if group in measured.groups else None
            if figure is None or not figure.total:
                yield f"{group}: {name}: there is nothing that it could be measured on"
            elif figure.share < Fraction(str(floor)):
                shown = f"{float(figure.share):.5f} ({figure.right} of {figure.total})"
                yield f"{group}: {name}: {shown} is under {what}, {floor}; --verbose lists what is wrong"


def pinned(gate: Gate, golds: Sequence[Gold], measured: Measurement, why: str, today: str) -> Gate:
    """The gate with floors just under what is measured and the digests of now.

    Raises BadGate where that lowers a floor or gives up a document and no reason is given.
    """
    floors = floors_of(measured)
    given_up = [*_changed_names(gate.documents, digests_of(golds)), *_lowered(gate.floors, floors)]
    if given_up and not why:
        raise BadGate(f'this would give up: {"; ".join(given_up)}. Say why with --lower "why", and it is noted')
    noted = [{"date": today, "why": why, "what": given_up}] if given_up else []
    return Gate(gate.about, gate.least, floors, digests_of(golds), [*gate.lowered, *noted])


def floors_of(measured: Measurement) -> Floors:
    """The floors just under what is measured."""
    return {
        group: {name: _rounded_down(one.figures[name]) for name in PINNED if one.figures[name].total}
        for group, one in measured.groups.items()
    }


def _rounded_down(figure: Figure) -> float:
    return STEPS * figure.right // figure.total / STEPS


def _changed_names(before: Digests, now: Digests) -> Iterator[str]:
    yield from (f"{name} as it was pinned" for name, digests in before.items() if now.get(name) != digests)


def _lowered(before: Floors, now: Floors) -> Iterator[str]:
    for group, figures in before.items():
        for name, floor in figures.items():
            new = now.get(group, {}).get(name)
            if new is None or new < floor:
                yield f"{group} {name} {floor} (now {'nothing' if new is None else new})"
