"""The command `transcripts export`: a selection of the archive, for other people's tools."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transcripts.cli.fail import BROKEN, told

if TYPE_CHECKING:
    from transcripts.export.warc import Exported
    from transcripts.store.selection import Selection

#: So many damaged records are named.
NAMED = 20


class Format(StrEnum):
    """What is written."""

    warc = "warc"


def command(
    to: Annotated[Path, typer.Option("--to", help="A new or empty folder.")],
    what: Annotated[Format, typer.Option("--format", help="What is written.")] = Format.warc,
    ministry: Annotated[str, typer.Option("--ministry", help="Only this ministry's.")] = "",
    since: Annotated[str, typer.Option(help="Fetched on this day or later, YYYY-MM-DD.")] = "",
    until: Annotated[str, typer.Option(help="Fetched on this day or earlier.")] = "",
    document: Annotated[
        list[str] | None, typer.Option("--document", help="This document's pages; several times.")
    ] = None,
    crawl: Annotated[str, typer.Option("--crawl", help="This crawl's records, lists and robots.txt too.")] = "",
    published: Annotated[bool, typer.Option("--published", help="Only the pages that analysts see now.")] = False,
) -> None:
    """Writes the pages that are selected as WARC files with an index (CDXJ) and a manifest. Status 1: some are damaged."""
    with told("export"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected
        from transcripts.store.selection import Selection, missing_documents

        url, wanted = DATABASE_URL.get(), tuple(document or ())
        for option, day in (("--since", since), ("--until", until)):
            _check_day(option, day)
        with connected(url) as connection:
            if missing := missing_documents(connection, wanted):
                raise ValueError(f"--document {missing[0]}: there is no such document")
        done = _WRITERS[what](url, to, Selection(ministry, since, until, wanted, crawl, published))
    counts = ", ".join(f"{name} {count}" for name, count in sorted(done.counts.items()))
    typer.echo(f"{done.folder}: {counts}")
    for line in done.damage[:NAMED]:
        typer.echo(f"damaged     {line}")
    if done.damage:
        typer.echo(f"damaged     {len(done.damage)} records are left out; manifest.json names all")
        raise typer.Exit(BROKEN)


def _warc(url: str, to: Path, selection: Selection) -> Exported:
    from transcripts.export.warc import export

    return export(url, to, selection)


_WRITERS = {Format.warc: _warc}


def _check_day(option: str, day: str) -> None:
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError as error:
        raise ValueError(f"{option} {day}: no day; write it as 2026-11-24") from error
