"""The command `transcripts recheck`: documents that we have are asked for again, those that waited longest first."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from transcripts.cli.collect import RED, show_line
from transcripts.cli.fail import told


def command(
    ministry: Annotated[str, typer.Option("--ministry", help="The ministry's code.")],
    budget: Annotated[int, typer.Option(help="At most so many documents. Default: as the ministry's module says.")] = 0,
    address: Annotated[str, typer.Option(help="Another address of the site (a copy of it).")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask nothing: say what is due and what it costs.")] = False,
    documents: Annotated[int, typer.Option(help="With --dry-run: what as many documents would cost.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="The crawl's report as JSON.")] = False,
) -> None:
    """Asks again for the documents that are due, by the schedule of the ministry's module. Status 3: as with collect."""
    if budget < 0 or documents < 0 or (documents and not dry_run):
        raise typer.BadParameter("--budget and --documents are numbers above zero, --documents goes with --dry-run")
    if dry_run:
        _say_costs(ministry, documents)
        return
    with told("recheck"):
        from scraper.evidence import GREEN
        from transcripts import settings
        from transcripts.recheck import recheck

        report = recheck(
            settings.DATABASE_URL.get(),
            ministry,
            archive=settings.ARCHIVE.get(),
            spool=str(settings.spool()),
            budget=budget or None,
            address=address or None,
            contact=settings.CONTACT.get_or("") or None,
            ca_file=settings.CA_FILE.get_or("") or None,
            on_line=show_line,
        )
    if report is None:
        typer.echo(f"{ministry}: nothing is due")
        return
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False))
    else:
        counts = ", ".join(f"{name} {count}" for name, count in report.counts.items())
        typer.echo(f"{report.ministry} recheck {report.outcome}: {report.reason} ({counts})")
    if report.outcome not in GREEN:
        raise typer.Exit(RED)


def _say_costs(ministry: str, documents: int) -> None:
    with told("recheck"):
        from scraper.ministries import get
        from transcripts import settings
        from transcripts.recheck import cost, costs
        from transcripts.recheck import told as in_words
        from transcripts.store.rechecks import Load

        described = get(ministry)
        if documents:
            last = len(described.rechecks) - 1
            found = [cost(described, last, Load(last, documents, documents))]
        else:
            found = costs(settings.DATABASE_URL.get(), ministry)
    for line in in_words(described, found):
        typer.echo(line)
