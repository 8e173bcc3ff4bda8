"""The command `transcripts countries`: the search for countries' names measured against what a reader marked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transcripts.cli.fail import fail, told

#: Exit status when the gate stays shut.
SHUT = 1


def command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of gold (*.json).")] = Path(
        "tests/countries/gold"
    ),
    texts: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="Folders of the texts; may be given twice.")
    ] = None,
    corpus: Annotated[list[str] | None, typer.Option(help="real or own; both where none is named.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="List what is missed and what is extra.")] = False,
    gate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Status 1 where a figure is under its floor.")
    ] = None,
    pin: Annotated[Path | None, typer.Option(metavar="FILE", help="Write floors just under these figures.")] = None,
    publish: Annotated[
        Path | None, typer.Option(metavar="DOCS", help="With --gate: write DOCS/figures/countries.md.")
    ] = None,
) -> None:
    """Measures the mentions of countries: precision, recall and F1 by language."""
    if publish and (corpus or not gate):
        fail("countries", "--publish takes all of the gold and --gate FILE, which knows what was measured first")
    with told("countries"):
        from transcripts.countries import VERSION
        from transcripts.evaluate import countries, country_gate, country_page
        from transcripts.evaluate.quality import publish_figures

        only = corpus or list(countries.CORPORA)
        scored = countries.score(countries.read(gold, texts or _TEXTS, only))
        typer.echo(f"version {VERSION}")
        for group, own in countries.figures(scored).items():
            said = ", ".join(f"{name} {float(one.share):.4f} ({one.right} of {one.total})" for name, one in own.items())
            typer.echo(f"{group}: {said}")
        for one in scored if verbose else ():
            for line in country_page.lines_of(one):
                typer.echo(line)
        if pin:
            country_gate.pin(pin, scored)
        if gate:
            said_before = country_gate.read_gate(gate)
            if publish:
                publish_figures(publish, "countries", country_page.page(scored, VERSION, said_before))
            _hold(gate, country_gate.failings(said_before, scored, only))


_TEXTS = [Path("tests/countries/texts"), Path("../shared/corpus/texts")]


def _hold(gate: Path, wrong: list[str]) -> None:
    for line in wrong:
        typer.echo(f"transcripts countries: {gate}: {line}", err=True)
    if wrong:
        raise typer.Exit(SHUT)
    typer.echo(f"{gate}: held", err=True)
