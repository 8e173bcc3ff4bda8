"""The command `transcripts evaluate`: the segmenter measured against folders of gold."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transcripts.cli.fail import fail, told

if TYPE_CHECKING:
    from transcripts.evaluate import Gold, Measurement

#: Exit status when the gate stays shut.
SHUT = 1


def command(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="DIR...", help="Folders with gold/ and texts/.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="List everything that is not as in the gold.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
    gate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Status 1 where a figure is under its floor or gold was changed."),
    ] = None,
    pin: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write floors just under these figures, and the gold's digests.")
    ] = None,
    lower: Annotated[str, typer.Option(metavar="WHY", help="With --pin: why floors or documents are given up.")] = "",
    publish: Annotated[
        Path | None,
        typer.Option(metavar="DOCS", help="Record the figures in DOCS/quality.json and write DOCS/quality.md."),
    ] = None,
    note: Annotated[str, typer.Option(help="With --publish: what is to be said of this measurement.")] = "",
) -> None:
    """Measures turns, speakers and exchanges against annotated documents and prints the figures with their limits."""
    if not folders:
        fail("evaluate", "DIR is missing: transcripts evaluate DIR, a folder with gold/*.json and texts/*.txt")
    _check_options(len(folders), gate, pin, lower, publish, note)
    with told("evaluate"):
        from transcripts.evaluate import measure, read_gold

        golds = {folder: read_gold(folder) for folder in folders}
        measured = {folder: measure(found) for folder, found in golds.items()}
        _print(measured, verbose, as_json)
        today = date.today().isoformat()
        if publish:
            from transcripts.evaluate.quality import publish as record

            record(publish, measured, note, today)
        if pin:
            _pin(pin, golds[folders[0]], measured[folders[0]], lower, today)
        if gate:
            _hold(gate, golds[folders[0]], measured[folders[0]])


def _check_options(
    folders: int, gate: Path | None, pin: Path | None, lower: str, publish: Path | None, note: str
) -> None:
    if (gate or pin) and folders > 1:
        fail("evaluate", "--gate and --pin hold one DIR: call it once for each")
    if lower and not pin:
        fail("evaluate", "--lower goes with --pin FILE")
    if note and not publish:
        fail("evaluate", "--note goes with --publish DOCS")


def _print(measured: dict[Path, Measurement], verbose: bool, as_json: bool) -> None:
    from transcripts.evaluate import show

    if as_json:
        said = {str(folder): show.as_json(one, mistakes=verbose) for folder, one in measured.items()}
        typer.echo(json.dumps(said, ensure_ascii=False, indent=1).encode())
        return
    for folder, one in measured.items():
        typer.echo(f"{folder}: ", nl=False)
        for line in show.lines_of(one):
            typer.echo(line)
        for mistake in one.mistakes if verbose else ():
            typer.echo(show.line_of(mistake))


def _pin(file: Path, golds: list[Gold], measured: Measurement, why: str, today: str) -> None:
    from transcripts.evaluate.gate import Gate, pinned, read_gate, write_gate

    before = read_gate(file) if file.exists() else Gate()
    write_gate(file, pinned(before, golds, measured, why, today))
    typer.echo(f"{file}: {len(golds)} documents pinned", err=True)


def _hold(file: Path, golds: list[Gold], measured: Measurement) -> None:
    from transcripts.evaluate.gate import failings, read_gate

    wrong = failings(read_gate(file), golds, measured)
    for line in wrong:
        typer.echo(f"transcripts evaluate: {file}: {line}", err=True)
    if wrong:
        raise typer.Exit(SHUT)
    typer.echo(f"{file}: held, {len(golds)} documents", err=True)
