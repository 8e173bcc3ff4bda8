"""The command `transcripts segment`."""

from __future__ import annotations

import typer


def command() -> None:
    """Not there yet."""
    typer.echo("transcripts segment: not there yet", err=True)
    raise typer.Exit(2)
