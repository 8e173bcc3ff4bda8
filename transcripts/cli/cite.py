"""The command `transcripts cite`: a document or a turn as one cites it, old ids too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from transcripts.cli.fail import told


class Form(StrEnum):
    """How it is printed."""

    text = "text"
    bibtex = "bibtex"
    csl = "csl"
    json = "json"


def command(
    key: Annotated[str, typer.Argument(metavar="ID", help="Id of a document or a turn, or its permanent address.")],
    form: Annotated[
        Form, typer.Option("--as", help="text, bibtex, csl (CSL-JSON), or json: all that is known.")
    ] = Form.text,
) -> None:
    """Prints the citation; several where a turn was split since. Old ids are followed, and it is said."""
    with told("cite"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.citing import cited
        from transcripts.store.connection import connected

        with connected(DATABASE_URL.get()) as connection:
            found = cited(connection, key)
        if missing := [one for one in found if one["citation"] is None]:
            raise ValueError(f"{key!r}: {missing[0]['how']}: {missing[0]['note']}. {_WAYS[missing[0]['how']]}")
    typer.echo(_printed(found, form))


#: What one can do about an id that cannot be cited.
_WAYS = {
    "unknown": "analysis.turns has turn_id, analysis.transcripts document_id of all that is published",
    "hidden": "analysis.review and `transcripts quarantine` are the reviewers' side of it",
    "pending": "`transcripts process` does what waits",
    "removed": "Its words are with the archive that it was shown from: `transcripts replay` brings that archive's crawls in",
}


def _printed(found: Sequence[dict[str, Any]], form: Form) -> str:
    from transcripts.cite import bibtex, csl

    if form is Form.json:
        return json.dumps(found, ensure_ascii=False, indent=1, default=str)
    if form is Form.csl:
        return json.dumps([csl(one) for one in found], ensure_ascii=False, indent=1)
    return "\n\n".join(bibtex(one) if form is Form.bibtex else str(one["citation"]) for one in found)
