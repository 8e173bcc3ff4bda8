"""Asks again for documents that we have: texts grow, change, go and come back. The schedule is the ministry's, in its module.

A run asks for a budget of documents at most, those that have waited longest first, by conditional request where we hold a
validator. What it finds is an ordinary crawl's: snapshots, revisions, fates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from scraper.evidence import Plan, Report
from scraper.ministries import get
from scraper.ministries.model import Ministry, Recheck
from transcripts.collect import carry_out, name_of_crawl, sweep
from transcripts.store import crawls, rechecks
from transcripts.store.connection import connected
from transcripts.store.rechecks import Load

ONE_DAY = timedelta(days=1)


def recheck(
    database_url: str,
    ministry: str,
    *,
    archive: str,
    spool: str,
    budget: int | None = None,
    now: datetime | None = None,
    address: str | None = None,
    contact: str | None = None,
    ca_file: str | None = None,
    asked_by: Mapping[str, str] | None = None,
    on_line: Callable[[int, str, str], None] | None = None,
    on_start: Callable[[Callable[[], None]], None] | None = None,
) -> Report | None:
    """Asks for at most ``budget`` documents that are due (None: as the module says) and reports; None: nothing is due.

    The other parameters, and what is raised, are those of ``transcripts.collect.collect``; ``now`` is another moment to
    count ages from.
    """
    described, moment = get(ministry, address), now or datetime.now(UTC)
    most = described.recheck_budget if budget is None else budget
    with connected(database_url) as connection, crawls.alone(connection, ministry):
        sweep(connection, ministry, archive, Path(spool))
        gaps = rechecks.due(connection, ministry, described.timezone, described.rechecks, moment, most)
        if not gaps:
            return None
        today = datetime.now(ZoneInfo(described.timezone)).date().isoformat()
        documents = [gap.site_id for gap in gaps if gap.site_id is not None]
        plan = Plan(
            crawl=name_of_crawl(ministry),
            ministry=ministry,
            since=today,
            until=today,
            archive=archive,
            spool=spool,
            address=address,
            contact=contact,
            ca_file=ca_file,
            known=crawls.known(connection, ministry, today, today, site_ids=documents),
            gaps=gaps,
            kind="recheck",
            timezone=described.timezone,
            not_before=crawls.not_before(connection, ministry),
            asked_by=dict(asked_by or {}),
        )
        return carry_out(connection, database_url, plan, on_line, on_start)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one step of a schedule asks of a site."""

    step: Recheck
    documents: int
    due: int
    requests_a_day: float
    #: Hours a day that these requests take at the ministry's delay, and how long all its documents take once.
    hours_a_day: float
    whole: timedelta


def costs(database_url: str, ministry: str, *, now: datetime | None = None) -> list[Cost]:
    """What the ministry's schedule costs with the documents that we have, a row a step. Raises UnknownMinistry, DatabaseDown."""
    described, moment = get(ministry), now or datetime.now(UTC)
    with connected(database_url) as connection:
        loads = rechecks.load(connection, ministry, described.timezone, described.rechecks, moment)
    found = {load.step: load for load in loads}
    return [cost(described, index, found.get(index, Load(index, 0, 0))) for index in range(len(described.rechecks))]


def cost(ministry: Ministry, index: int, load: Load) -> Cost:
    """What one step costs with so many documents. Pure."""
    step, delay = ministry.rechecks[index], timedelta(seconds=ministry.manners.delay)
    requests = load.documents * (ONE_DAY / step.every)
    return Cost(step, load.documents, load.due, requests, requests * delay / timedelta(hours=1), load.documents * delay)


def told(ministry: Ministry, found: Sequence[Cost]) -> list[str]:
    """The costs in words, a line each."""
    lines = [_told(one) for one in found]
    requests, hours = sum(one.requests_a_day for one in found), sum(one.hours_a_day for one in found)
    lines.append(f"in all {requests:,.0f} requests a day, {hours:.1f} hours at {ministry.manners.delay:g} s")
    budget = ministry.recheck_budget
    hold = timedelta(seconds=round(budget * ministry.manners.delay))
    lines.append(f"budget {budget} a run ({hold} at most); {requests / budget:.1f} runs a day are needed")
    return lines


def _told(one: Cost) -> str:
    younger = f"younger than {_span(one.step.younger)}" if one.step.younger else "older"
    return (
        f"{younger}: every {_span(one.step.every)}: {one.documents:,} documents, {one.due:,} due;"
        f" {one.requests_a_day:,.0f} requests a day, {one.hours_a_day:.1f} hours; all of them once: {_span(one.whole)}"
    )


def _span(length: timedelta) -> str:
    hours = length / timedelta(hours=1)
    return f"{hours / 24:.3g} days" if hours >= 48 else f"{hours:.3g} hours"
