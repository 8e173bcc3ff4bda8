"""The command `transcripts segment`: one paragraph a line in, turns and exchanges out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, cast, get_args

import typer

from scraper.printable import one_line

if TYPE_CHECKING:
    from transcripts.model import DocumentKind, Paragraph, Segmentation

#: Exit status for input that cannot be used.
BAD_INPUT = 2
#: What the command prints of a turn.
FIELDS = (
    "start", "end", "start_char", "label", "speaker", "person", "person_id", "outlet", "role", "kind", "note",
    "addressed_to", "translated_from", "adding_after", "rule", "confidence",
)  # fmt: skip


def command(
    file: Annotated[Path | None, typer.Argument(help="The text, one paragraph a line, UTF-8.")] = None,
    ministry: Annotated[
        str | None, typer.Option("--ministry", help="The ministry's code, or a marker style (mid_ru, us_state, ...).")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="The text's language, e.g. en.")] = None,
    title: Annotated[str, typer.Option("--title", help="The document's headline.")] = "",
    day: Annotated[str, typer.Option("--date", help="The day of the event, e.g. 2020-02-28.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="The document's kind, e.g. interview.")] = "",
    table: Annotated[bool, typer.Option("--table/--json", help="A table for the eye instead of JSON.")] = False,
) -> None:
    """Cuts a text into speaker turns and exchanges and prints them as JSON: paragraphs from 1, turns from 0."""
    missing = [
        n for n, v in (("FILE", file), ("--ministry", ministry), ("--language", language)) if v is None or v == ""
    ]
    if file is None or not ministry or not language:
        _refuse(f"{' and '.join(missing)} missing: transcripts segment FILE --ministry CODE --language TAG")
    from transcripts.segment import Context, segment
    from transcripts.segment.tables import BadData

    paragraphs = _paragraphs(file)
    context = Context(_style(ministry), _language(language), title, _day(day), _kind(kind))
    try:
        found = segment(paragraphs, context)
    except BadData as error:
        _refuse(str(error))
    if table:
        from transcripts.cli.turn_table import show

        show(found)
    else:
        typer.echo(json.dumps(as_json(found), ensure_ascii=False).encode())


def as_json(found: Segmentation) -> dict[str, Any]:
    """The segmentation as the command prints it: exchanges as pairs of lists of turn numbers (from 0)."""
    return {
        "turns": [{name: getattr(turn, name) for name in FIELDS} for turn in found.turns],
        "exchanges": [[list(exchange.questions), list(exchange.answers)] for exchange in found.exchanges],
        "reasons": [exchange.reason for exchange in found.exchanges],
        "review": list(found.review),
    }


def _paragraphs(file: Path) -> list[Paragraph]:
    from transcripts.model import Paragraph

    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            _refuse(f"{file}: is not UTF-8 (byte {error.start})")
        _refuse(f"{file}: {getattr(error, 'strerror', None) or error}")
    found = [Paragraph("text", line.strip()) for line in text.split("\n") if line.strip()]
    if not found:
        _refuse(f"{file}: holds no text")
    return found


def _style(ministry: str) -> str:
    from transcripts.segment.style import known_styles

    if ministry in known_styles():
        return ministry
    from scraper.ministries.registry import UnknownMinistry, codes, get

    try:
        return get(ministry).style
    except UnknownMinistry:
        known = sorted({*codes(), *known_styles()})
        _refuse(f"--ministry {ministry}: neither a ministry nor a marker style; known are {', '.join(known)}")


def _language(language: str) -> str:
    from transcripts.segment.lexicon import known_languages, primary

    if primary(language) not in known_languages():
        _refuse(f"--language {language}: there are no markers for it; known are {', '.join(known_languages())}")
    return language


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        _refuse(f"--date {value}: must be a day such as 2020-02-28")


def _kind(value: str) -> DocumentKind | None:
    from transcripts.model import DocumentKind

    if value and value not in get_args(DocumentKind):
        _refuse(f"--kind {value}: must be one of {', '.join(get_args(DocumentKind))}")
    return cast("DocumentKind", value) if value else None


def _refuse(message: str) -> NoReturn:
    typer.echo(f"transcripts segment: {one_line(' '.join(message.split()))}", err=True)
    raise typer.Exit(BAD_INPUT)
