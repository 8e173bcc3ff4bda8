"""The command `transcripts review`: the documents that a person should look at, and one of them with its doubts marked."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcripts.cli.fail import told

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

    from transcripts.review import Reviewed


def command(
    document_id: Annotated[str, typer.Argument(help="Shows this document's turns, the doubtful ones marked.")] = "",
    ministry: Annotated[str, typer.Option("--ministry", help="Of this ministry only.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Those too that somebody has confirmed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Lists the documents whose turns are in doubt. `transcripts correct` puts them right or confirms them."""
    with told("review"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected
        from transcripts.store.review import to_review

        with connected(DATABASE_URL.get()) as connection:
            if document_id:
                _document(connection, document_id, as_json)
                return
            found = to_review(connection, ministry or None, confirmed=every)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        done = f" (confirmed by {row['confirmed_by']})" if row["confirmed"] else ""
        typer.echo(f"{row['document_id']}  {row['published_on'] or 'undated'} {row['language']} {row['title']}")
        typer.echo(f"    {', '.join(row['reasons'])}{done}  {row['address']}")
    typer.echo(f"{len(found)} documents" + ("" if every else " to be looked at"))


def _document(connection: Connection, document_id: str, as_json: bool) -> None:
    from transcripts.review import reviewed

    one = reviewed(connection, document_id)
    if as_json:
        typer.echo(json.dumps(_as_json(one), ensure_ascii=False))
        return
    from transcripts.cli.turn_table import show

    reading = one.reading
    typer.echo(f"{reading.title}\n{reading.ministry} {reading.language} {reading.day or 'undated'}, {reading.kind}")
    show(one.found, ids=one.ids)
    if one.listed and one.listed["confirmed"]:
        typer.echo(f"confirmed by {one.listed['confirmed_by']}")
    if reading.corrections:
        typer.echo(f"{len(reading.corrections)} corrections stand: `transcripts correct list {document_id}`")
    if one.pending:
        typer.echo("analysts do not see these turns yet: `transcripts process`, or the next hourly run, publishes them")


def _as_json(one: Reviewed) -> dict[str, Any]:
    from transcripts.cli.segment import as_json

    shape = as_json(one.found)
    return {
        "document_id": one.reading.document_id,
        "title": one.reading.title,
        **shape,
        "turns": [{"turn_id": key, **turn} for key, turn in zip(one.ids, shape["turns"], strict=True)],
        "doubts": [asdict(doubt) for doubt in one.found.doubts],
        "corrections": [correction.id for correction in one.reading.corrections],
        "pending": one.pending,
    }
