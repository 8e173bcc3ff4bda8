"""Two hundred thousand turns leave in as much memory as twenty thousand do."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.transcripts.collecting import ROOT
from tests.transcripts.exporting import DOCUMENTS
from tests.transcripts.reviewing import Reviewing, reviewing

pytestmark = [pytest.mark.database, pytest.mark.full, pytest.mark.timeout(300)]
COPIES, TURNS = 4000, 50
MEGABYTES = 1 << 20
PEAK = re.compile(r"VmHWM:\s+(\d+)")
#: What a process may hold more for ten times as many rows. Parquet holds a row group (32 MB) and what packs it.
MORE = 24 * MEGABYTES
#: And what it may hold at all, the programs themselves included.
MOST = {"csv": 160 * MEGABYTES, "parquet": 420 * MEGABYTES, "tei": 200 * MEGABYTES}

#: Copies of the first document, each with so many turns of 500 letters; a tenth of them on the first day.
FILL = """
SELECT set_config('corpus.publishing', 'yes', true);
CREATE TEMPORARY TABLE one AS
    SELECT d.document_id, v.revision_id, r.reading_id, s.segmentation_id, p.attempt_id
    FROM corpus.publication p JOIN corpus.document d USING (document_id) JOIN corpus.segmentation s USING (segmentation_id)
    JOIN corpus.reading r USING (reading_id) JOIN corpus.revision v USING (revision_id) LIMIT 1;
CREATE TEMPORARY TABLE copy AS
    SELECT i, translate(substr(md5(i::text), 1, 16), '0189', 'ghij') AS document_id, 1000000 + i AS key
    FROM generate_series(1, %(copies)s) AS i;
INSERT INTO corpus.document
    SELECT (jsonb_populate_record(d, jsonb_build_object('document_id', c.document_id, 'site_id', 'copy/' || c.i))).*
    FROM copy c, one JOIN corpus.document d USING (document_id);
INSERT INTO corpus.revision OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(v, jsonb_build_object('document_id', c.document_id, 'revision_id', c.key))).*
    FROM copy c, one JOIN corpus.revision v USING (revision_id);
INSERT INTO corpus.reading OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(r, jsonb_build_object('reading_id', c.key, 'revision_id', c.key,
        'published_at', CASE WHEN c.i %% 10 = 0 THEN '2026-01-01 12:00Z' ELSE '2026-01-02 12:00Z' END))).*
    FROM copy c, one JOIN corpus.reading r USING (reading_id);
INSERT INTO corpus.segmentation OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(s, jsonb_build_object('segmentation_id', c.key, 'reading_id', c.key, 'turns', %(turns)s,
        'exchanges', %(turns)s / 2))).*
    FROM copy c, one JOIN corpus.segmentation s USING (segmentation_id);
INSERT INTO corpus.turn
    (segmentation_id, ordinal, turn_id, start_paragraph, end_paragraph, start_char, label, role, kind, rule, confidence, text, words)
    SELECT c.key, n, translate(substr(md5(c.i || '/' || n), 1, 20), '0189', 'ghij'), n, n, 0, 'A:', 'unknown',
        CASE n %% 2 WHEN 1 THEN 'question' ELSE 'answer' END, 'made', 1, repeat(md5(c.i || '|' || n) || ' ', 16), 16
    FROM copy c, generate_series(1, %(turns)s) AS n;
INSERT INTO corpus.exchange (segmentation_id, ordinal)
    SELECT c.key, n FROM copy c, generate_series(1, %(turns)s / 2) AS n;
INSERT INTO corpus.exchange_turn (segmentation_id, turn, exchange, part)
    SELECT c.key, n, (n + 1) / 2, CASE n %% 2 WHEN 1 THEN 'question' ELSE 'answer' END
    FROM copy c, generate_series(1, %(turns)s) AS n;
INSERT INTO corpus.publication
    SELECT (jsonb_populate_record(p, jsonb_build_object('document_id', c.document_id, 'segmentation_id', c.key))).*
    FROM copy c, one JOIN corpus.publication p USING (document_id);
"""


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with reviewing(database_url, tmp_path_factory.mktemp("house"), DOCUMENTS[:1]) as it:
        with closing(psycopg2.connect(database_url)) as link, link.cursor() as cursor:
            cursor.execute(FILL, {"copies": COPIES, "turns": TURNS})
            link.commit()
            link.autocommit = True
            cursor.execute("ANALYZE")
        yield it


def peak(house: Reviewing, folder: Path, *words: str) -> int:
    """The greatest resident memory of an export, in bytes. (``ru_maxrss`` would count this process as well, which it is forked from.)"""
    child = subprocess.Popen(
        house.command("export", "--to", str(folder), *words), cwd=ROOT, env=house.environment, stdout=subprocess.DEVNULL
    )
    held = 0
    while child.poll() is None:
        found = PEAK.search(Path(f"/proc/{child.pid}/status").read_text("utf-8"))
        held = max(held, int(found[1]) * 1024 if found else 0)
        time.sleep(0.02)
    assert child.returncode == 0 and held > 0
    return held


@pytest.mark.parametrize("what", MOST)
def test_memory_does_not_grow_with_the_rows(house: Reviewing, tmp_path: Path, what: str) -> None:
    few = peak(house, tmp_path / "few", "--format", what, "--until", "2026-01-01")
    all_ = peak(house, tmp_path / "all", "--format", what, "--until", "2026-01-02")
    if what == "csv":
        lines = [sum(1 for _ in (tmp_path / name / "turns.csv").open("rb")) - 1 for name in ("few", "all")]
        assert lines == [COPIES * TURNS // 10, COPIES * TURNS]
    assert all_ < MOST[what], all_ / MEGABYTES
    assert all_ - few < MORE * (4 if what == "parquet" else 1), (few / MEGABYTES, all_ / MEGABYTES)
