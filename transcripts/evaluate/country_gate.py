"""The gate of countries: floors that may not be passed under, over gold that may not change unsaid.

A gate file (JSON) holds ``floors`` by group and figure, ``documents`` (the digests of gold files), ``first`` (what each held-out
group measured when it was first looked at, before anything was mended for it) and ``about``, which is for people.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from transcripts.evaluate.countries import BadCountryGold, Scored, figures
from transcripts.evaluate.figures import Figure
from transcripts.evaluate.files import write_json

STEPS = 1000
KEYS = ("about", "first", "floors", "documents")


def read_gate(path: Path) -> dict[str, Any]:
    """What a gate file says. Raises BadCountryGold."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadCountryGold(f"{path}: {error}; --pin {path} writes one") from error
    if not isinstance(said, dict) or set(said) != set(KEYS):
        raise BadCountryGold(f"{path}: must hold {', '.join(KEYS)}")
    return said


def failings(gate: Mapping[str, Any], scored: Sequence[Scored], only: Sequence[str]) -> list[str]:
    """Why the gate stays shut, a line each; none where it opens. ``only``: the corpora that were measured."""
    now = {one.gold.document: one.gold.digest for one in scored}
    pinned = {name: digest for name, (corpus, digest) in gate["documents"].items() if corpus in only}
    wrong = [f"{name}: is pinned and not there" for name in sorted(set(pinned) - set(now))]
    wrong += [f"{name}: is not pinned; --pin adds it" for name in sorted(set(now) - set(pinned))]
    wrong += [
        f"{name}: its gold was changed; --pin takes it"
        for name in sorted(now)
        if pinned.get(name, now[name]) != now[name]
    ]
    measured = figures(scored)
    for group, floors in gate["floors"].items():
        if group.split()[0] in only:
            wrong += [
                f"{group}: {name}: {_said(figure)} is under its floor, {floor}; --verbose lists what is wrong"
                for name, floor in floors.items()
                if (figure := measured[group][name]).share < floor
            ]
    return wrong


def _said(figure: Figure) -> str:
    return f"{float(figure.share):.4f} ({figure.right} of {figure.total})"


def pin(path: Path, scored: Sequence[Scored]) -> None:
    """Writes floors just under what is measured, and the gold's digests; what ``first`` has stays as it is.

    Raises BadCountryGold where a floor would sink: that is done by hand, in the file, where a reviewer sees it.
    """
    before: dict[str, Any] = (
        read_gate(path) if path.exists() else {"about": "", "first": {}, "floors": {}, "documents": {}}
    )
    measured = figures(scored)
    floors = {
        group: {name: math.floor(one.share * STEPS) / STEPS for name, one in own.items()}
        for group, own in measured.items()
    }
    for group, own in before["floors"].items():
        for name, floor in own.items():
            if floors.get(group, {}).get(name, 0) < floor:
                raise BadCountryGold(
                    f"{path}: floors: {group}: {name} would sink from {floor}; change it there by hand, and say why"
                )
    first = {
        group: {name: [one.right, one.total] for name, one in own.items()}
        for group, own in measured.items()
        if group.endswith("held out")
    }
    write_json(
        path,
        {
            "about": before["about"],
            "first": {**first, **before["first"]},
            "floors": floors,
            "documents": {one.gold.document: [one.gold.corpus, one.gold.digest] for one in scored},
        },
    )
