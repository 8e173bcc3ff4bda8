"""What was listed, or expected, and is neither published nor accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.health.bounds import Bounds
from transcripts.health.freshness import Freshness
from transcripts.health.model import Finding
from transcripts.health.remembered import Remembered
from transcripts.store import balance
from transcripts.store.health import missing as gaps_of

#: What gaps of days that were long past when they were first asked for are together.
OLDER = "older"
Gap = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Missing:
    """What recent crawls and days say is missing. ``named``: the ministry and day of each gap and each lost document."""

    gaps: list[Gap]
    unbalanced: list[dict[str, Any]]
    named: frozenset[tuple[str, str]]


def missing(
    connection: Connection,
    states: Iterable[Freshness],
    now: datetime,
    bounds: Bounds,
    unexplained: list[dict[str, Any]],
) -> Missing:
    """Gaps that crawls of the last weeks know of, days on which nothing ran, and days that do not balance though no gap says why."""
    since = now - timedelta(days=bounds.completeness_older_days)
    stand = {one.ministry.code: one for one in states}
    days = [gap for gap in gaps_of.open_days(connection, since) if not _told_as_late(gap, stand.get(gap["ministry"]))]
    silent = [gap for one in stand.values() for gap in _silent(one)]
    gaps = [*gaps_of.open_documents(connection, since), *days, *silent]
    lost = [row for row in unexplained if row["state"] == "lost"]
    named = frozenset((one["ministry"], str(one["day"])) for one in (*gaps, *lost))
    unbalanced = [
        day
        for day in balance.unbalanced(connection, bounds.completeness_days)
        if day["missing"]
        and (day["ministry"], day["day"]) not in named
        and day["missing"] > gaps_of.lost(connection, day["ministry"], day["day"])
    ]
    return Missing(gaps, unbalanced, named | {(day["ministry"], day["day"]) for day in unbalanced})


def found(
    recent: Missing,
    kept: Remembered,
    states: Iterable[Freshness],
    now: datetime,
    bounds: Bounds,
    unexplained: list[dict[str, Any]],
) -> list[Finding]:
    """The findings: gaps by ministry and day, days that do not balance, what no crawl has a word of. ``kept``: what open incidents
    are about and recent rows do not say."""
    stand = {one.ministry.code: one for one in states}
    older = [gap for gap in kept.gaps if not _told_as_late(gap, stand.get(gap["ministry"]))]
    lost = sorted((row for row in unexplained if row["state"] == "lost"), key=lambda row: (row["ministry"], row["day"]))
    return [
        *_gaps([*recent.gaps, *older], now, bounds),
        *map(_unbalanced, [*recent.unbalanced, *kept.unbalanced]),
        *_lost(lost),
    ]


def _told_as_late(gap: Gap, stand: Freshness | None) -> bool:
    """A day that was missed lately is told by its freshness, and one on which the site turned us away by the block, once."""
    if gap["subject"] != "day" or stand is None:
        return False
    blocked = stand.newest is not None and stand.newest["outcome"] == "BLOCKED" and gap["reason"].startswith("BLOCKED:")
    return blocked or bool(stand.missed and gap["day"] >= stand.missed)


def _silent(one: Freshness) -> Iterator[Gap]:
    """Days before those that are told as late on which nothing ran."""
    for day in one.silent:
        yield {
            "ministry": one.ministry.code,
            "subject": "day",
            "day": day,
            "what": "",
            "reason": "nothing ran",
            "tries": 0,
            "first_failed": None,
        }


def _gaps(gaps: Iterable[Gap], now: datetime, bounds: Bounds) -> Iterator[Finding]:
    """By the day for as long as they are open: what was a day's gap when it was first asked for does not become another one by age."""
    back = timedelta(days=bounds.completeness_days)

    def about(gap: Gap) -> tuple[str, str]:
        if gap.get("about"):
            return gap["ministry"], gap["about"]
        seen = (gap["first_failed"] or now).date()
        return gap["ministry"], str(gap["day"]) if gap["day"] and gap["day"] >= seen - back else OLDER

    for (code, day), of_day in groupby(sorted(gaps, key=about), key=about):
        yield _finding(code, day, list(of_day), now, bounds)


def _finding(code: str, day: str, gaps: list[Gap], now: datetime, bounds: Bounds) -> Finding:
    since = min((gap["first_failed"] for gap in gaps if gap["first_failed"]), default=None)
    stuck = since is not None and now - since > timedelta(days=bounds.completeness_bad_days)
    one = gaps[0]
    where = f"{code}: of older days" if day == OLDER else f"{code} {day}:"
    says = f"{where} {_count(gaps)} missing; {one['what'] or one['day']}: {one['reason']}"
    step = (
        f"it is asked for again by itself (`transcripts gaps list --ministry {code}` says when); accept what will never come:"
        " `transcripts gaps accept` (docs/operations.md, Is it complete?)"
    )
    if stuck:
        tries = max(gap["tries"] for gap in gaps)
        step = f"look why, as {tries} {'try has' if tries == 1 else 'tries have'} not brought it; {step}"
    return Finding("completeness", "bad" if stuck else "warn", code, day, says, step, since, _days(gaps))


def _days(rows: Iterable[Mapping[str, Any]]) -> tuple[date, ...]:
    return tuple(sorted({date.fromisoformat(str(row["day"])) for row in rows if row["day"]}))


def _count(gaps: list[Gap]) -> str:
    by_subject = {name: sum(1 for gap in gaps if gap["subject"] == name) for name in ("document", "list", "day")}
    said = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in by_subject.items() if count]
    return f"{' and '.join(said)} {'are' if len(gaps) > 1 else 'is'}"


def _unbalanced(day: Mapping[str, Any]) -> Finding:
    code = day["ministry"]
    says = f"{code} {day['day']}: the day does not balance: {day['missing']} missing by the site's own count"
    step = f"the page Coverage, {code}, {day['day']} names what is there (docs/operations.md, Is it complete?)"
    return Finding("completeness", "warn", code, day["day"], says, step, days=_days([day]))


def _lost(rows: list[dict[str, Any]]) -> Iterator[Finding]:
    for code, of_code in groupby(rows, key=lambda row: row["ministry"]):
        lost = list(of_code)
        one = lost[0]
        says = f"{code} {one['day']}: {len(lost)} listed and no crawl says what became of it; {one['address']}"
        yield Finding("completeness", "bad", code, "lost", says, "an error of ours: tell a developer", days=_days(lost))
