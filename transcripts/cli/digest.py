"""The command `transcripts digest`: whether two databases hold the same content, said in one line."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from transcripts.cli.fail import told


def command(
    without_times: Annotated[
        bool,
        typer.Option(
            "--without-times", help="Leave fetch times and record ids out: two collections at different times."
        ),
    ] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Count what older versions of cleaner and segmenter left behind, too.")
    ] = False,
    rows: Annotated[str, typer.Option("--rows", metavar="TABLE", help="Print a table's rows instead, for diff.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The digests as JSON.")] = False,
) -> None:
    """Digests all of corpus by natural keys: equal lines mean equal content, and the tables' own lines say where not."""
    with told("digest"):
        from transcripts import digest
        from transcripts.settings import DATABASE_URL

        url, times = DATABASE_URL.get(), not without_times
        if rows:
            for line in digest.rows(url, rows, times=times, history=history):
                typer.echo(line)
            return
        found = digest.digests(url, times=times, history=history)
    if as_json:
        typer.echo(json.dumps({"digest": digest.total(found), "tables": [asdict(one) for one in found]}))
        return
    typer.echo(f"{digest.total(found)}  {sum(one.rows for one in found)} rows of corpus")
    for one in found:
        typer.echo(f"{one.digest}  {one.rows:>10}  {one.table}")
