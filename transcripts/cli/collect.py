"""The command `transcripts collect`: one crawl of a ministry's site, without Airflow."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from transcripts.cli.fail import told

#: Exit status when the crawl's outcome is none of a good day.
RED = 3


def command(
    ministry: Annotated[str, typer.Option("--ministry", help="The ministry's code.")],
    since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD. Default: yesterday.")] = "",
    until: Annotated[str, typer.Option(help="Last day, inclusive. Default: today.")] = "",
    address: Annotated[str, typer.Option(help="Another address of the site (a copy of it).")] = "",
    in_full: Annotated[
        bool, typer.Option("--in-full", help="Documents that we hold are asked for without conditions.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The crawl's report as JSON.")] = False,
) -> None:
    """Crawls a window of days into the archive. Status 3: the crawl ended PARTIAL, DRIFT, BLOCKED or FAILED."""
    with told("collect"):
        from scraper.evidence import GREEN
        from scraper.ministries import get
        from transcripts import settings
        from transcripts.collect import collect

        today = datetime.now(ZoneInfo(get(ministry).timezone)).date()
        for option, day in (("--since", since), ("--until", until)):
            _check_day(option, day)
        report = collect(
            settings.DATABASE_URL.get(),
            ministry,
            since or (today - timedelta(days=1)).isoformat(),
            until or today.isoformat(),
            archive=settings.ARCHIVE.get(),
            spool=str(settings.spool()),
            address=address or None,
            contact=settings.CONTACT.get_or("") or None,
            ca_file=settings.CA_FILE.get_or("") or None,
            in_full=in_full,
            on_line=show_line,
        )
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False))
    else:
        counts = ", ".join(f"{name} {count}" for name, count in report.counts.items())
        typer.echo(f"{report.ministry} {report.since}..{report.until} {report.outcome}: {report.reason} ({counts})")
    if report.outcome not in GREEN:
        raise typer.Exit(RED)


def _check_day(option: str, day: str) -> None:
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError as error:
        raise ValueError(f"{option} {day}: no day; write it as 2026-11-24") from error


def show_line(level: int, logger: str, message: str) -> None:
    """Shows a line that a crawl logged."""
    if level >= logging.INFO:
        typer.echo(f"{logging.getLevelName(level):<8} {message}", err=True)
