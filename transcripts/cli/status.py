"""The command `transcripts status`: what is published, what waits, what needs a look."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from transcripts.cli.fail import told

#: So many days that do not balance are shown.
DAYS = 10


def command(as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False) -> None:
    """Says how far the work is."""
    with told("status"):
        state = _state()
    if as_json:
        typer.echo(json.dumps(state, ensure_ascii=False))
    else:
        _show(state)


def _state() -> dict[str, Any]:
    from transcripts.process import pending, versions
    from transcripts.settings import DATABASE_URL
    from transcripts.store import balance, gaps
    from transcripts.store.connection import connected
    from transcripts.store.overview import overview

    url = DATABASE_URL.get()
    found = versions()
    with connected(url) as connection:
        known = asdict(overview(connection))
        known["gaps"] = gaps.counts(connection)
        known["unbalanced"] = balance.unbalanced(connection)
    return {"pending": pending(url), "versions": asdict(found), **known}


def _show(state: dict[str, Any]) -> None:
    typer.echo(f"published   {state['documents']} documents, {state['turns']} turns, {state['exchanges']} exchanges")
    typer.echo(
        f"people      {state['turns_of_known']} turns by people whom we know,"
        f" {state['officials_unknown']} by officials whom we do not (analysis.unknown_speakers)"
    )
    typer.echo("pending     " + ", ".join(f"{step} {count}" for step, count in state["pending"].items()))
    reasons = ", ".join(f"{reason} {count}" for reason, count in state["review"].items())
    typer.echo(f"review      {state['to_review']} documents{f': {reasons}' if reasons else ''} (`transcripts review`)")
    quarantine = ", ".join(f"{reason} {count}" for reason, count in state["quarantine"].items())
    typer.echo(f"quarantine  {quarantine or 'empty'}")
    for one in state["reused"]:
        typer.echo(
            f"reused id   {one['ministry']} {one['site_id']} {one['language']}: {one['before_title']!r} became {one['title']!r}"
        )
    for gap in state["gaps"]:
        typer.echo(f"gaps        {gap['ministry']}: {gap['count']} {gap['subject']}s (`transcripts gaps list`)")
        for one in gap["first"]:
            typer.echo(f"            {one}")
    for day in state["unbalanced"][:DAYS]:
        typer.echo(
            f"unbalanced  {day['ministry']} {day['day']}: {day['missing']} missing, {day['waiting']} on their way"
        )
    for one in state["failed"]:
        typer.echo(
            f"{one['outcome']:<11} {one['step']} {one['input']}: {one['detail']} ({one['tries']} times, last {one['at'][:19]} UTC)"
        )
    for crawl in state["crawls"]:
        counts = ", ".join(f"{name} {crawl[name]}" for name in ("listed", "fetched", "unchanged", "failed", "refused"))
        head = f"{crawl['ministry']} {crawl['since']}..{crawl['until']} {crawl['outcome'] or 'under way'}"
        typer.echo(f"crawl       {head}: {crawl['reason'] or ''} ({counts})")
