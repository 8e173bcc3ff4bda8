"""What changed between revisions stands with their turns, however these came."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from tests.transcripts.store.crawled import MINISTRY, reading, register, snapshot_line
from transcripts.ids import document_id
from transcripts.model import Segmentation, Span, Turn
from transcripts.store import documents, segmentations
from transcripts.store.documents import Cleaned
from transcripts.store.provenance import Provenance
from transcripts.store.publications import publish
from transcripts.store.readings import to_segment
from transcripts.store.segmentations import Segmented

pytestmark = pytest.mark.database

BY = Provenance()
#: The text of one document, hour by hour.
TEXTS = (
    ("The harbour opens.",),
    ("The harbour opens.", "Ferries will sail to it from Monday on."),
    ("The harbour opens.", "Ferries will sail to it from Tuesday on.", "That is all."),
)
SHOWN = [(2, 1, "added", None, 2), (3, 1, "altered", 2, 2), (3, 2, "added", None, 3)]
COUNTED = [(1, 0, 0, 0, 1), (1, 0, 1, 0, 1)]


def clean(connection: Connection, site_id: str, hours: tuple[int, ...]) -> None:
    for hour in hours:
        (snapshot,) = register(
            connection, f"{site_id[-1]}-{hour}", snapshot_line(f"{site_id[-1]}-{hour}", site_id, hours=hour)
        )
        with connection.cursor() as cursor:
            documents.store(cursor, MINISTRY, [Cleaned(snapshot, reading(*TEXTS[hour]))], "1", BY)
        connection.commit()


def segment(connection: Connection, *reading_ids: int, version: str = "1") -> list[int]:
    found = []
    for one in to_segment(connection, reading_ids, version):
        turns, spans, start = [], [], 0
        for n, paragraph in enumerate(one.paragraphs, start=1):
            end = start + len(paragraph.text) + (n < len(one.paragraphs))
            turns.append(Turn(n, n, paragraph.text, "official", "statement", "unmarked", 1.0))
            spans.append(Span(start, end, "text", n - 1))
            start = end
        found.append(Segmented(one, Segmentation(tuple(turns), (), tuple(spans))))
    with connection.cursor() as cursor:
        segmentations.store(cursor, found, BY)
    connection.commit()
    return [int(key) for (key,) in rows(connection, "SELECT segmentation_id FROM corpus.segmentation ORDER BY 1")]


def rows(connection: Connection, query: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def changes(connection: Connection, document: str, version: str = "1") -> list[tuple[Any, ...]]:
    return rows(
        connection,
        "SELECT n.which, k.ordinal, k.change, k.before_turn, k.turn FROM corpus.turn_change k"
        " JOIN corpus.segmentation s USING (segmentation_id) JOIN corpus.reading r USING (reading_id)"
        " JOIN (SELECT revision_id, row_number() OVER (ORDER BY first_seen) AS which FROM corpus.revision"
        "  WHERE document_id = %s) n USING (revision_id) WHERE s.segmenter = %s ORDER BY 1, 2",
        document,
        version,
    )


def test_turns_that_are_cut_in_any_order_tell_the_same_changes(connection: Connection) -> None:
    for number, order in enumerate(permutations(range(3)), start=1):
        site_id = f"bitrix/{number}"
        clean(connection, site_id, (0, 1, 2))
        document = document_id("toy", site_id, "en")
        readings = [
            key
            for (key,) in rows(
                connection,
                "SELECT reading_id FROM corpus.reading JOIN corpus.revision v USING (revision_id)"
                " WHERE document_id = %s ORDER BY v.first_seen",
                document,
            )
        ]
        for place in order:
            segment(connection, readings[place])
        assert changes(connection, document) == SHOWN, order


def test_a_revision_that_comes_late_is_compared_with_both_neighbours(connection: Connection) -> None:
    clean(connection, "bitrix/1", (0, 2))
    document = document_id("toy", "bitrix/1", "en")
    segment(connection, 1, 2)
    assert [row[2:] for row in changes(connection, document)] == [("added", None, 2), ("added", None, 3)]
    clean(connection, "bitrix/1", (1,))
    segment(connection, 3)
    assert changes(connection, document) == SHOWN
    counted = "SELECT added, removed, altered, moved, unchanged FROM corpus.revision_change ORDER BY altered"
    assert rows(connection, counted) == COUNTED


def test_another_segmenter_compares_by_its_own_turns_and_the_older_ones_stay(connection: Connection) -> None:
    clean(connection, "bitrix/1", (0, 1, 2))
    document = document_id("toy", "bitrix/1", "en")
    segment(connection, 1, 2, 3)
    segment(connection, 1, 2, 3, version="2")
    assert changes(connection, document, "1") == changes(connection, document, "2") == SHOWN


def test_what_a_revision_brought_is_shown_to_analysts(connection: Connection) -> None:
    clean(connection, "bitrix/1", (0, 1, 2))
    shown = segment(connection, 1, 2, 3)[-1:]
    with connection.cursor() as cursor:
        assert publish(cursor, shown, "1", BY) == {shown[0]: None}
    connection.commit()
    revisions = rows(
        connection, "SELECT ordinal, shown, turns, added, altered FROM analysis.revisions ORDER BY ordinal"
    )
    assert revisions == [(1, False, 1, None, None), (2, False, 2, 1, 0), (3, True, 3, 1, 1)]
    texts = rows(
        connection, "SELECT revision, change, before_text, text FROM analysis.turn_changes ORDER BY revision, ordinal"
    )
    assert texts == [
        (2, "added", None, TEXTS[1][1]),
        (3, "altered", TEXTS[1][1], TEXTS[2][1]),
        (3, "added", None, "That is all."),
    ]
