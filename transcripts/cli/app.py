"""The command line's entry: which commands there are. Imports nothing heavy, so that a light command starts at once."""

from __future__ import annotations

import typer

from transcripts.cli import clean, collect, migrate, process, segment, status

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command("clean")(clean.command)
app.command("segment")(segment.command)
app.command("collect")(collect.command)
app.command("process")(process.command)
app.command("status")(status.command)
app.command("migrate")(migrate.command)


def main() -> None:
    """Runs the command line."""
    app()
