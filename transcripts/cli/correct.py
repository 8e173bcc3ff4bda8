"""The commands `transcripts correct ...`: what a reviewer puts right. Nothing is overwritten: each is kept and can be taken back."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcripts.cli.fail import fail, told

if TYPE_CHECKING:
    from transcripts.corrections.model import Action, Correction

app = typer.Typer(
    help="Put a turn, a border between turns, a document's kind, title or dates right, or settle a doubt. Survives re-processing.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Reason = Annotated[str, typer.Option("--reason", help="Why: analysts read it.")]
By = Annotated[str, typer.Option("--by", help="Who says so; you, if left out.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="FIELD=VALUE, as often as needed: speaker, person_id, person, role, kind, outlet, ..."),
]


@app.command("turn")
def turn(turn_id: str, reason: Reason, changes: Set = None, by: By = "") -> None:
    """Sets fields of a published turn, by its turn_id: `--set role=official --set person_id=sample-velin`."""
    _about_turn("turn", turn_id, by, reason, _changes(changes))


@app.command("join")
def join(turn_id: str, reason: Reason, by: By = "") -> None:
    """Says that no turn begins there: a colon was taken for a marker. The words go to the turn before."""
    _about_turn("join", turn_id, by, reason, {})


@app.command("split")
def split(
    document_id: str,
    at: Annotated[str, typer.Option("--at", help="The words with which the turn begins, its marker included.")],
    reason: Reason,
    label: Annotated[str, typer.Option("--label", help="The marker as printed, with its colon; empty: none.")] = "",
    paragraph: Annotated[int, typer.Option("--paragraph", min=0, help="Which paragraph, if the words come twice.")] = 0,
    changes: Set = None,
    by: By = "",
) -> None:
    """Begins a turn where a marker was missed."""
    from transcripts.corrections.quote import quoted

    place = {"quote": quoted(at), "label": label, "paragraph": paragraph}
    _say([_new(document_id, "split", by, reason, **place, changes=_changes(changes))])


@app.command("kind")
def kind(document_id: str, kind: str, reason: Reason, by: By = "") -> None:
    """Sets a document's kind: interview, briefing, statement, ..."""
    _say([_new(document_id, "kind", by, reason, changes={"kind": kind})])


@app.command("title")
def title(document_id: str, title: str, reason: Reason, by: By = "") -> None:
    """Sets a document's title."""
    from transcripts.corrections.quote import whole

    _say([_new(document_id, "title", by, reason, changes={"title": whole(title)})])


@app.command("date")
def date(
    document_id: str,
    reason: Reason,
    published: Annotated[
        str, typer.Option("--published", help="When it was published: 2026-03-05 14:30, in the ministry's zone.")
    ] = "",
    event: Annotated[str, typer.Option("--event", help="The day of the event: 2026-03-05.")] = "",
    by: By = "",
) -> None:
    """Sets when a document was published, the day of its event, or both."""
    with told("correct"):
        from transcripts.correct import of_dates
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected

        with connected(DATABASE_URL.get()) as connection:
            said = of_dates(connection, _new(document_id, "date", by, reason), published, event)
    _say([said])


@app.command("confirm")
def confirm(document_id: str, reason: Reason, by: By = "") -> None:
    """Takes a document off the review list: it is right as it is. A change of its text or turns puts it on again."""
    _say([_new(document_id, "confirm", by, reason)])


@app.command("undo")
def undo(correction_id: str, reason: Reason, by: By = "") -> None:
    """Takes a correction back. Both stay on record."""
    found = _listed(correction=correction_id)
    if not found:
        fail("correct", f"there is no correction {correction_id!r}; `transcripts correct list` shows all")
    _say([_new(found[0]["document_id"], "undo", by, reason, undoes=correction_id)])


@app.command("apply")
def apply(
    file: Annotated[Path, typer.Argument(help="TOML with [[correction]] entries; see docs/operations.md.")],
) -> None:
    """Takes all corrections of a file, or none of them."""
    with told("correct"):
        from transcripts.corrections.parse import from_toml

        found = from_toml(file.read_text(encoding="utf-8"), str(file))
    _say(found)


@app.command("list")
def show(
    document_id: Annotated[str, typer.Argument(help="Of this document only.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Lists the corrections, the newest first."""
    found = _listed(document_id or None)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        what = json.dumps(row["changes"], ensure_ascii=False) if row["changes"] else ""
        place = f" at {row['quote'][:40]!r}" if row["quote"] else ""
        undone = f" (taken back by {row['undone_by']})" if row["undone_by"] else ""
        typer.echo(f"{row['correction_id']}  {row['document_id']} {row['action']}{place} {what}{undone}")
        typer.echo(f"    {row['at'][:19]} {row['by']}: {row['reason']}")
    typer.echo(f"{len(found)} corrections")


@app.command("export")
def export(folder: Annotated[Path, typer.Argument(help="Made if it is not there.")]) -> None:
    """Writes every corrected or confirmed document as gold, so that `transcripts evaluate FOLDER` measures it ever after."""
    with told("correct"):
        from transcripts.corrections.gold import write
        from transcripts.settings import DATABASE_URL

        count, left_out = write(DATABASE_URL.get(), folder)
    typer.echo(f"{count} documents written to {folder}: measure with `transcripts evaluate {folder}`")
    if left_out:
        typer.echo(f"{left_out} left out: not settled (`transcripts process`, `transcripts review`), or without turns")


def _about_turn(action: Action, turn_id: str, by: str, reason: str, changes: dict[str, str]) -> None:
    with told("correct"):
        from transcripts.correct import of_turn
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected

        with connected(DATABASE_URL.get()) as connection:
            said = of_turn(connection, turn_id, _new("", action, by, reason, changes=changes))
    _say([said])


def _new(document: str, action: Action, by: str, reason: str, **more: Any) -> Correction:  # noqa: ANN401 (the fields)
    from transcripts.corrections.model import Correction, now

    return replace(Correction(document, action, by or _me(), reason, now()), **more)


def _me() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        fail("correct", "nobody here has a name: say --by NAME")


def _say(corrections: Sequence[Correction]) -> None:
    with told("correct"):
        from transcripts.correct import say
        from transcripts.settings import ARCHIVE, DATABASE_URL

        ids = say(DATABASE_URL.get(), ARCHIVE.get(), corrections)
    for key in ids:
        typer.echo(f"noted as {key}")
    if any(one.action != "confirm" for one in corrections):
        typer.echo("the next run of `process` (hourly; `transcripts process` now) shows it")


def _listed(document: str | None = None, correction: str | None = None) -> list[dict[str, Any]]:
    with told("correct"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected
        from transcripts.store.corrections import listed

        with connected(DATABASE_URL.get()) as connection:
            return listed(connection, document, correction)


def _changes(given: list[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given or []:
        name, sign, value = (part.strip() for part in one.partition("="))
        if not sign:
            fail("correct", f"--set {one}: must be FIELD=VALUE (FIELD= alone says: nobody, nothing)")
        if name in found:
            fail("correct", f"--set {name}: is said twice")
        found[name] = value
    return found
