"""The command `transcripts import`: WARC files that others made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scraper.printable import one_line
from transcripts.cli.fail import BROKEN, told

if TYPE_CHECKING:
    from scraper.captures.choose import Left
    from transcripts.imports import Imported


def command(
    files: Annotated[list[Path], typer.Argument(help="WARC or ARC files, compressed or not.", metavar="FILE...")],
    ministry: Annotated[str, typer.Option("--ministry", help="Only what is this ministry's. Default: of all.")] = "",
    address: Annotated[str, typer.Option(help="Another address of that ministry's site.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be imported, write nothing.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name what is left out, each by address.")] = False,
    in_json: Annotated[bool, typer.Option("--json", help="What was found as JSON, one object a file.")] = False,
) -> None:
    """Makes snapshots of a ministry's pages that somebody else captured; `process` does the rest, as after a crawl.

    The same file again writes nothing. Status 1: a file is damaged, or records of it are refused; all else is done.
    """
    with told("import"):
        from transcripts import settings
        from transcripts.imports import Hooks, import_file

        if address and not ministry:
            raise ValueError("--address is that of one ministry's site: name it with --ministry")
        hooks = Hooks(on_left=_name if verbose else lambda _: None, on_progress=_progress)
        troubled = False
        for file in files:
            found = import_file(
                settings.DATABASE_URL.get(),
                file,
                archive=settings.ARCHIVE.get(),
                spool=str(settings.spool()),
                ministry=ministry or None,
                address=address or None,
                dry_run=dry_run,
                hooks=hooks,
            )
            typer.echo(json.dumps(as_json(found), ensure_ascii=False)) if in_json else _show(found, dry_run)
            troubled = troubled or bool(found.survey.told.problems)
    if troubled:
        raise typer.Exit(BROKEN)


def _name(left: Left) -> None:
    if left.reason != "not_ours":
        typer.echo(f"left out: {left.reason} {one_line(left.address)} at byte {left.offset}", err=True)


def _progress(offset: int, records: int) -> None:
    if records % 50_000 == 0:
        typer.echo(f"{records} records read, {offset} bytes", err=True)


def _show(found: Imported, dry_run: bool) -> None:
    survey = found.survey
    new = ", ".join(f"{count} of {code} ({'..'.join(survey.days[code])})" for code, count in found.taken.items())
    verb = "would be imported" if dry_run else "imported"
    typer.echo(f"{found.file}: {survey.records} records, {verb}: {new or 'nothing new'}")
    for reason, count in survey.told.left.most_common():
        typer.echo(f"  left out   {count:>8}  {reason}")
    for problem in survey.told.problems:
        typer.echo(f"  problem    {problem}")
    for report in found.reports:
        typer.echo(f"  {report.outcome:<10} {report.ministry}/{report.crawl}")


def as_json(found: Imported) -> dict[str, Any]:
    """What came of a file, as the option --json prints it."""
    survey = found.survey
    return {
        "file": found.file,
        "records": survey.records,
        "new": found.taken,
        "days": {code: list(days) for code, days in survey.days.items()},
        "left_out": dict(survey.told.left),
        "problems": survey.told.problems,
        "crawls": [f"{report.ministry}/{report.crawl}" for report in found.reports],
    }
