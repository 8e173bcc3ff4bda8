"""Snapshots may come in any order: what stands in the tables is the same as if they had come in order of time."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from scraper.evidence import SnapshotLine
from tests.transcripts.store.crawled import MINISTRY, reading, register, snapshot_line
from transcripts.model import Reading, Segmentation, Span
from transcripts.store import documents, segmentations
from transcripts.store.documents import Cleaned, Failure
from transcripts.store.provenance import Provenance
from transcripts.store.publications import publish
from transcripts.store.readings import to_segment
from transcripts.store.segmentations import Segmented
from transcripts.store.snapshots import to_clean
from transcripts.store.work import Versions, keys

pytestmark = pytest.mark.database

VERSIONS = Versions("1", "1", "1")
#: What stands in the tables of one document, by what does not depend on chance.
TABLES = (
    "SELECT address, first_seen FROM corpus.document WHERE site_id = %s",
    "SELECT v.digest, v.first_seen, s.address, r.body, r.layout, r.links,"
    " array(SELECT p.path FROM corpus.paragraph p WHERE p.reading_id = r.reading_id ORDER BY p.ordinal)"
    " FROM corpus.revision v JOIN corpus.document d USING (document_id) LEFT JOIN corpus.reading r USING (revision_id)"
    " JOIN archive.snapshot s ON s.record_id = v.record_id WHERE d.site_id = %s ORDER BY v.first_seen",
)


class Site:
    """Pages of one document as they were fetched, hour by hour; a letter is a state, a capital one a revisit that shows it."""

    def __init__(self, connection: Connection, site_id: str, states: str) -> None:
        self.connection, self.site_id = connection, site_id
        self.lines: list[SnapshotLine] = []
        self.texts: dict[str, Reading] = {}
        newest: dict[str, SnapshotLine] = {}
        for hour, letter in enumerate(states):
            state = letter.lower()
            more: dict[str, Any] = {"payload_digest": f"sha256:{state}", "address": f"http://127.0.0.1:1/{hour}"}
            if letter.isupper():
                more |= {"record_type": "revisit", "status": 304, "refers_to": newest[state].record_id}
            line = snapshot_line("c", site_id, hours=hour, **more)
            if letter.islower():
                newest[state] = line
            self.lines.append(line)
            text = reading(f"{state}.", "Second.")
            paragraphs = tuple(replace(one, path=f"p:hour({hour})") for one in text.paragraphs)
            key = line.record_id.removeprefix("urn:uuid:")
            self.texts[key] = replace(text, links=(f"/at/{hour}",), paragraphs=paragraphs)

    def arrive(self, order: tuple[int, ...]) -> None:
        """Each in a crawl of its own, and the step clean after each."""
        for hour in order:
            crawl = f"{self.site_id.replace('/', '-')}-{hour}"
            register(self.connection, crawl, replace(self.lines[hour], file=f"toy/{crawl}/00001.warc.gz"))
            self.clean()

    def clean(self) -> None:
        found = to_clean(self.connection, "toy", [self.site_id], "1")
        with self.connection.cursor() as cursor:
            batch = [Cleaned(one, self.texts[one.record_id]) for one in found]
            documents.store(cursor, MINISTRY, batch, "1", Provenance())
        self.connection.commit()

    def tables(self) -> list[list[tuple[Any, ...]]]:
        return [self.rows(query, self.site_id) for query in TABLES]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def states(self) -> str:
        return "".join(row[3][0] for row in self.tables()[1])


@pytest.mark.parametrize("shown", ["abaa", "abca", "aabA"])
def test_four_pages_in_any_order_of_arrival(connection: Connection, shown: str) -> None:
    wanted: list[list[tuple[Any, ...]]] = []
    for order in permutations(range(4)):
        if shown[3].isupper() and order.index(3) < order.index(0):
            continue  # a revisit comes after what it refers to, or not at all
        site = Site(connection, f"bitrix/{''.join(map(str, order))}", shown)
        site.arrive(order)
        wanted = wanted or site.tables()
        assert site.tables() == wanted, order
    assert len(wanted[1]) == {"abaa": 3, "abca": 4, "aabA": 3}[shown]


def test_ten_pages_in_many_orders(connection: Connection) -> None:
    random = Random(4)
    for n in range(6):
        shown = "".join(random.choice("abc") for _ in range(10))
        in_order, otherwise = (Site(connection, f"bitrix/{n}{end}", shown) for end in "12")
        in_order.arrive(tuple(range(10)))
        otherwise.arrive(tuple(random.sample(range(10), 10)))
        assert otherwise.tables() == in_order.tables(), shown


def test_a_state_that_returns_by_a_revisit_is_a_revision(connection: Connection) -> None:
    """Another page came between, of which the crawl that was told "not modified" did not know."""
    site = Site(connection, "bitrix/1", "aAbAA")
    site.arrive((0, 1, 3, 4))
    assert site.states() == "a"
    assert site.rows("SELECT count(*) FROM pipeline.attempt") == [(1,)], "what changes nothing is not looked at"
    assert keys(connection, "clean", VERSIONS, ["toy"], 10) == []
    register(connection, "late", replace(site.lines[2], file="toy/late/00001.warc.gz"))
    assert keys(connection, "clean", VERSIONS, ["toy"], 10) == [("toy", "bitrix/1")]
    site.clean()
    assert site.states() == "aba"
    record = site.lines[3].record_id.removeprefix("urn:uuid:")
    assert site.rows("SELECT outcome FROM pipeline.attempt WHERE input = %s", record) == [("done",)]
    assert keys(connection, "clean", VERSIONS, ["toy"], 10) == []


def test_what_was_taken_for_unchanged_and_turns_out_to_be_a_return_has_made_something(connection: Connection) -> None:
    site = Site(connection, "bitrix/1", "aba")
    site.arrive((0, 2, 1))
    outcomes = site.rows("SELECT outcome FROM pipeline.attempt ORDER BY attempt_id")
    assert (site.states(), outcomes) == ("aba", [("done",)] * 3)


def test_one_that_comes_late_waits_while_the_page_that_came_back_after_it_cannot_be_read_again(
    connection: Connection,
) -> None:
    site = Site(connection, "bitrix/1", "aba")
    site.arrive((0, 2))
    register(connection, "late", replace(site.lines[1], file="toy/late/00001.warc.gz"))
    late, returned = to_clean(connection, "toy", ["bitrix/1"], "1")
    assert (late.again, returned.again) == (False, True)
    batch = [Cleaned(late, site.texts[late.record_id]), Cleaned(returned, Failure("the disk was away"))]
    with connection.cursor() as cursor, pytest.raises(ValueError, match="could not be read again"):
        documents.store(cursor, MINISTRY, batch, "1", Provenance())
    connection.rollback()
    site.clean()
    assert site.states() == "aba"


def test_an_older_page_that_comes_late_is_where_the_document_began(connection: Connection) -> None:
    site = Site(connection, "bitrix/1", "ab")
    site.arrive((1, 0))
    ((address, first_seen),) = site.tables()[0]
    assert (address, first_seen) == ("http://127.0.0.1:1/0", site.tables()[1][0][1])


def test_a_document_that_a_new_cleaner_takes_for_another_is_superseded_once_the_other_is_shown(
    connection: Connection,
) -> None:
    """The old one was told by the page's frame, say; the new version looks at the text."""
    site = Site(connection, "bitrix/1", "ab")
    site.arrive((0, 1))
    french = {key: replace(text, language="fr") for key, text in site.texts.items()}
    found = to_clean(connection, "toy", ["bitrix/1"], "2")
    superseded = "SELECT count(*) FROM corpus.superseded"
    assert site.rows(superseded) == [(0,)]
    with connection.cursor() as cursor:
        documents.store(cursor, MINISTRY, [Cleaned(one, french[one.record_id]) for one in found], "2", Provenance())
    connection.commit()
    assert site.rows("SELECT language FROM corpus.document ORDER BY 1") == [("en",), ("fr",)]
    assert site.rows(superseded) == [(0,)], "nobody shows the new one yet"
    (newest,) = site.rows(
        "SELECT max(reading_id) FROM corpus.reading JOIN corpus.revision USING (revision_id)"
        " JOIN corpus.document USING (document_id) WHERE language = 'fr'"
    )
    (one,) = to_segment(connection, newest, "2")
    spans = (Span(0, 3, "boilerplate"), Span(3, 10, "boilerplate"))
    with connection.cursor() as cursor:
        segmentations.store(cursor, [Segmented(one, Segmentation((), (), spans))], Provenance())
        cursor.execute("SELECT max(segmentation_id) FROM corpus.segmentation")
        assert list(publish(cursor, cursor.fetchone(), "1", Provenance()).values()) == [None]  # type: ignore[arg-type]
    connection.commit()
    assert site.rows(
        "SELECT d.language, o.language FROM corpus.superseded s JOIN corpus.document d USING (document_id)"
        " JOIN corpus.document o ON o.document_id = s.superseded_by"
    ) == [("en", "fr")]
