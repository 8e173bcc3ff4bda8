"""Stores chosen captures as a crawl of kind ``import``: through the spool, in WARC files of our own, with a journal and a report.

So a killed import is finished, registered and replayed as any crawl is.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from scraper import spool
from scraper.archive import Archive
from scraper.captures.choose import Chosen, Left
from scraper.check import check
from scraper.evidence import JOURNAL, PLAN, REPORT, Outcome, Plan, Report
from scraper.journal import Journal
from scraper.process import POLL_SECONDS
from scraper.recorder import Recorder
from scraper.warc import Exchange

#: A capture can be had again from its file: so many are made durable together.
DURABLE_AT_ONCE = 50
#: So many refused records are named in a report.
NAMED = 1000


@dataclass
class Told:
    """What a file held besides what is taken: records left out by reason, records whose bytes are not what they say, damage."""

    file: str
    #: Its length and digest, where it is known.
    source: str = ""
    left: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)

    def leave(self, left: Left) -> None:
        """Counts a record that is left out; one that is refused is named."""
        self.left[left.reason] += 1
        if left.refused:
            self.refused.append(f"{left.reason}: {left.address} at byte {left.offset} of {self.file}")

    @property
    def problems(self) -> list[str]:
        """What a person should know of: damage, and each refused record."""
        more = [f"{len(self.refused) - NAMED} more are refused"] if len(self.refused) > NAMED else []
        return [*self.damage, *self.refused[:NAMED], *more]


def store(plan: Plan, chosen: Iterable[Chosen], told: Told, on_poll: Callable[[], None] | None = None) -> Report:
    """Stores the captures and returns the report, once all stands in the archive. ``on_poll`` is called about every second.

    Raises ValueError for a plan that makes no sense, SpoolTaken for an import that is there already, OSError naming the
    place that cannot be written to: what was stored until then stays in the spool for the recovery, as after a kill.
    """
    check(plan)
    archive, prefix, folder = Archive(plan.archive), spool.prefix_of(plan), spool.folder_of(plan)
    if archive.exists(f"{prefix}/{PLAN}"):
        raise spool.SpoolTaken(f"{plan.archive}: there is a crawl {prefix} already; give it another name")
    lock = spool.create(plan)
    started = datetime.now(UTC)
    try:
        journal = Journal(folder / JOURNAL)
        info = {"software": "transcripts import", "format": "WARC File Format 1.1", "isPartOf": prefix}
        info |= {"description": f"captures of {told.file}"}
        recorder = Recorder(folder, prefix, archive, journal, info, at_once=DURABLE_AT_ONCE)
        try:
            counts = _write(recorder, chosen, on_poll)
            recorder.close()
        finally:
            journal.close()
        report = report_of(plan, told, counts, started, tuple(recorder.closed))
        report.write(folder / REPORT)
        spool.hand_over(folder, prefix, archive)
    finally:
        os.close(lock)
    return report


def _write(recorder: Recorder, chosen: Iterable[Chosen], on_poll: Callable[[], None] | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    due = time.monotonic() + POLL_SECONDS
    for one in chosen:
        recorder.write(_exchange(one), one.known, "document", site_id=one.site_id, language=one.language)
        recorder.rotate_when_due()
        counts.update(
            {"responses": 1, "listed": 1, "unchanged" if one.known else "fetched": 1, "bytes": len(one.capture.body)}
        )
        if on_poll is not None and time.monotonic() >= due:
            due = time.monotonic() + POLL_SECONDS
            on_poll()
    return counts


def _exchange(one: Chosen) -> Exchange:
    capture = one.capture
    return Exchange(
        address=capture.address,
        method=one.method,
        sent=one.sent,
        status=capture.status,
        headers=capture.headers,
        body=capture.body,
        ip=capture.ip,
        fetched_at=capture.fetched_at,
        record_id=capture.record_id,
        revisits_length=one.length if one.known else None,
    )


def report_of(plan: Plan, told: Told, counts: Counter[str], started: datetime, files: tuple[str, ...]) -> Report:
    """How an import ended: OK, EMPTY where nothing was taken, PARTIAL where the file is damaged or records are refused."""
    problems = told.problems
    outcome: Outcome = "PARTIAL" if problems else "OK" if counts["responses"] else "EMPTY"
    left = ", ".join(f"{reason} {count}" for reason, count in told.left.most_common())
    reason = f"{counts['responses']} captures taken from {told.file}; left out: {left or 'none'}"
    if problems:
        reason = f"{problems[0]}{f' (and {len(problems) - 1} more)' if len(problems) > 1 else ''}; {reason}"
    return Report(
        crawl=plan.crawl,
        ministry=plan.ministry,
        since=plan.since,
        until=plan.until,
        outcome=outcome,
        reason=reason,
        started_at=started.isoformat(),
        finished_at=datetime.now(UTC).isoformat(),
        counts=dict(counts),
        reasons=dict(told.left.most_common()),
        files=files,
        kind=plan.kind,
        notices=(told.source,) if told.source else (),
        problems=tuple({"outcome": "PARTIAL", "what": what} for what in problems),
    )
