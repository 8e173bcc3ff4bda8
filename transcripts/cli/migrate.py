"""The command `transcripts migrate`: the database's schema is brought up to date."""

from __future__ import annotations

from typing import Annotated

import typer

from transcripts.cli.fail import told


def command(
    wait: Annotated[
        int, typer.Option(min=0, help="Seconds for which it tries again while somebody uses the tables.")
    ] = 600,
) -> None:
    """Applies the migrations of schema/ that the database lacks, all or none, and notes TRANSCRIPTS_ADDRESS where it is set.

    Readers may go on: they wait while it works. Where somebody holds a table for long, it says who, steps back, tries again and gives up after
    --wait seconds, nothing changed.
    """
    with told("migrate"):
        from transcripts.cite import checked
        from transcripts.settings import ADDRESS, DATABASE_URL
        from transcripts.store.citing import set_address
        from transcripts.store.connection import connected
        from transcripts.store.migrations import migrate

        address = checked(ADDRESS.get_or(""))
        applied = migrate(DATABASE_URL.get(), patience=wait, on_wait=_said)
        with connected(DATABASE_URL.get()) as connection:
            changed = bool(address) and set_address(connection, address)
    for name in applied:
        typer.echo(f"applied {name}")
    if changed:
        typer.echo(f"permanent addresses begin with {address}/")
    typer.echo("the schema is up to date")


def _said(line: str) -> None:
    typer.echo(f"migrate: {line}", err=True)
