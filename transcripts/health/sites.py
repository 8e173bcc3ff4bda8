"""Whether a ministry's site turns us away, or looks different from what its module says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.canary import pins as kept_pins
from transcripts.health.bounds import Bounds
from transcripts.health.freshness import Freshness
from transcripts.health.model import Finding, Severity
from transcripts.store.health import collections, pins

#: Days back in which the newest canary is looked for.
DAYS = 60


def found(connection: Connection, states: Iterable[Freshness], now: datetime, bounds: Bounds) -> list[Finding]:
    """Blocks, drift and pins that do not hold. A crawl that failed for another cause ends none of them.

    Of ministries that have a module: what another one met once, no crawl will ever take back.
    """
    stand = {one.ministry.code: one.state for one in states}
    paused = {code for code, state in stand.items() if state == "paused"}
    by_hand = now - timedelta(days=bounds.sites_by_hand_days)
    away, drifted = collections.turned_away(connection, now), collections.drifted(connection, now)
    wrong = pins.wrong(connection, now - timedelta(days=DAYS))

    def counting(crawls: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row for row in crawls if row["ministry"] in stand and _counts(row, paused, by_hand)]

    return [
        *(_block(row, now, row["ministry"] in paused) for row in counting(away)),
        *(_drift(row) for row in counting(drifted) if row["kind"] != "canary" or _has_pins(row["ministry"])),
        *map(_pin, counting(wrong)),
    ]


def _has_pins(code: str) -> bool:
    """Without pins there is no canary that could find the site as it was. A file that cannot be read has some."""
    try:
        return kept_pins.read(kept_pins.file_of(code)) != kept_pins.Pins()
    except kept_pins.BadPins:
        return True


def _counts(crawl: Mapping[str, Any], paused: Collection[str], by_hand: datetime) -> bool:
    """What a paused ministry's crawl by hand met is told for some days, as nothing would take it back; what one by the clock met,
    until it is over: maybe it was paused for that."""
    return crawl["ministry"] not in paused or crawl["by_clock"] or crawl["started_at"] >= by_hand


def _block(crawl: Mapping[str, Any], now: datetime, paused: bool) -> Finding:
    """The newest crawl of any kind that was answered was turned away, or the site wants to be left alone."""
    until = crawl["not_before"] if crawl["not_before"] and crawl["not_before"] > now else None
    code = crawl["ministry"]
    away = f"; nothing is asked before {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if until else ""
    says = f"{code} {_days(crawl)}: the site turned us away: {crawl['reason']}{away}"
    step = (
        f"pause collect_{code} and ask nothing today; look at the stored answer, then write to the ministry or lengthen"
        " manners.delay (docs/operations.md, Blocks)"
    )
    return Finding("block", "warn" if paused else "bad", code, "site", says, step, crawl["finished_at"])


def _drift(crawl: Mapping[str, Any]) -> Finding:
    code, kind = crawl["ministry"], crawl["kind"]
    says = f"{code} {_days(crawl)}: the site looks different ({kind}): {crawl['reason']}"
    step = "compare the stored page that is named with the ministry's module and adapt it (docs/operations.md, Drift and the canary)"
    return Finding("drift", "bad", code, kind, says, step, crawl["finished_at"])


def _pin(row: Mapping[str, Any]) -> Finding:
    code = row["ministry"]
    says = f"{code} {row['started_at']:%Y-%m-%d}: the pin {row['pin']} does not hold: {row['verdict']}: {row['says']}"
    step = f"`transcripts canary {code}` says more; adapt the module, or pin it anew (docs/operations.md, Drift and the canary)"
    severity: Severity = "bad" if row["verdict"] == "layout" else "warn"
    return Finding("drift", severity, code, f"pin {row['pin']}", says, step, row["finished_at"])


def _days(crawl: Mapping[str, Any]) -> str:
    return str(crawl["until"]) if crawl["since"] == crawl["until"] else f"{crawl['since']}..{crawl['until']}"
