"""The command `transcripts clean`: one saved page in, one JSON object out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from scraper.printable import one_line

if TYPE_CHECKING:
    from transcripts.model import Reading

#: Exit statuses: input that cannot be used, and a page that goes to quarantine.
BAD_INPUT, QUARANTINED = 2, 3


def command(
    file: Annotated[Path | None, typer.Argument(help="A page as it was served (HTML).")] = None,
    ministry: Annotated[
        str | None, typer.Option("--ministry", help="Code of the ministry whose layouts to use.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="The page's address.")] = None,
    content_type: Annotated[str | None, typer.Option("--content-type", help="Its Content-Type header.")] = None,
) -> None:
    """Reads a page and prints its fields and paragraphs as JSON. Status 3: the page goes to quarantine."""
    from scraper.ministries.registry import UnknownMinistry, get

    if file is None or ministry is None:
        _refuse(f"{'FILE' if file is None else '--ministry'} is missing: transcripts clean FILE.html --ministry CODE")
    try:
        chosen, body = get(ministry), file.read_bytes()
    except UnknownMinistry as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{file}: {error.strerror or error}")
    from transcripts.clean import clean
    from transcripts.model import Quarantine

    read = clean(body, chosen, url=url, content_type=content_type, fetched_on=date.today())
    if isinstance(read, Quarantine):
        _print({"quarantine": read.reason, "detail": read.detail})
        raise typer.Exit(QUARANTINED)
    _print(as_json(read))


def as_json(reading: Reading) -> dict[str, Any]:
    """A reading as the command prints it: ISO 8601 dates, null for what the page does not say."""
    return {
        "layout": reading.layout,
        "title": reading.title,
        "published_at": reading.published_at.isoformat() if reading.published_at else None,
        "event_date": reading.event_date.isoformat() if reading.event_date else None,
        "event_place": reading.event_place,
        "number": reading.number,
        "language": reading.language,
        "languages": list(reading.languages),
        "kind": reading.kind,
        "tags": list(reading.tags),
        "unofficial_translation": reading.unofficial_translation,
        "attachments": list(reading.attachments),
        "links": list(reading.links),
        "language_evidence": [list(witness) for witness in reading.language_evidence],
        "notices": list(reading.notices),
        "digest": reading.digest,
        "paragraphs": [{"role": paragraph.role, "text": paragraph.text} for paragraph in reading.paragraphs],
        "paths": [paragraph.path for paragraph in reading.paragraphs],
    }


def _print(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1).encode())


def _refuse(message: str) -> NoReturn:
    typer.echo(f"transcripts clean: {one_line(message)}", err=True)
    raise typer.Exit(BAD_INPUT)
