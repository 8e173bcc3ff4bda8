"""``python -m scraper.crawl PLAN``: one crawl, as a process of its own. It reads the plan and writes WARC, journal and report."""

from __future__ import annotations

import argparse
import fcntl
import json
import logging
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from twisted.internet.task import LoopingCall

from scraper import spool
from scraper.archive import Archive
from scraper.check import check
from scraper.evidence import JOURNAL, Plan
from scraper.finish import finish
from scraper.journal import Journal
from scraper.ledger import Ledger
from scraper.printable import one_line, printable
from scraper.recorder import Recorder
from scraper.settings import settings_for, user_agent
from scraper.state import Crawl
from scraper.walks import Problem

LOGGER = logging.getLogger("crawl")
PARENT_SECONDS = 1.0
#: Scrapy's loggers that tell at length how it was set up.
TALKATIVE = ("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.utils.log")


class JsonLines(logging.Formatter):
    """One JSON object a line, whatever a message holds, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """Level, logger and message: one line, whatever a site put into it, and a traceback below it."""
        record.msg, record.args = one_line(record.getMessage()), None
        said = {"level": record.levelno, "logger": record.name, "message": printable(super().format(record))}
        return json.dumps(said, ensure_ascii=False)


def main(arguments: list[str] | None = None) -> int:
    """Crawls. Returns 0 whenever a report was written: that is what says how it went."""
    options = _parser().parse_args(arguments)
    _log_as_json()
    try:
        plan = Plan.read(options.plan)
        ministry = check(plan)
        lock = _lock(options.plan.parent, options.lock)
    except (LookupError, ValueError, OSError) as error:
        LOGGER.error("%s", error)
        return 2
    folder, archive = options.plan.parent, Archive(plan.archive)
    try:
        journal = Journal(folder / JOURNAL)
        info = {
            "software": user_agent(plan.contact),
            "format": "WARC File Format 1.1",
            "robots": "obey",
            "isPartOf": spool.prefix_of(plan),
        }
        recorder = Recorder(folder, spool.prefix_of(plan), archive, journal, info)
        crawl = Crawl(plan, ministry, folder, journal, recorder, Ledger(plan, ministry, journal), datetime.now(UTC))
        _run(crawl, options.parent)
        spool.release(folder)
        finish(crawl, archive)
    except OSError as error:
        LOGGER.critical("%s: no report could be written: %s", folder, error)
        return 1
    finally:
        os.close(lock)
    return 0


def _run(crawl: Crawl, parent: int | None) -> None:
    """Crawls to the end, or until told to stop. An error of ours ends the crawl, and its report says so."""
    if _must_stay_away(crawl):
        return
    try:
        spool.reserve(crawl.folder)
    except OSError as error:
        crawl.disk_full(error)
        return
    try:
        process = AsyncCrawlerProcess(settings_for(crawl.plan, crawl.ministry))
        from twisted.internet import reactor  # the one that Scrapy has installed just now

        from scraper.spider import TranscriptSpider

        stopped = Problem("PARTIAL", "the crawl was stopped before its end")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: reactor.callFromThread(crawl.halt, stopped))
        watch = LoopingCall(_watch, crawl, parent)
        reactor.callWhenRunning(watch.start, PARENT_SECONDS)
        process.crawl(TranscriptSpider, crawl=crawl)
        process.start(install_signal_handlers=False)
    except Exception as error:
        LOGGER.exception("the crawl broke off")
        crawl.halt(Problem("FAILED", f"error in the crawl's code: {type(error).__name__}: {error}"))


def _must_stay_away(crawl: Crawl) -> bool:
    """Whether the site asked for a longer absence in an earlier crawl: nothing is asked before its time."""
    moment = crawl.plan.not_before
    if not moment or datetime.fromisoformat(moment) <= crawl.started:
        return False
    crawl.not_before = moment
    what = f"nothing was asked: the site asked in an earlier crawl not to be asked again before {moment}"
    crawl.halt(Problem("BLOCKED", what))
    return True


def _watch(crawl: Crawl, parent: int | None) -> None:
    """Ends the crawl when the process that started it is gone: nobody would wait for it."""
    if parent is not None and os.getppid() != parent:
        crawl.halt(Problem("PARTIAL", "the process that started the crawl is gone"))


def _lock(folder: Path, inherited: int | None) -> int:
    """The descriptor that holds the folder's lock: inherited from who started us, else taken now."""
    if inherited is not None:
        fcntl.fcntl(inherited, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
        return inherited
    lock = spool.take(folder)
    if lock is None:
        raise OSError(f"{folder}: another process works on this crawl")
    return lock


def _log_as_json() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.INFO)
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scraper.crawl", description=__doc__)
    parser.add_argument("plan", type=Path, help="plan.json in the crawl's own folder of the spool")
    parser.add_argument("--lock", type=int, help="inherited descriptor that holds the folder's lock")
    parser.add_argument("--parent", type=int, help="process that is to be outlived by no more than a second")
    return parser


if __name__ == "__main__":
    sys.exit(main())
