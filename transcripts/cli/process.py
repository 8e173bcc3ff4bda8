"""The command `transcripts process`: clean, segment and publish what waits, without Airflow."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from transcripts.cli.fail import told


def command(
    size: Annotated[int, typer.Option("--batch-size", min=1, help="Documents in a batch.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="The counts as JSON.")] = False,
) -> None:
    """Does all that waits, with a bar for each step. Status 1: something failed or was refused."""
    with told("process"):
        from transcripts.process import process
        from transcripts.settings import ARCHIVE, DATABASE_URL

        url, archive = DATABASE_URL.get(), ARCHIVE.get()
        with _Bars(url) as bars:
            sums = process(url, archive, size, bars.advance)
    if as_json:
        typer.echo(json.dumps(sums))
    else:
        for step, counts in sums.items():
            typer.echo(f"{step}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
        if not sums:
            typer.echo("nothing to do")
    if any(counts.get("failed") or counts.get("refused") for counts in sums.values()):
        raise typer.Exit(1)


class _Bars:
    """A bar on standard error for each step; a step's total is known once the step before it is through."""

    def __init__(self, database_url: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._database_url = database_url
        self._tasks: dict[str, int] = {}
        self._progress = Progress(
            TextColumn("{task.description:<8}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )

    def __enter__(self) -> _Bars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def advance(self, step: str, keys: int, _counts: dict[str, int]) -> None:
        """A batch of so many keys is through."""
        from rich.progress import TaskID

        from transcripts.process import pending

        if step not in self._tasks:
            total = keys + pending(self._database_url)[step]
            self._tasks[step] = self._progress.add_task(step, total=total)
        self._progress.advance(TaskID(self._tasks[step]), keys)
