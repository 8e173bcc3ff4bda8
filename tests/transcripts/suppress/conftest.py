"""Published documents, of which one is suppressed and shown again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from tests.transcripts.exporting import published
from tests.transcripts.reviewing import Reviewing
from transcripts.suppress import undo


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Published documents; the first has two revisions, a correction with its words, and a language version."""
    with published(database_url, tmp_path_factory.mktemp("suppressed")) as it:
        it.say(1, "split", "A voice from the hall")
        it.process()
        with closing(psycopg2.connect(it.url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(
                "WITH v AS (INSERT INTO corpus.version_pair"
                " (segmentation_id, other_id, aligner, rule, score, evidence, notices, attempt_id)"
                " SELECT %s, %s, 'by hand', 'id', 1, '{}', '{}', min(attempt_id) FROM pipeline.attempt RETURNING pair_id)"
                " INSERT INTO corpus.turn_pair SELECT pair_id, n, n, 0.9 FROM v, generate_series(1, 2) AS n",
                (it.segmentation(1), it.segmentation(4)),
            )
        yield it


@pytest.fixture
def first(house: Reviewing) -> Iterator[str]:
    """The first document, shown again after the test."""
    one = house.id(1)
    yield one
    if house.rows("SELECT FROM pipeline.suppression"):
        undo(house.url, house.archive, one, "ada", "the test is over")
