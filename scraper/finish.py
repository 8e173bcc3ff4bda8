"""The end of a crawl, whatever way it came: every document gets a fate, the report is written, all goes to the archive."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from scraper import spool
from scraper.archive import Archive
from scraper.calendars import empty_days
from scraper.crosscheck import differences
from scraper.drift import vanished
from scraper.evidence import JOURNAL, PLAN, REPORT, Outcome, Report
from scraper.state import Crawl
from scraper.verdict import judge
from scraper.walks import Problem

LOGGER = logging.getLogger("crawl")


def finish(crawl: Crawl, archive: Archive) -> Report:
    """Ends a crawl. Where the archive takes nothing, everything stays in the spool for the recovery, and the report says so.

    Raises OSError when not even the report could be written.
    """
    moved = _close_files(crawl)
    _last_words(crawl)
    report = _report(crawl)
    report.write(crawl.folder / REPORT)
    crawl.journal.close()
    if moved:
        report = _move(crawl, archive, report)
    LOGGER.log(
        logging.INFO if report.outcome in ("OK", "EMPTY") else logging.ERROR, "%s: %s", report.outcome, report.reason
    )
    return report


def _close_files(crawl: Crawl) -> bool:
    try:
        crawl.recorder.close()
    except OSError as error:
        crawl.disk_full(error)
        return False
    return not crawl.recorder.left_in_spool


def _last_words(crawl: Crawl) -> None:
    """The problems that can only be told at the end, and the fates of documents that were not asked for."""
    crawl.tell_split_walks()
    for walk in crawl.open_walks if crawl.halted is None else []:
        crawl.trouble(walk.problem(": not walked to its end"))
    if crawl.plan.kind == "window" and crawl.halted is None:
        _compare(crawl)
    nothing_read = bool(crawl.lost_lists) and crawl.pages == 0
    if nothing_read and crawl.halted is None:
        blocked = all(reason.startswith("blocked") for reason in crawl.lost_lists)
        refused = all(reason == "robots" for reason in crawl.lost_lists)
        outcome: Outcome = "BLOCKED" if blocked else "PARTIAL" if refused else "FAILED"
        crawl.trouble(Problem(outcome, f"no list could be read: {', '.join(sorted(set(crawl.lost_lists)))}"))
    if drift := crawl.drift.problem(crawl.ministry.manners):
        crawl.trouble(drift)
    elif crawl.drift.odd:
        crawl.notices.append(crawl.drift.told())
    if crawl.plan.kind == "recheck" and (gone := _vanished(crawl)):
        crawl.trouble(gone)
    if crawl.ledger.all_blocked() and crawl.halted is None:
        crawl.trouble(Problem("BLOCKED", f"no document came: {_told(crawl.ledger.reasons)}"))
    for document in crawl.ledger.doubly_settled:
        crawl.trouble(Problem("FAILED", f"{document.site_id} {document.language} was given two fates"))
    try:
        crawl.ledger.settle_rest("not_asked" if crawl.halted else "no_answer")
    except OSError as error:
        crawl.disk_full(error)


def _vanished(crawl: Crawl) -> Problem | None:
    counts = crawl.ledger.counts()
    return vanished(crawl.ledger.newly_gone(), counts["fetched"] + counts["unchanged"], crawl.ministry.manners)


def _told(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{reason}: {count}" for reason, count in reasons.items())


def _compare(crawl: Crawl) -> None:
    """What the calendar expects, and what one source names and another does not."""
    ledger, walks = crawl.ledger, crawl.whole_walks
    published = [day for key, day in ledger.days.items() if ledger.named[key] != {"sitemap"}]  # there: when it changed
    for problem in empty_days(crawl.ministry.calendar, crawl.plan, crawl.today, published, walks):
        crawl.list_trouble(problem)
    crawl.notices.extend(differences(ledger.named, ledger.days, walks))


def _report(crawl: Crawl) -> Report:
    counts = {
        "requests": crawl.requests,
        "responses": crawl.responses,
        **crawl.ledger.counts(),
        "blocked": crawl.blocks,
        "bytes": crawl.bytes,
    }
    reasons = dict(crawl.ledger.reasons.most_common())
    outcome, reason = judge(crawl.problems, counts, reasons)
    return Report(
        crawl=crawl.plan.crawl,
        ministry=crawl.plan.ministry,
        since=crawl.plan.since,
        until=crawl.plan.until,
        outcome=outcome,
        reason=reason,
        started_at=crawl.started.isoformat(),
        finished_at=datetime.now(UTC).isoformat(),
        counts=counts,
        reasons=reasons,
        files=tuple(crawl.recorder.closed),
        lists_complete=crawl.lists_complete,
        kind=crawl.plan.kind,
        not_before=crawl.not_before,
        problems=tuple({name: text for name, text in asdict(one).items() if text} for one in crawl.problems),
        notices=tuple(crawl.notices),
    )


def _move(crawl: Crawl, archive: Archive, report: Report) -> Report:
    try:
        for name in (PLAN, JOURNAL, REPORT):
            archive.put(crawl.folder / name, f"{spool.prefix_of(crawl.plan)}/{name}")
    except OSError as error:
        crawl.disk_full(error)
        report = _report(crawl)
        report.write(crawl.folder / REPORT)
        return report
    spool.remove(crawl.folder)
    return report
