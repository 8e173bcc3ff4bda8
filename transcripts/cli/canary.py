"""The command `transcripts canary`: does the site still stand as it did, and do we still read it right?"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transcripts.cli.fail import fail, told

if TYPE_CHECKING:
    from transcripts.canary.run import Canary

#: Exit status when something does not hold.
RED = 3


def command(
    ministry: Annotated[str, typer.Argument(help="The ministry's code.")],
    pin: Annotated[
        str, typer.Option("--pin", help="Pins the document that the archive has from this address; asks for nothing.")
    ] = "",
    pin_list: Annotated[
        str, typer.Option("--pin-list", help="Pins what this list named: its name; with --language and --day.")
    ] = "",
    language: Annotated[str, typer.Option("--language", help="Language of the list to pin.")] = "",
    day: Annotated[str, typer.Option("--day", help="Day of the list to pin, YYYY-MM-DD.")] = "",
    pins: Annotated[Path | None, typer.Option("--pins", help="Another file of pins.")] = None,
    address: Annotated[str, typer.Option(help="Another address of the site (a copy of it).")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Reads the pinned documents and lists live and says what holds. Status 3: something does not."""
    if pin_list and not (language and day):
        fail("canary", "--pin-list NAME wants --language and --day")
    with told("canary"):
        from transcripts.canary.pins import file_of

        file = pins or file_of(ministry)
        if pin or pin_list:
            typer.echo(_pin(ministry, file, address, pin, (pin_list, language, day)))
            return
        found = _run(ministry, file, address)
    if as_json:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        for line in lines(found):
            typer.echo(line)
    if found.wrong:
        raise typer.Exit(RED)


def _pin(code: str, file: Path, address: str, document: str, a_list: tuple[str, str, str]) -> str:
    from scraper.ministries import get
    from transcripts.canary import pins
    from transcripts.canary.pinning import pin_of, pin_of_list
    from transcripts.settings import DATABASE_URL
    from transcripts.store.connection import connected

    ministry, known = get(code, address or None), pins.read(file)
    with connected(DATABASE_URL.get()) as connection:
        if document:
            made = pin_of(connection, ministry, document)
            known, what = known.with_document(made), f"{made.address}: {made.title!r}, {made.turns} turns"
        if a_list[0]:
            one = pin_of_list(connection, ministry, *a_list)
            known, what = known.with_list(one), f"list {one.name} {one.language} {one.day}: {len(one.entries)} entries"
    pins.write(file, known)
    return f"pinned in {file}: {what}"


def _run(ministry: str, file: Path, address: str) -> Canary:
    from transcripts import settings
    from transcripts.canary.pins import read
    from transcripts.canary.run import run

    return run(
        settings.DATABASE_URL.get(),
        ministry,
        read(file),
        archive=settings.ARCHIVE.get(),
        spool=str(settings.spool()),
        address=address or None,
        contact=settings.CONTACT.get_or("") or None,
        ca_file=settings.CA_FILE.get_or("") or None,
        on_line=_show_line,
    )


def lines(found: Canary) -> Iterator[str]:
    """What a canary found, for people: each pin in a line, what changed below it."""
    from transcripts.canary.compare import WORDS

    for one in found.findings:
        yield f"{'ok ' if one.verdict == 'holds' else 'BAD'} {one.what}: {WORDS[one.verdict]}"
        for change in one.changed:
            yield f"      {change}"
        if one.holds:
            yield f"      as it was: {', '.join(one.holds)}"
    report = found.report
    yield f"{len(found.findings) - len(found.wrong)} of {len(found.findings)} pins hold; crawl {report.crawl} {report.outcome}: {report.reason}"


def _as_json(found: Canary) -> dict[str, object]:
    report = {name: getattr(found.report, name) for name in ("crawl", "ministry", "outcome", "reason", "counts")}
    return {**report, "findings": [asdict(one) for one in found.findings], "wrong": len(found.wrong)}


def _show_line(level: int, logger: str, message: str) -> None:
    if level >= logging.INFO:
        typer.echo(f"{logging.getLevelName(level):<8} {message}", err=True)
