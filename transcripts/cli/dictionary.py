"""The command `transcripts dictionary`: every table, view, column and function as the database describes them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transcripts.cli.fail import BROKEN, told


def command(
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DOCS", help="Write DOCS/data-dictionary.md instead of printing.")
    ] = None,
) -> None:
    """Prints the data dictionary as Markdown, made from the comments in the database. Status 1: something has none."""
    with told("dictionary"):
        from transcripts import dictionary
        from transcripts.settings import DATABASE_URL
        from transcripts.store import catalog
        from transcripts.store.connection import connected

        with connected(DATABASE_URL.get()) as connection:
            found = catalog.read(connection)
        if not found.relations:
            raise ValueError("the database has none of our schemas: `transcripts migrate` makes them (`make run` does)")
        page = dictionary.page(found)
        if write is None:
            typer.echo(page, nl=False)
        elif not write.is_dir():
            raise ValueError(f"--write {write}: no such folder; name that of the docs")
        else:
            (write / dictionary.PAGE).write_text(page, "utf-8")
            typer.echo(f"{write / dictionary.PAGE}: {len(found.relations)} tables and views", err=True)
    if missing := dictionary.uncommented(found):
        typer.echo(f"transcripts dictionary: no comment on {', '.join(missing)}", err=True)
        raise typer.Exit(BROKEN)
