"""The command `transcripts export`: what was collected, for other people's tools."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcripts.cli.fail import BROKEN, told
from transcripts.cli.progress import progress

if TYPE_CHECKING:
    from transcripts.export.warc import Exported
    from transcripts.store.selection import Selection

#: So many damaged records are named.
NAMED = 20


class Format(StrEnum):
    """What is written."""

    warc = "warc"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    tei = "tei"


#: Options that only some formats have.
ONLY = {
    "--crawl": {Format.warc},
    "--published": {Format.warc},
    "--language": {Format.csv, Format.jsonl, Format.parquet, Format.tei},
    "--gzip": {Format.csv, Format.jsonl},
    "--nested": {Format.jsonl},
}


def command(
    to: Annotated[Path, typer.Option("--to", help="A new or empty folder.")],
    what: Annotated[
        Format,
        typer.Option("--format", help="warc: the pages' bytes. csv, jsonl, parquet, tei: the text that analysts see."),
    ] = Format.warc,
    ministry: Annotated[str, typer.Option("--ministry", help="Only this ministry's.")] = "",
    since: Annotated[
        str,
        typer.Option(help="Published (warc: fetched) on this day or later, YYYY-MM-DD, in the ministry's time zone."),
    ] = "",
    until: Annotated[str, typer.Option(help="Published (warc: fetched) on this day or earlier.")] = "",
    language: Annotated[
        list[str] | None,
        typer.Option("--language", help="Only texts in this language (BCP 47); several times. Not warc."),
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", help="This document, by its id; several times.")
    ] = None,
    crawl: Annotated[
        str, typer.Option("--crawl", help="This crawl's records, lists and robots.txt too. Only warc.")
    ] = "",
    published: Annotated[
        bool,
        typer.Option(
            "--published", help="Only the pages that analysts see now. Only warc: the others have nothing else."
        ),
    ] = False,
    packed: Annotated[bool, typer.Option("--gzip", help="Packs each file. Only csv and jsonl.")] = False,
    nested: Annotated[
        bool, typer.Option("--nested", help="A document a line with its turns and exchanges inside. Only jsonl.")
    ] = False,
) -> None:
    """Writes what is selected into a folder with a manifest: pages as WARC files with an index (CDXJ), or the text that analysts
    see as tables (documents, turns, exchanges, sources, people, offices, ...) or as a TEI corpus. docs/exports.md tells more.

    Status 1: something is in the way or broken, or records of the archive are damaged. Status 2: what is asked for makes no sense.
    Where it is stopped or killed, nothing that looks complete is there.
    """
    with told("export"):
        given = {
            "--crawl": crawl,
            "--published": published,
            "--language": language,
            "--gzip": packed,
            "--nested": nested,
        }
        _check(what, given, since, until)
        if what is not Format.warc:
            from transcripts.export.formats import Options
            from transcripts.store.published import TextSelection

            selection = TextSelection(ministry, since, until, tuple(language or ()), tuple(document or ()))
            _texts(to, selection, Options(what.value, packed, nested))
            return
        from transcripts.store.selection import Selection

        done = _warc(to, Selection(ministry, since, until, tuple(document or ()), crawl, published))
    for line in done.damage[:NAMED]:
        typer.echo(f"damaged     {line}")
    if done.damage:
        typer.echo(f"damaged     {len(done.damage)} records are left out; manifest.json names all")
        raise typer.Exit(BROKEN)


def _texts(to: Path, selection: Any, options: Any) -> None:  # noqa: ANN401 (imported when needed)
    from transcripts.export.texts import export
    from transcripts.settings import DATABASE_URL

    with progress("turns") as shown:
        done = export(DATABASE_URL.get(), to, selection, options, shown)
    _say(done.folder, done.counts)
    for name in done.absent:
        typer.echo(f"left out    {name}: this database has no such view")


def _warc(to: Path, selection: Selection) -> Exported:
    from transcripts.export.warc import export
    from transcripts.settings import DATABASE_URL
    from transcripts.store.connection import connected
    from transcripts.store.selection import missing_documents

    url = DATABASE_URL.get()
    with connected(url) as connection:
        if missing := missing_documents(connection, selection.documents):
            raise ValueError(f"--document {missing[0]}: there is no such document")
    done = export(url, to, selection)
    _say(done.folder, done.counts)
    return done


def _say(folder: Path, counts: dict[str, int]) -> None:
    typer.echo(f"{folder}: {', '.join(f'{name} {count}' for name, count in sorted(counts.items()))}")


def _check(what: Format, given: dict[str, Any], since: str, until: str) -> None:
    for option, value in given.items():
        if value and what not in ONLY[option]:
            has = ", ".join(sorted(ONLY[option]))
            raise ValueError(f"{option} says nothing to --format {what.value}: it belongs to {has}")
    first, last = _day("--since", since), _day("--until", until)
    if first and last and last < first:
        raise ValueError(f"--until {until} is before --since {since}: turn them round")


def _day(option: str, day: str) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError as error:
        raise ValueError(f"{option} {day}: no day; write it as 2026-11-24") from error
