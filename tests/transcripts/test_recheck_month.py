"""The sample's month, asked again while its texts are cut, pages go and come back, and frames change alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from launcher import databases
from launcher.postgres import Postgres
from scraper.evidence import Report
from tests.landed import differences, expected
from tests.sample.serving import known, sample, served
from tests.transcripts.test_chain import Chain
from transcripts.digest import digests
from transcripts.process import process
from transcripts.recheck import recheck
from transcripts.replay import replay

pytestmark = [pytest.mark.database, pytest.mark.full, pytest.mark.timeout(900)]

NEXT_MONTH = timedelta(days=31)


@pytest.fixture(scope="module")
def chain(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with served("--faults", "none", "--state", tmp_path_factory.mktemp("clock")) as address:
        it = Chain(database_url, tmp_path_factory.mktemp("chain"), address)
        assert sample("advance", "--address", address, "2").returncode == 0
        assert it.collect().outcome == "OK"
        it.process()
        yield it


def again(chain: Chain) -> Report:
    """The site's clock moves on, and all that is due a month later is asked for."""
    assert sample("advance", "--address", chain.address).returncode == 0
    later = datetime.now(UTC) + NEXT_MONTH
    settings: dict[str, Any] = {"archive": chain.archive, "spool": chain.spool, "address": chain.address}
    report = recheck(chain.url, "sample", budget=1000, now=later, **settings)
    assert report is not None and report.outcome == "OK", report
    chain.process()
    return report


def revisions(chain: Chain) -> Counter[int]:
    return Counter(row[0] for row in chain.rows("SELECT revisions FROM analysis.transcripts"))


def test_what_changed_is_told_and_nothing_else(chain: Chain, postgres: Postgres) -> None:
    before, cut = known("--clock", 2)["documents"], known("--clock", 3)["documents"]
    there = {one["canonical"] for one in cut}
    gone = [one for one in before if one["canonical"] not in there]
    changed = [one for one in cut if one not in before]
    assert gone and changed

    report = again(chain)
    frames = report.counts["fetched"] - len(changed)
    assert report.counts["gone"] == len(gone)
    assert report.counts["listed"] == len(before) and frames > 0, "pages came whose frame alone is another"
    assert revisions(chain) == {1: len(before) - len(changed), 2: len(changed)}
    kinds = dict(chain.rows("SELECT change, count(*) FROM analysis.turn_changes GROUP BY 1"))
    assert set(kinds) <= {"removed", "altered"} and kinds["removed"] >= len(changed)

    again(chain)
    assert revisions(chain) == {1: len(before) - len(changed), 3: len(changed)}
    counted = "SELECT sum(added), sum(removed), sum(altered) FROM analysis.revisions WHERE ordinal = "
    (there_now,), (then,) = chain.rows(counted + "3"), chain.rows(counted + "2")
    assert there_now == (then[1], then[0], then[2]), "what was taken out came back"
    assert chain.rows("SELECT answers, returned_at IS NULL FROM analysis.withdrawals") == [(2, True)] * len(gone)

    again(chain)
    assert chain.rows("SELECT answers, returned_at IS NULL FROM analysis.withdrawals") == [(2, False)] * len(gone)
    assert revisions(chain) == {1: len(before) - len(changed), 3: len(changed)}, (
        "who comes back as it was is no revision"
    )
    assert differences(chain.landed(), expected(known("--clock", 5))) == []

    wanted = digests(chain.url)
    assert next(one.rows for one in wanted if one.table == "turn_change") > 0
    with closing(databases.connect(postgres.url())) as link:
        databases.ensure_database(link, "recheck_replayed", databases.OWNER, template="migrated")
    other = postgres.url("recheck_replayed", databases.OWNER)
    assert replay(other, chain.archive, order="random", seed=3).damage == []
    process(other, chain.archive, 50)
    assert digests(other) == wanted
