"""The command `transcripts process`."""

from __future__ import annotations

import typer


def command() -> None:
    """Not there yet."""
    typer.echo("transcripts process: not there yet", err=True)
    raise typer.Exit(2)
