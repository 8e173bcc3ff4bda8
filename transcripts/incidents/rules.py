"""The rules, pure: incidents that stood open and what a look found go in, incidents as they are now come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

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


def news(incidents: Iterable[Incident]) -> News:
    """What of these a person has not been told. What nobody was told of ends in silence; what this look did not see
    is not told as new."""
    rows = sorted(incidents, key=_order)
    seen = [one for one in rows if one.closed_at is None and not one.missed]
    return News(
        opened=tuple(one for one in seen if one.told_at is None),
        worse=tuple(one for one in seen if one.told_severity is not None and _worse(one.severity, one.told_severity)),
        over=tuple(one for one in rows if one.closed_at and one.told_at and not one.told_over_at),
    )


def told(what: News, at: datetime) -> list[Incident]:
    """The same incidents, with the moment at which a channel took the word."""
    open_ones = [replace(one, told_at=at, told_severity=one.severity) for one in what.opened + what.worse]
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
    worst = finding.severity if _worse(finding.severity, one.severity) else one.severity
    return replace(
        one, severity=worst, says=finding.says, next_step=finding.next_step, seen_at=now, missed=0,
        since=one.since or finding.since, days=finding.days,
    )  # fmt: skip


def _worse(severity: Severity, than: Severity) -> bool:
    return STATUS[severity] > STATUS[than]


def _order(one: Incident) -> tuple[int, str, str, str]:
    return (-STATUS[one.severity], one.ministry or "", one.kind, one.about)
