"""The command `transcripts migrate`: the database's schema is brought up to date."""

from __future__ import annotations

import typer

from transcripts.cli.fail import told


def command() -> None:
    """Applies the migrations of schema/ that the database lacks."""
    with told("migrate"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.migrations import migrate

        applied = migrate(DATABASE_URL.get())
    for name in applied:
        typer.echo(f"applied {name}")
    typer.echo("the schema is up to date")
