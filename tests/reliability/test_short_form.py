"""The kill matrix in its short form: one kill in each step, in `make test-full`. `make reliability` is the long one."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

import psycopg2
import pytest

from reliability.account import account, differences
from reliability.chain import Chain, disturbed, undisturbed
from reliability.ground import MINISTRY, Days
from reliability.place import Place, place
from reliability.points import Kill
from reliability.progress import Watch
from reliability.strike import BETWEEN, RECORD, TRANSACTION

pytestmark = [pytest.mark.database, pytest.mark.full, pytest.mark.timeout(600)]

KILLS = (
    Kill(0, "collect", "crawl", 0.4, True, 0),
    Kill(0, "clean", "process", 0.3, True, 0),
    Kill(0, "segment", "postgres", 0.5, True, 0),
    Kill(0, "publish", "machine", 0.2, True, 0),
)


@pytest.fixture(scope="module")
def here() -> Iterator[Place]:
    with place(Days(events=120, since="2026-03-19", until="2026-03-19", batch=1)) as it:
        yield it


@pytest.fixture(scope="module")
def whole(here: Place) -> Chain:
    return undisturbed(here.fresh("whole"), here.turn, rounds=1)


def test_a_chain_that_is_killed_in_each_step_comes_to_the_same_tables_row_for_row(here: Place, whole: Chain) -> None:
    assert [one.wrong for one in whole.accounts] == [()]
    chain = disturbed(
        here.fresh("killed"), here.turn, here.postgres, KILLS, whole, Random(5), until=time.monotonic() + 240
    )
    assert differences(chain.accounts[0], whole.accounts[0]) == []
    assert [one.hit.kill for one in chain.fallen] == list(KILLS) and chain.missed == 0
    assert all(one.hit.left > 0 for one in chain.fallen)
    inside = Counter(one.hit.within for one in chain.fallen)
    assert inside.keys() <= {RECORD, TRANSACTION, BETWEEN} and inside[BETWEEN] <= 2, inside


def test_what_is_lost_doubled_or_unexplained_is_named(here: Place, whole: Chain) -> None:
    ground, wanted = whole.ground, whole.accounts[0]
    (crawl,) = (ground.archive / MINISTRY).iterdir()
    (warc,) = crawl.glob("*.warc.gz")
    shutil.copy(warc, crawl / "00002.warc.gz")
    (ground.archive / MINISTRY / "stranger").mkdir()
    (ground.archive / MINISTRY / "stranger" / "00001.warc.gz").write_bytes(b"")
    (crawl / ".00003.warc.gz.new").write_bytes(b"")
    (ground.spool / "left").mkdir()
    with psycopg2.connect(ground.url, options="") as link, link.cursor() as cursor:
        cursor.execute("DELETE FROM corpus.exchange WHERE ctid = (SELECT min(ctid) FROM corpus.exchange)")
        cursor.execute("DELETE FROM archive.fate WHERE ctid = (SELECT min(ctid) FROM archive.fate)")
        cursor.execute("UPDATE archive.snapshot SET \"offset\" = 1 WHERE purpose = 'robots'")
    link.close()
    lines = differences(account(ground, Watch(ground)), wanted)

    def told(words: str) -> int:
        return sum(words in line for line in lines)

    assert told("corpus.exchange: lost") == 1
    assert told("corpus.exchange_turn: lost") >= 2, "its turns' places went with it"
    assert told("/00002.warc.gz at") == whole.progress[0].answers, "none of its records has a row"
    assert told("/00001.warc.gz at") == 2, "one record lost its row, and a row its record"
    assert told("/00001.warc.gz at 1: a row of archive.snapshot and no record") == 1
    assert told("stranger/00001.warc.gz belongs to no crawl") == told(".00003.warc.gz.new is no file of a crawl") == 1
    assert told("left in the spool: left") == told("archive.fate has") == 1
