"""The rules, pure: incidents that stood open and what a look found go in, incidents as they are now come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from transcripts.health.model import STATUS, Finding, Severity
from transcripts.incidents.model import Incident, Key, News


def compared(standing: Sequence[Incident], found: Iterable[Finding], now: datetime, gone_looks: int) -> list[Incident]:
    """Every open incident as this look leaves it, with those that it opened; what is not open is left as it is.

    ``gone_looks``: a finding must be missing in so many looks in a row before its incident is over, so that what comes and
    goes is told once. Two findings of one key are one incident, the worse of them.
    """
    findings = _by_key(found)
    known = {one.key for one in standing if one.closed_at is None}
    kept = [_next(one, findings.get(one.key), now, gone_looks) for one in standing]
    return kept + [_opened(finding, now) for key, finding in findings.items() if key not in known]


#: After how long a person is reminded of what stays so, by severity; what is not named is told once.
Reminders = Mapping[Severity, timedelta]


def news(incidents: Iterable[Incident], now: datetime, reminders: Reminders | None = None) -> News:
    """What of these a person is to be told at ``now``. What nobody was told of ends in silence; what this look did not see is not told
    as new; what somebody has taken is told only when it gets worse, and when it is over."""
    rows = sorted(incidents, key=_order)
    seen = [one for one in rows if one.closed_at is None and not one.missed]
    worse = [one for one in seen if one.told_severity is not None and _worse(one.severity, one.told_severity)]
    free = [one for one in seen if not one.is_taken(now) and one not in worse]
    return News(
        opened=tuple(one for one in free if one.told_at is None),
        worse=tuple(worse),
        again=tuple(_again(free, now, reminders or {})),
        over=tuple(one for one in rows if one.closed_at and one.told_at and not one.told_over_at),
    )


def _again(free: Iterable[Incident], now: datetime, reminders: Reminders) -> Iterator[Incident]:
    """All of a severity together as soon as one of them is due, so that reminders are one message and not one for each."""
    told_before = [(one, one.told_at) for one in free if one.told_at is not None]
    due = {one.severity for one, at in told_before if one.severity in reminders and now - at >= reminders[one.severity]}
    return (one for one, _ in told_before if one.severity in due)


def of_severity(what: News, least: Severity) -> News:
    """The part of it that is at least so bad."""

    def these(rows: Iterable[Incident]) -> tuple[Incident, ...]:
        return tuple(one for one in rows if STATUS[one.severity] >= STATUS[least])

    return News(these(what.opened), these(what.worse), these(what.again), these(what.over))


def told(what: News, at: datetime) -> list[Incident]:
    """The same incidents, with the moment at which a channel took the word."""
    open_ones = [replace(one, told_at=at, told_severity=one.severity) for one in what.opened + what.worse + what.again]
    return open_ones + [replace(one, told_over_at=at) for one in what.over]


def key_of(finding: Finding) -> Key:
    """What tells its incident apart."""
    return finding.kind, finding.ministry or "", finding.about


def _by_key(found: Iterable[Finding]) -> dict[Key, Finding]:
    chosen: dict[Key, Finding] = {}
    for one in found:
        before = chosen.get(key_of(one))
        if before is None or _worse(one.severity, before.severity):
            chosen[key_of(one)] = one
    return chosen


def _opened(finding: Finding, now: datetime) -> Incident:
    return Incident(
        finding.kind, finding.ministry, finding.about, finding.severity, finding.says, finding.next_step,
        opened_at=now, seen_at=now, since=finding.since, days=finding.days,
    )  # fmt: skip


def _next(one: Incident, finding: Finding | None, now: datetime, gone_looks: int) -> Incident:
    if one.closed_at is not None:
        return one
    if finding is not None:
        return _still(one, finding, now)
    missed = one.missed + 1
    return replace(one, missed=missed, closed_at=now if missed >= gone_looks else None)


def _still(one: Incident, finding: Finding, now: datetime) -> Incident:
    """Who has taken it before anybody was told knows of it as it was: that it gets worse is news."""
    worst = finding.severity if _worse(finding.severity, one.severity) else one.severity
    known = one.told_severity or (one.severity if worst != one.severity and one.is_taken(now) else None)
    return replace(
        one, severity=worst, told_severity=known, says=finding.says, next_step=finding.next_step, seen_at=now, missed=0,
        since=one.since or finding.since, days=finding.days,
    )  # fmt: skip


def _worse(severity: Severity, than: Severity) -> bool:
    return STATUS[severity] > STATUS[than]


def _order(one: Incident) -> tuple[int, str, str, str]:
    return (-STATUS[one.severity], one.ministry or "", one.kind, one.about)
