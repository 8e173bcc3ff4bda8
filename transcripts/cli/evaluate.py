"""The command `transcripts evaluate`: the segmenter measured against folders of gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from transcripts.cli.fail import fail, told


def command(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="DIR...", help="Folders with gold/ and texts/.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="List everything that is not as in the gold.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
) -> None:
    """Measures turns, speakers and exchanges against annotated documents and prints the figures with their limits."""
    if not folders:
        fail("evaluate", "DIR is missing: transcripts evaluate DIR, a folder with gold/*.json and texts/*.txt")
    with told("evaluate"):
        from transcripts.evaluate import measure, read_gold, show

        measured = {str(folder): measure(read_gold(folder)) for folder in folders}
    if as_json:
        said = {name: show.as_json(one, mistakes=verbose) for name, one in measured.items()}
        typer.echo(json.dumps(said, ensure_ascii=False, indent=1).encode())
        return
    for name, one in measured.items():
        typer.echo(f"{name}: ", nl=False)
        for line in show.lines_of(one):
            typer.echo(line)
        for mistake in one.mistakes if verbose else ():
            typer.echo(show.line_of(mistake))
