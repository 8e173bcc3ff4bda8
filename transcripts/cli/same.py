"""The commands `transcripts same ...`: documents that stand in two generations of a site, and what people say of them."""

from __future__ import annotations

import getpass
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcripts.cli.fail import told

if TYPE_CHECKING:
    from transcripts.decisions.model import Kind

app = typer.Typer(help="Documents that stand in two generations of a site: analysts see the newer one.")
By = Annotated[str, typer.Option("--by", help="Who says so. Default: you.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
Alias = Annotated[str, typer.Argument(help="Id of the older generation's document.")]
Document = Annotated[str, typer.Argument(help="Id of the newer one's.")]


@app.command("list")
def list_pairs(
    ministry: Annotated[str, typer.Option("--ministry", help="Only this ministry's. Default: all.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The pairs as JSON.")] = False,
) -> None:
    """Lists the pairs that are taken for one document, the doubtful first."""
    with told("same"):
        from transcripts.settings import DATABASE_URL
        from transcripts.store.connection import connected
        from transcripts.store.likeness import pairs

        with connected(DATABASE_URL.get()) as connection:
            found = pairs(connection, ministry or None)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        typer.echo(f"{one['score']}  {one['alias_id']} {one['alias']} is {one['document_id']} {one['document']}")
        typer.echo(f"       {one['language']} {one['title']} ({_shown(one['evidence'])})")
    if not found:
        typer.echo("no document stands in two generations of a site")


@app.command("say")
def say(alias: Alias, document: Document, reason: Reason = "", by: By = "") -> None:
    """Says that two documents are one, whatever comparing them says."""
    _decide("same", alias, document, reason, by)


@app.command("reject")
def reject(alias: Alias, document: Document, reason: Reason = "", by: By = "") -> None:
    """Says that two documents are not one."""
    _decide("not_same", alias, document, reason, by)


@app.command("undo")
def undo(decision: Annotated[str, typer.Argument(help="Its id.")], reason: Reason = "", by: By = "") -> None:
    """Takes such a decision back."""
    with told("same"):
        from transcripts import settings
        from transcripts.decide import undo as take_back

        typer.echo(
            take_back(
                settings.DATABASE_URL.get(), settings.ARCHIVE.get(), decision, by or getpass.getuser(), _given(reason)
            )
        )


def _decide(kind: Kind, alias: str, document: str, reason: str, by: str) -> None:
    with told("same"):
        from transcripts import settings
        from transcripts.decide import decide, now
        from transcripts.decisions import Decision
        from transcripts.store.connection import connected
        from transcripts.store.likeness import names

        url, reason = settings.DATABASE_URL.get(), _given(reason)
        with connected(url) as connection:
            ministry, language, old, new = names(connection, alias, document)
        one = Decision(kind, ministry, "pair", by or getpass.getuser(), reason, now(), old, language, other=new)
        typer.echo(decide(url, settings.ARCHIVE.get(), one))


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValueError("--reason is missing: say why, others read it")
    return reason


def _shown(evidence: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in evidence.items())
