"""How far the work is: what `transcripts status` says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection

from transcripts.store.quarantine import counts
from transcripts.store.rows import rows_of


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of what stands, and what needs a look."""

    documents: int
    turns: int
    exchanges: int
    #: Published turns whose person the data has, and turns of officials whose person it has not.
    turns_of_known: int
    officials_unknown: int
    #: Documents on the review list that nobody has confirmed, by reason; one with two reasons counts with each.
    review: dict[str, int]
    to_review: int
    quarantine: dict[str, int]
    #: Documents whose id the site seems to have given to another one.
    reused: list[dict[str, Any]]
    failed: list[dict[str, Any]]
    crawls: list[dict[str, Any]]


def overview(connection: Connection) -> Overview:
    """What is published; what waits in quarantine, by reason; the newest failures and crawls."""
    landed = rows_of(
        connection,
        "SELECT coalesce(sum(documents), 0)::integer AS documents, coalesce(sum(turns), 0)::integer AS turns,"
        " coalesce(sum(exchanges), 0)::integer AS exchanges FROM analysis.landed",
    )[0]
    spoken = rows_of(
        connection,
        "SELECT count(t.person_id)::integer AS known,"
        " (count(*) FILTER (WHERE t.role = 'official' AND t.person_id IS NULL))::integer AS unknown"
        " FROM corpus.publication p JOIN corpus.turn t USING (segmentation_id)",
    )[0]
    waiting = rows_of(connection, "SELECT reasons FROM analysis.review WHERE NOT confirmed")
    failed = rows_of(
        connection,
        "SELECT step, input, outcome, detail, tries, at::text FROM pipeline.attempt f WHERE outcome IN ('failed', 'refused')"
        " AND NOT EXISTS (SELECT FROM pipeline.attempt g WHERE g.step = f.step AND g.input = f.input"
        " AND g.at >= f.at AND g.attempt_id <> f.attempt_id) ORDER BY at DESC LIMIT 10",
    )
    reused = rows_of(
        connection,
        "SELECT ministry, site_id, language, address, before_title, title FROM pipeline.reused_id ORDER BY seen_at DESC LIMIT 5",
    )
    crawls = rows_of(
        connection,
        "SELECT crawl, ministry, since::text, until::text, outcome, reason, listed, fetched, unchanged, failed, refused"
        " FROM archive.crawl ORDER BY started_at DESC LIMIT 5",
    )
    return Overview(
        landed["documents"],
        landed["turns"],
        landed["exchanges"],
        spoken["known"],
        spoken["unknown"],
        dict(sorted(Counter(reason for row in waiting for reason in row["reasons"]).items())),
        len(waiting),
        counts(connection),
        reused,
        failed,
        crawls,
    )
