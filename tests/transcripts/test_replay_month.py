"""A month of the sample that changes three times, and what people said of it: the archive alone makes it again."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.postgres import Postgres
from tests.sample.serving import sample, served
from tests.transcripts.collecting import ROOT, Here
from tests.transcripts.replaying import Fresh, archive_rows, databases_of
from transcripts.collect import collect
from transcripts.correct import say
from transcripts.corrections import Correction
from transcripts.corrections.model import now
from transcripts.decide import decide
from transcripts.decide import now as decided
from transcripts.decisions import Decision
from transcripts.digest import digests, rows
from transcripts.process import pending, process

pytestmark = [pytest.mark.database, pytest.mark.full, pytest.mark.timeout(300)]
MONTH = ("2026-03-01", "2026-03-31")


@pytest.fixture(scope="module")
def month(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """Collected and processed at four steps of the site's clock, by windows that overlap, with corrections in between."""
    here = Here(database_url, tmp_path_factory.mktemp("month"))
    with served("--faults", "none", "--state", tmp_path_factory.mktemp("clock")) as address:
        for step in range(4):
            if step:
                assert sample("advance", "--address", address).returncode == 0
            for since, until in (("2026-03-01", "2026-03-16"), ("2026-03-15", "2026-03-31"), MONTH)[step % 2 * 2 :]:
                _collect(here, address, since, until)
                process(here.url, here.archive, 100)
            _say(here, step)
    process(here.url, here.archive, 100)
    return here


def _collect(here: Here, address: str, since: str, until: str) -> None:
    collect(here.url, "sample", since, until, archive=here.archive, spool=str(here.spool), address=address)


def _say(here: Here, step: int) -> None:
    """Kinds of a few documents are put right, of some more than once, and a decision is taken."""
    documents = sorted(row[0] for row in here.rows("SELECT document_id FROM analysis.transcripts WHERE turns > 2"))
    for document in random.Random(step // 2).sample(documents, 3):
        kind = "interview" if step % 2 else "briefing"
        say(here.url, here.archive, [Correction(document, "kind", "ada", "I was there", now(), changes={"kind": kind})])
    gap = Decision("accept", "sample", "document", "ada", "lost", decided(), f"sample/{step}", "en")
    decide(here.url, here.archive, gap)


@pytest.fixture(scope="module")
def fresh(postgres: Postgres, migrated: str) -> Iterator[Fresh]:
    with databases_of(postgres, migrated, "month") as make:
        yield make


def differing(one: Here, other: Here) -> list[str]:
    """The rows that only one of them has, of each table."""
    pairs = zip(digests(one.url), digests(other.url), strict=True)
    return [
        f"{a.table}: {line[:300]}"
        for a, b in pairs
        if a != b
        for line in sorted(set(rows(one.url, a.table)) ^ set(rows(other.url, a.table)))[:4]
    ]


def test_the_archive_alone_makes_the_same_database(month: Here, fresh: Fresh) -> None:
    there = Here(fresh("whole"), _folder(month))
    done = there.run("replay", "--process")
    assert done.returncode == 0, done.stderr
    assert archive_rows(there) == archive_rows(month)
    assert differing(there, month) == []
    assert there.rows("SELECT max(revisions) FROM analysis.transcripts")[0][0] > 1


def test_two_workers_make_the_same_of_it(month: Here, fresh: Fresh) -> None:
    there = Here(fresh("workers"), _folder(month))
    assert there.run("replay").returncode == 0
    command = there.command("process", "--batch-size", "7")
    workers = [subprocess.Popen(command, cwd=ROOT, env=there.environment, stderr=subprocess.PIPE) for _ in range(2)]
    said = [worker.communicate(timeout=120)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said
    assert set(pending(there.url).values()) == {0}
    assert differing(there, month) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_no_order_counts(month: Here, fresh: Fresh, seed: int) -> None:
    there = Here(fresh(f"order_{seed}"), _folder(month))
    done = subprocess.run(
        there.command("replay", "--order", "random", "--seed", str(seed), "--each"),
        cwd=ROOT, env=there.environment, capture_output=True, text=True, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert differing(there, month) == []


def _folder(here: Here) -> Path:
    return here.spool.parent
