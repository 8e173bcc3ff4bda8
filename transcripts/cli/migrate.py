"""The command `transcripts migrate`: the database's schema is brought up to date."""

from __future__ import annotations

import typer

from transcripts.cli.fail import told


def command() -> None:
    """Applies the migrations of schema/ that the database lacks, and notes TRANSCRIPTS_ADDRESS where it is set."""
    with told("migrate"):
        from transcripts.cite import checked
        from transcripts.settings import ADDRESS, DATABASE_URL
        from transcripts.store.citing import set_address
        from transcripts.store.connection import connected
        from transcripts.store.migrations import migrate

        address = checked(ADDRESS.get_or(""))
        applied = migrate(DATABASE_URL.get())
        with connected(DATABASE_URL.get()) as connection:
            changed = bool(address) and set_address(connection, address)
    for name in applied:
        typer.echo(f"applied {name}")
    if changed:
        typer.echo(f"permanent addresses begin with {address}/")
    typer.echo("the schema is up to date")
