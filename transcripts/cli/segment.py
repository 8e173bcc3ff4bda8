"""The command `transcripts segment`: one paragraph a line in, turns and exchanges out."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_args

import typer

if TYPE_CHECKING:
    from transcripts.model import Paragraph, Segmentation


def command(
    file: Annotated[Path, typer.Argument(help="The text, one paragraph a line, UTF-8.", metavar="FILE")],
    ministry: Annotated[str, typer.Option(help="The ministry's code, or a marker style (mid_ru, us_state, kremlin).")],
    language: Annotated[str, typer.Option(help="The text's language, e.g. en.")],
    title: Annotated[str, typer.Option(help="The document's headline.")] = "",
    day: Annotated[str, typer.Option("--date", help="The day of the event, e.g. 2020-02-28.")] = "",
    kind: Annotated[str, typer.Option(help="The document's kind, e.g. interview.")] = "",
    table: Annotated[bool, typer.Option("--table/--json", help="A table for the eye instead of JSON.")] = False,
) -> None:
    """Cuts a text into speaker turns and exchanges."""
    from transcripts.segment import Context, segment
    from transcripts.segment.lexicon import known_languages

    if language.split("-")[0].lower() not in known_languages():
        _refuse(f"--language {language}: there are no markers for it; known are {', '.join(known_languages())}")
    context = Context(_style(ministry), language, title, _day(day), _kind(kind))
    paragraphs = _paragraphs(file)
    found = segment(paragraphs, context)
    if table:
        from transcripts.cli.turn_table import show

        show(found)
    else:
        import json

        typer.echo(json.dumps(as_json(found), ensure_ascii=False))


def as_json(found: Segmentation) -> dict[str, Any]:
    """The segmentation as the command prints it: exchanges as pairs of lists of turn numbers (from 0)."""
    names = (
        "start", "end", "start_char", "label", "speaker", "person", "role", "kind", "note", "addressed_to",
        "translated_from", "adding_after", "rule", "confidence",
    )  # fmt: skip
    return {
        "turns": [{name: getattr(turn, name) for name in names} for turn in found.turns],
        "exchanges": [[list(exchange.questions), list(exchange.answers)] for exchange in found.exchanges],
        "reasons": [exchange.reason for exchange in found.exchanges],
        "review": list(found.review),
    }


def _paragraphs(file: Path) -> list[Paragraph]:
    from transcripts.model import Paragraph

    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        _refuse(f"{file}: {error.strerror or error}")
    except UnicodeDecodeError as error:
        _refuse(f"{file}: is not UTF-8 (byte {error.start})")
    found = [Paragraph("text", line.strip()) for line in text.split("\n") if line.strip()]
    if not found:
        _refuse(f"{file}: holds no text")
    return found


def _style(ministry: str) -> str:
    from transcripts.segment.style import known_styles

    if ministry in known_styles():
        return ministry
    from scraper.ministries.registry import BadMinistry, UnknownMinistry, get

    try:
        return get(ministry).style
    except UnknownMinistry:
        _refuse(f"--ministry {ministry}: neither a ministry nor a marker style; styles are {', '.join(known_styles())}")
    except BadMinistry as error:
        _refuse(str(error))


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        _refuse(f"--date {value}: must be a day such as 2020-02-28")


def _kind(value: str) -> Any:
    from transcripts.model import DocumentKind

    if value and value not in get_args(DocumentKind):
        _refuse(f"--kind {value}: must be one of {', '.join(get_args(DocumentKind))}")
    return value or None


def _refuse(message: str) -> NoReturn:
    typer.echo(f"transcripts segment: {message}", err=True)
    raise typer.Exit(2)
