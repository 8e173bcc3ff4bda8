"""Published documents with whatever a text can hold, and `transcripts export` of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from click.testing import Result
from typer.testing import CliRunner

from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts.cli.app import app

#: What may stand in a text and is hard on a format: quotes, a formula, line breaks, an empty text, what XML cannot hold, wide letters.
HARD = 'He said: "no", then =1+1;\ta\r\nsecond line, and an end\x0b\x01 with \ufffe \U0001f6a2 \u2028 & <b> ]]> ё'
DOCUMENTS = range(1, 6)


@contextmanager
def published(url: str, folder: Path) -> Iterator[Reviewing]:
    """Five documents; the second has a hard text, an empty note and attachments, the third no day of publication, the last names
    countries; the first and the fourth are taken for language versions of each other."""
    with reviewing(url, folder, DOCUMENTS[:-1]) as it:
        it.publish({5: ("Question: Is the news from Norway good?", "Sergey Lavrov: From Norway and from France.")})
        with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
            for number, hour in (
                (1, "2026-03-02 21:30Z"),
                (2, "2026-03-01 09:00Z"),
                (4, "2026-03-01 08:00Z"),
                (5, "2026-03-04 08:00Z"),
            ):
                cursor.execute(
                    "UPDATE corpus.reading SET published_at = %s"
                    " WHERE reading_id = (SELECT reading_id FROM corpus.segmentation WHERE segmentation_id = %s)",
                    (hour, it.segmentation(number)),
                )
            cursor.execute(
                "WITH v AS (INSERT INTO corpus.version_pair"
                " (segmentation_id, other_id, aligner, rule, score, evidence, notices, attempt_id)"
                " SELECT %s, %s, 'by hand', 'id', 1, '{}', '{}', min(attempt_id) FROM pipeline.attempt RETURNING pair_id)"
                " INSERT INTO corpus.turn_pair SELECT pair_id, n, n, 0.9 FROM v, generate_series(1, 2) AS n",
                (it.segmentation(1), it.segmentation(4)),
            )
            of_second = "segmentation_id = %s AND ordinal = 2"
            cursor.execute(f"UPDATE corpus.turn SET text = %s, note = '' WHERE {of_second}", (HARD, it.segmentation(2)))
            cursor.execute(
                "UPDATE corpus.reading SET attachments = %s, tags = %s, event_date = '2026-03-01', event_place = 'Kerin & Solvi'"
                " WHERE reading_id = (SELECT reading_id FROM corpus.segmentation WHERE segmentation_id = %s)",
                (["/files/a b.pdf", 'https://elsewhere.example/"c".pdf', "http://[::1"], ["Two, words", "NULL", ""],
                 it.segmentation(2)),
            )  # fmt: skip
        yield it


def export(house: Reviewing, *words: str, **settings: str) -> Result:
    """`transcripts export` with these words, in this process: how it ended and what it said."""
    environment = {name: value for name, value in house.environment.items() if name.startswith("TRANSCRIPTS_")}
    return CliRunner().invoke(app, ["export", *words], env={**environment, **settings})


def exported(house: Reviewing, folder: Path, *words: str, **settings: str) -> Path:
    """The folder of an export that went well."""
    done = export(house, "--to", str(folder), *words, **settings)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""  # no terminal, no bar
    return folder
