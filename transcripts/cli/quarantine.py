"""The commands `transcripts quarantine ...`: the pages that could not be read, and what a person does with them."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scraper.printable import printable
from transcripts.cli.fail import fail, told

if TYPE_CHECKING:
    from transcripts.quarantine import Shown

app = typer.Typer(
    help="Pages that could not be read: list them, look at one, read it again, or set it aside as no transcript.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Record = Annotated[str, typer.Argument(help="The record's id, or the beginning of it.")]
Which = Annotated[str, typer.Argument(help="A record in quarantine, or a document's id.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
By = Annotated[str, typer.Option("--by", help="Who says so; you, if left out.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
OfMinistry = Annotated[str, typer.Option("--ministry", help="Of this ministry only.")]
#: So many characters of a page are printed.
PRINTED = 20_000


@app.command("list")
def show_queue(
    ministry: OfMinistry = "",
    reason: Annotated[str, typer.Option("--reason", help="With this code only, e.g. unknown_layout.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Those too that are set aside.")] = False,
    as_json: Json = False,
) -> None:
    """Lists the documents whose newest page cannot be read, the longest waiting first."""
    with told("quarantine"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected
        from transcripts.store.quarantine import queue

        with connected(DATABASE_URL.get()) as connection:
            found = queue(connection, ministry or None, reason or None, set_aside=every)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        times = f", {row['times']} times" if row["times"] > 1 else ""
        before = ", an earlier page is published" if row["published"] else ""
        aside = f", set aside by decision {row['set_aside']}" if row["set_aside"] else ""
        typer.echo(f"{row['record_id']}  {row['ministry']} {row['site_id']} {row['language'] or ''}")
        typer.echo(f"    since {row['since'][:16]} UTC{times}{before}{aside}  {printable(row['address'])}")
        typer.echo(f"    {row['reason']}: {printable(row['detail'])}")
    typer.echo(f"{len(found)} pages" + ("" if every else " wait"))


@app.command("show")
def show(
    record: Record,
    out: Annotated[Path | None, typer.Option("--out", help="Writes the page's bytes into this file.")] = None,
    as_json: Json = False,
) -> None:
    """Shows a page as it was stored, why it was not read, what today's cleaner says, and which selectors hit."""
    with told("quarantine"):
        from scraper.archive import ArchiveError
        from transcripts import quarantine
        from transcripts.settings import DATABASE_URL

        try:
            found = quarantine.show(DATABASE_URL.get(), record)
        except ArchiveError as error:
            fail("quarantine", str(error), 1)
        if out is not None:
            out.write_bytes(found.body)
    if as_json:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False))
        return
    for line in _lines(found, whole=out is None):
        typer.echo(line)
    if out is not None:
        typer.echo(f"{len(found.body)} bytes written to {out}")


@app.command("again")
def again(
    records: Annotated[list[str] | None, typer.Argument(help="Records' ids, or beginnings of them.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="All that wait for this reason.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All that wait.")] = False,
    ministry: OfMinistry = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Has pages read again by the next run of `process`: after the module was mended, say."""
    if sum((bool(records), bool(reason), every)) != 1:
        fail("quarantine", "again: say which: RECORD ..., --reason CODE or --all")
    with told("quarantine"):
        from transcripts.quarantine import again as read_again
        from transcripts.settings import DATABASE_URL

        found = read_again(DATABASE_URL.get(), by or _me(), records or [], reason or None, ministry=ministry or None)
    if as_json:
        typer.echo(json.dumps(found))
        return
    typer.echo(f"{len(found)} pages are read again by the next run of `process` (hourly; `transcripts process` now)")


@app.command("not-transcript")
def not_transcript(which: Which, reason: Reason, by: By = "") -> None:
    """Sets a document aside as none of ours: it leaves the queue and what analysts see, until `undo`."""
    with told("quarantine"):
        from transcripts.quarantine import set_aside
        from transcripts.settings import ARCHIVE, DATABASE_URL

        for key in set_aside(DATABASE_URL.get(), ARCHIVE.get(), which, by or _me(), reason):
            typer.echo(f"noted as {key}")


@app.command("undo")
def undo(
    which: Annotated[str, typer.Argument(help="The decision, the record or the document's id.")],
    reason: Reason,
    by: By = "",
) -> None:
    """Takes back that a document is no transcript. Both stay on record."""
    with told("quarantine"):
        from transcripts.quarantine import undo as take_back
        from transcripts.settings import ARCHIVE, DATABASE_URL

        for key in take_back(DATABASE_URL.get(), ARCHIVE.get(), which, by or _me(), reason):
            typer.echo(f"decision {key} is taken back; the next run of `process` reads what waits")


def _lines(found: Shown, *, whole: bool) -> Iterator[str]:
    one = found.stored
    yield f"{one.record_id}  {one.ministry} {one.site_id} {one.language or ''}  {printable(one.address)}"
    yield f"fetched {one.fetched_at[:19]} UTC by crawl {one.crawl}: {one.file} at {one.offset}, {one.length} bytes"
    yield f"in quarantine by cleaner {one.cleaner}: {one.reason}: {printable(one.detail)}"
    yield f"today's cleaner: {printable(_today(found))}"
    yield "selectors (+ hits, - does not, ! is needed):"
    layout = ""
    for hit in found.selectors:
        if hit.layout != layout:
            layout = hit.layout
            yield f"  {layout}"
        sign = f"+{hit.count}" if hit.count else "-"
        yield f"    {sign:<4}{'!' if hit.needed else ' '} {hit.part:<16} {hit.selector}"
    yield ""
    yield f"HTTP status {one.status}"
    for name, value in one.headers.items():
        yield printable(f"{name}: {value}")
    if whole:
        text = _text(found)
        yield ""
        yield printable(text[:PRINTED])
        if len(text) > PRINTED:
            yield f"... {len(text) - PRINTED} characters more: --out FILE writes all of it"


def _today(found: Shown) -> str:
    from transcripts.model import Reading

    if isinstance(found.today, Reading):
        return f"reads it ({found.today.layout}, {len(found.today.paragraphs)} paragraphs): {found.today.title}"
    return f"{found.today.reason}: {found.today.detail}"


def _text(found: Shown) -> str:
    from transcripts.stored import text_of

    return text_of(found.stored, found.body)


def _as_json(found: Shown) -> dict[str, Any]:
    from transcripts.model import Reading

    today = (
        {"reads": True, "layout": found.today.layout, "title": found.today.title}
        if isinstance(found.today, Reading)
        else {"reads": False, **asdict(found.today)}
    )
    selectors = [asdict(hit) for hit in found.selectors]
    return {**asdict(found.stored), "today": today, "selectors": selectors, "page": _text(found)}


def _me() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        fail("quarantine", "nobody here has a name: say --by NAME")
