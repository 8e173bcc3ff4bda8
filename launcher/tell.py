"""What `make run` prints when the rows have landed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console as Rich
from rich.table import Table

from launcher import landing
from launcher.console import Console
from launcher.rest import Airflow
from launcher.server import Server
from launcher.state import UI_USER, Var


def table(rich: Rich, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Prints rows with numbers to the right."""
    grid = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), show_edge=False)
    for index, column in enumerate(columns):
        numbers = all(isinstance(row[index], (int, float)) or row[index] is None for row in rows)
        grid.add_column(column, justify="right" if numbers else "left", header_style="dim", no_wrap=True)
    for row in rows:
        grid.add_row(*("" if value is None else str(value) for value in row))
    rich.print(grid)


def landed(console: Console, server: Server) -> int:
    """Prints what stands by language and returns the number of documents."""
    columns, rows = landing.landed(server.analyst)
    total = ["all", *(sum(row[index] for row in rows) for index in range(1, len(columns)))]
    console.say("\nLanded")
    table(console.rich, columns, [*rows, total])
    return int(total[1])


def written(console: Console, written: dict[str, list[str]]) -> None:
    """Prints what this run wrote, schema by schema."""
    console.say("\nWritten by this run (+ rows added, ~ rows changed)")
    for schema, lines in written.items():
        console.say(f"  {schema}: {', '.join(lines) or 'nothing written'}")


def first_query(console: Console, server: Server) -> None:
    """Prints a query and its answer."""
    console.say(f"\nA first query\n{landing.FIRST_QUERY}\n")
    table(console.rich, *landing.ask(server.analyst, landing.FIRST_QUERY))


def ways_on(console: Console, var: Var, airflow: Airflow, server: Server) -> None:
    """Prints where to look now, and how to stop."""
    console.say(f"""
Airflow     {airflow.address}   user {UI_USER}, password {var.secrets()["ui"]}
Analysts    {server.analyst}
            `make psql` opens psql with it
Stop        `make stop`; everything is kept in {var.root}
Took        {console.seconds:.0f} s""")
