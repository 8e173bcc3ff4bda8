"""The command `transcripts suppress`: takes a document out of every view and export, or back; lists what is out."""

from __future__ import annotations

import getpass
import json
from typing import Annotated

import typer

from scraper.printable import printable
from transcripts.cli.fail import fail, told


def command(
    document_id: Annotated[str, typer.Argument(help="The document's id. Left out: lists what is suppressed.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why. Stays on record.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Takes it back: everything is shown as before.")] = False,
    by: Annotated[str, typer.Option("--by", help="Who says so; you, if left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The list as JSON, for programs.")] = False,
) -> None:
    """Takes a document out of every view and export. Nothing is deleted; --undo shows it again."""
    if not document_id:
        if reason or undo:
            fail("suppress", "say which document: suppress DOCUMENT --reason ...")
        _list(as_json)
        return
    with told("suppress"):
        from transcripts import suppress
        from transcripts.settings import ARCHIVE, DATABASE_URL

        url, archive, who = DATABASE_URL.get(), ARCHIVE.get(), by or _me()
        if undo:
            for key in suppress.undo(url, archive, document_id, who, reason):
                typer.echo(f"decision {key} is taken back: {document_id} is shown as before")
            return
        key = suppress.suppress(url, archive, document_id, who, reason)
    typer.echo(f"noted as {key}: {document_id} is in no view and no export")


def _list(as_json: bool) -> None:
    with told("suppress"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected
        from transcripts.store.suppressions import suppressed

        with connected(DATABASE_URL.get()) as connection:
            found = suppressed(connection)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        also = [one for one in row["hidden"] if one != row["document_id"]]
        with_it = f", and with it {', '.join(also)}" if also else ""
        typer.echo(f"{row['document_id']}  {row['ministry']} {row['site_id']} {row['language']}{with_it}")
        typer.echo(f"    {row['at'][:16]} UTC {row['by']}: {printable(row['reason'])} ({row['decision_id']})")
    typer.echo(f"{len(found)} documents suppressed")


def _me() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        fail("suppress", "nobody here has a name: say --by NAME")
