"""The command `transcripts review`: the documents that a person should look at, with their reasons."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from transcripts.cli.fail import told


def command(
    ministry: Annotated[str, typer.Option("--ministry", help="Of this ministry only.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Those too that somebody has confirmed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Lists the documents whose turns are in doubt. `transcripts correct` puts them right or confirms them."""
    with told("review"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected
        from transcripts.store.corrections import to_review

        with connected(DATABASE_URL.get()) as connection:
            found = to_review(connection, ministry or None, every)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        done = f" (confirmed by {row['confirmed_by']})" if row["confirmed"] else ""
        typer.echo(f"{row['document_id']}  {row['published_on'] or 'undated'} {row['language']} {row['title']}")
        typer.echo(f"    {', '.join(row['reasons'])}{done}  {row['address']}")
    typer.echo(f"{len(found)} documents" + ("" if every else " to be looked at"))
