"""The pages that are timed, each with an address that holds much: the largest ministry, the longest document, the fullest run."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode

import psycopg2

#: What addresses need to know, a value each.
_PLACES = """
WITH shown AS (
    SELECT d.document_id, s.turns, s.segmentation_id, s.review, r.published_at > now() - interval '600 days' AS new
    FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id) JOIN corpus.document d USING (document_id)
)
SELECT (SELECT max(l.day)::text FROM archive.listing l JOIN archive.crawl c USING (crawl) WHERE c.ministry = 'north' AND l.site_id NOT LIKE '%%lacked%%') AS day,
    (SELECT document_id FROM shown ORDER BY new DESC, turns DESC LIMIT 1) AS long,
    (SELECT document_id FROM shown n JOIN corpus.revision v USING (document_id) WHERE n.turns < 4000
        GROUP BY document_id, turns, new HAVING count(*) > 1 ORDER BY new DESC, turns DESC LIMIT 1) AS revised,
    (SELECT document_id FROM shown n JOIN corpus.version_pair v USING (segmentation_id) WHERE n.turns < 4000
        ORDER BY new DESC, turns DESC, document_id LIMIT 1) AS first,
    (SELECT record_id::text FROM pipeline.quarantine ORDER BY attempt_id DESC LIMIT 1) AS record,
    (SELECT document_id FROM shown WHERE review <> '{}' ORDER BY new DESC, turns DESC LIMIT 1) AS doubtful,
    (SELECT crawl FROM archive.crawl WHERE ministry = 'north' AND kind = 'window' ORDER BY started_at DESC LIMIT 1) AS crawl,
    (SELECT run_id FROM archive.crawl WHERE ministry = 'north' AND kind = 'window' ORDER BY started_at DESC LIMIT 1) AS run,
    (SELECT run_id FROM pipeline.attempt WHERE dag_id = 'process' AND run_id LIKE 'scheduled%%' ORDER BY attempt_id DESC LIMIT 1) AS processed,
    (SELECT run_id FROM pipeline.check_result ORDER BY at DESC LIMIT 1) AS checked
"""
_OTHER = """
SELECT o.document_id FROM corpus.version_pair v JOIN corpus.publication p ON p.segmentation_id = v.segmentation_id
JOIN corpus.publication o ON o.segmentation_id = v.other_id WHERE p.document_id = %s LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class View:
    """A page and the address that it is asked for by."""

    name: str
    path: str


def views(url: str, words: str) -> Sequence[View]:
    """All of them. ``words`` stand in many turns."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(_PLACES)
        row = cursor.fetchone() or ()
        at = dict(zip([column.name for column in cursor.description or ()], row, strict=True))
        cursor.execute(_OTHER, (at["first"],))
        other = (cursor.fetchone() or ("",))[0]
    year = int(at["day"][:4])

    def to(path: str, **values: object) -> str:
        return f"{path}?{urlencode(values)}" if values else path

    return [
        View("Coverage, as it opens", "/coverage"),
        View("Coverage of one ministry, twelve months", to("/coverage", ministry="north")),
        View("Coverage of one ministry, two years", to("/coverage", ministry="north", since=f"{year - 1}-01-01", until=f"{year}-12-31")),
        View("Coverage of one ministry, long ago", to("/coverage", ministry="north", since=f"{year - 9}-01-01", until=f"{year - 9}-12-31")),
        View("a day", f"/coverage/north/{at['day']}"),
        View("Health", "/health"),
        View("Quarantine", "/quarantine"),
        View("a page in quarantine", f"/quarantine/{at['record']}"),
        View("Review", "/review"),
        View("a document in doubt", f"/review/{at['doubtful']}"),
        View("Suppressed", "/suppressed"),
        View("Reader: documents, the newest", "/documents"),
        View("Reader: documents of one ministry and language", to("/documents", ministry="north", language="ru")),
        View("Reader: documents of a year", to("/documents", since=f"{year - 5}-01-01", until=f"{year - 5}-12-31")),
        View("Reader: words, the newest turns", to("/documents", words=words, language="en")),
        View("Reader: words, ranked", to("/documents", words=words, language="en", sort="rank")),
        View("a document of 5,000 turns", f"/documents/{at['long']}"),
        View("a document and a version beside it", to(f"/documents/{at['first']}", beside=other)),
        View("a document's revisions", f"/documents/{at['revised']}/revisions"),
        View("a run of a collection", to("/run", dag_id="collect_north", run_id=at["run"])),
        View("a run of process", to("/run", dag_id="process", run_id=at["processed"])),
        View("a run of process over eleven years", to("/run", dag_id="process", run_id="manual__of_the_past")),
        View("a run of checks", to("/run", dag_id="checks", run_id=at["checked"])),
    ]  # fmt: skip
