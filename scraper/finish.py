"""The end of a crawl, whatever way it came: every document gets a fate, the report is written, all goes to the archive."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from scraper import spool
from scraper.archive import Archive
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
    for walk in crawl.open_walks if crawl.halted is None else []:
        crawl.trouble(Problem("PARTIAL", f"list {walk}: not walked to its end"))
    nothing_read = bool(crawl.lost_lists) and crawl.pages == 0
    if nothing_read and crawl.halted is None:
        blocked = all(reason.startswith("blocked") for reason in crawl.lost_lists)
        refused = all(reason == "robots" for reason in crawl.lost_lists)
        outcome: Outcome = "BLOCKED" if blocked else "PARTIAL" if refused else "FAILED"
        crawl.trouble(Problem(outcome, f"no list could be read: {', '.join(sorted(set(crawl.lost_lists)))}"))
    for document in crawl.ledger.doubly_settled:
        crawl.trouble(Problem("FAILED", f"{document.site_id} {document.language} was given two fates"))
    try:
        crawl.ledger.settle_rest("not_asked" if crawl.halted else "no_answer")
    except OSError as error:
        crawl.disk_full(error)


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
        problems=tuple({"outcome": problem.outcome, "what": problem.what} for problem in crawl.problems),
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
