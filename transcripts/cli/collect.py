"""The command `transcripts collect`."""

from __future__ import annotations

import typer


def command() -> None:
    """Not there yet."""
    typer.echo("transcripts collect: not there yet", err=True)
    raise typer.Exit(2)
