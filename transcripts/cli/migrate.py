"""The command `transcripts migrate`."""

from __future__ import annotations

import typer


def command() -> None:
    """Not there yet."""
    typer.echo("transcripts migrate: not there yet", err=True)
    raise typer.Exit(2)
