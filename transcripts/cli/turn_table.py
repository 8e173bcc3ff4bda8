"""A segmentation as a table for the eye."""

from __future__ import annotations

from typing import Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transcripts.model import Segmentation, Turn

#: The columns: which paragraphs a turn takes, the exchange that it belongs to, who speaks, the first words.
COLUMNS = ("turn", "lines", "exchange", "role", "kind", "speaker", "says")
#: What a narrow terminal cuts, rather than the rest.
NARROW = {"speaker", "says"}
#: So much of a turn's words may be shown (code points).
EXCERPT = 200


def show(found: Segmentation, console: Console | None = None) -> None:
    """Prints one row a turn, with the number of its exchange, and what a person should look at."""
    console = console or Console()
    table = Table(box=box.SIMPLE, header_style="bold", pad_edge=False)
    for name in COLUMNS:
        side: Literal["left", "right"] = "right" if name in {"turn", "lines", "exchange"} else "left"
        table.add_column(name, no_wrap=name not in NARROW, justify=side)
    exchange_of = {i: n for n, exchange in enumerate(found.exchanges, 1) for i in exchange.questions + exchange.answers}
    for i, turn in enumerate(found.turns):
        table.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in _row(i, turn, exchange_of.get(i))))
    console.print(table)
    console.print(f"{len(found.turns)} turns, {len(found.exchanges)} exchanges", highlight=False)
    for reason in found.review:
        console.print(f"to be looked at: {reason}", highlight=False)


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
