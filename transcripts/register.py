"""Registers how a crawl ended: what its journal says, then its report."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

import psycopg2
from psycopg2.extensions import connection as Connection

from scraper.evidence import JournalLine, Report
from transcripts.store import crawls
from transcripts.store.registration import Registrar

LOGGER = logging.getLogger(__name__)


def finish(
    connection: Connection, report: Report, lines: Iterable[JournalLine], registrar: Registrar | None = None
) -> Report:
    """Registers the lines (those that ``registrar`` has not taken yet) and writes the report; it returns what it wrote.

    The report says FAILED when the database refuses a row or a line cannot be read. Raises psycopg2.Error when the
    database went away.
    """
    registrar = registrar or Registrar(connection, report.crawl)
    try:
        registrar.take(lines)
        registrar.finish()
    except (psycopg2.Error, ValueError, OSError) as error:
        if connection.closed:
            raise
        connection.rollback()
        reason = f"what it stored cannot be registered ({line_of(error)}); it ended {report.outcome}: {report.reason}"
        LOGGER.error("%s: %s", report.crawl, reason)
        report = replace(report, outcome="FAILED", reason=reason, lists_complete=False)
    crawls.end(connection, report)
    return report


def line_of(error: Exception) -> str:
    """An error's first line."""
    return (str(error).strip().splitlines() or ["no message"])[0]
