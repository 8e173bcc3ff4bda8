"""A segmentation as a table for the eye."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transcripts.model import Doubt, Segmentation, Turn
from transcripts.segment.review import turns_in_doubt

#: The columns: which paragraphs a turn takes, the exchange that it belongs to, who speaks, the first words.
COLUMNS = ("turn", "lines", "exchange", "role", "kind", "speaker", "says")
#: The columns for a reviewer: a mark and the turn's id instead of its number and exchange.
REVIEWED = ("", "turn_id", "lines", "role", "kind", "speaker", "says")
#: What a narrow terminal cuts, rather than the rest.
NARROW = {"speaker", "says"}
#: So much of a turn's words may be shown (code points).
EXCERPT = 200
#: So much of the words of a doubt.
QUOTED = 80
#: Stands beside a turn in which something is in doubt, and beside one that a reviewer corrected.
DOUBTFUL, CORRECTED = "?", "*"


def show(found: Segmentation, console: Console | None = None, ids: Sequence[str] = ()) -> None:
    """Prints one row a turn, with the number of its exchange, and what a person should look at.

    With ``ids`` (of the turns) for a reviewer: they are printed too, doubtful turns and corrected ones marked.
    """
    console = console or Console()
    table = Table(box=box.SIMPLE, header_style="bold", pad_edge=False)
    for name in REVIEWED if ids else COLUMNS:
        side: Literal["left", "right"] = "right" if name in {"turn", "lines", "exchange"} else "left"
        table.add_column(
            name, no_wrap=name not in NARROW, justify=side, min_width=8 if ids and name in NARROW else None
        )
    exchange_of = {i: n for n, exchange in enumerate(found.exchanges, 1) for i in exchange.questions + exchange.answers}
    doubted = turns_in_doubt(found.turns, found.doubts)
    for i, turn in enumerate(found.turns):
        row = _row(i, turn, exchange_of.get(i))
        if ids:
            row = _mark(turn, doubted=i in doubted), ids[i], row[1], *row[3:]
        table.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in row))
    console.print(table)
    console.print(f"{len(found.turns)} turns, {len(found.exchanges)} exchanges", highlight=False)
    for doubt in found.doubts:
        console.print(Text(f"to be looked at: {_said(doubt)}"), soft_wrap=True)


def _row(number: int, turn: Turn, exchange: int | None) -> tuple[str, ...]:
    return (
        str(number),
        str(turn.start) if turn.start == turn.end else f"{turn.start}-{turn.end}",
        str(exchange or ""),
        turn.role,
        turn.kind,
        turn.person or turn.speaker or turn.label or "",
        " ".join(turn.text[:EXCERPT].split()),
    )


def _mark(turn: Turn, *, doubted: bool) -> str:
    return DOUBTFUL if doubted else CORRECTED if turn.corrections else ""


def _said(doubt: Doubt) -> str:
    words = " ".join(doubt.words[: QUOTED + 1].split())
    cut = words[:QUOTED] + ("..." if len(words) > QUOTED else "")
    place = f", paragraph {doubt.paragraph}" if doubt.paragraph else ""
    correction = f" (correction {doubt.correction})" if doubt.correction else ""
    return f"{doubt.reason}{place}{f': {cut}' if cut else ''}{correction}"
