"""The command `transcripts alignment`: the aligner measured against versions whose pairs are known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transcripts.cli.fail import told

#: The page's name in the folder figures of the docs.
NAME = "alignment"


def command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Known versions: `python -m sample versions` prints some.")
    ],
    publish: Annotated[
        Path | None,
        typer.Option(metavar="DOCS", help="Write DOCS/figures/alignment.md, and DOCS/quality.md anew with it."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="List every pair that is missed or extra.")] = False,
) -> None:
    """Measures which turns of language versions are matched, by kind of difference, and prints the figures."""
    with told("alignment"):
        from transcripts.align import VERSION
        from transcripts.evaluate.alignment import measure, read
        from transcripts.evaluate.alignment_page import page, table
        from transcripts.evaluate.quality import publish_figures

        measured = [measure(read(file)) for file in files]
        for one in measured:
            typer.echo("\n".join([one.title, *table(one), *(one.wrong if verbose else ())]))
        if publish:
            publish_figures(publish, NAME, page(measured, VERSION))
