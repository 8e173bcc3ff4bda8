"""The command `transcripts status`: is all well, what is published, what waits, what needs a look."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from transcripts.cli.fail import told

#: So many days that do not balance are shown; so many crawls of each ministry, of so many days.
DAYS, CRAWLS, BACK = 10, 30, 60


def command(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Only whether all is well: one line and the findings; ends 0 (well), 1 (a look) or 2 (today).",
        ),
    ] = False,
) -> None:
    """Says whether all is well and how far the work is; with --check for monitoring from outside."""
    if check:
        from transcripts.cli.check import checked

        raise typer.Exit(checked(as_json))
    with told("status"):
        state = _state()
    if as_json:
        typer.echo(json.dumps(state, ensure_ascii=False))
    else:
        _show(state)


def _state() -> dict[str, Any]:
    from transcripts.health import freshness, lines
    from transcripts.health.findings import findings, status
    from transcripts.process import pending, versions
    from transcripts.settings import DATABASE_URL
    from transcripts.store import balance, gaps
    from transcripts.store.connection import connected
    from transcripts.store.health import recent, upkeep
    from transcripts.store.overview import overview

    url, now = DATABASE_URL.get(), datetime.now(UTC)
    found_versions = versions()
    with connected(url) as connection:
        stands = freshness.look(connection, now)
        found = findings(connection, now, stands)
        crawls = recent.crawls(connection, now - timedelta(days=BACK), CRAWLS)
        sizes = {
            "database_bytes": recent.database_bytes(connection),
            "archive_bytes": (upkeep.measured(connection, "archive_bytes") or {}).get("value"),
        }
        known = asdict(overview(connection))
        known["gaps"] = gaps.counts(connection)
        known["unbalanced"] = balance.unbalanced(connection)
    ministries = [
        {
            **lines.stand_as_data(one),
            "words": lines.stand(one),
            "outcomes": lines.strip(row for row in crawls if row["ministry"] == one.ministry.code),
        }
        for one in stands
    ]
    return {
        "status": status(found),
        "findings": lines.as_data(found),
        "lines": lines.of(found),
        "ministries": ministries,
        "sizes": sizes,
        "pending": pending(url),
        "versions": asdict(found_versions),
        **known,
    }


def _show(state: dict[str, Any]) -> None:
    _show_health(state)
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


def _show_health(state: dict[str, Any]) -> None:
    if not state["findings"]:
        typer.echo("health      all is well")
    for line in state["lines"]:
        typer.echo(line)
    for one in state["ministries"]:
        typer.echo(f"{one['ministry']:<11} {one['words']}")
        if one["outcomes"]:
            typer.echo(
                f"            crawls {one['outcomes']} (the newest last: + OK, 0 EMPTY, p d B F as they are called, . under way)"
            )
    archive = state["sizes"]["archive_bytes"]
    measured = f"{archive / 1e6:,.0f} MB" if archive is not None else "not measured yet (the DAG `upkeep` does it)"
    typer.echo(f"sizes       database {state['sizes']['database_bytes'] / 1e6:,.0f} MB; archive {measured}")
