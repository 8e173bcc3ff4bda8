"""Whatever happens to a page, it ends published or in quarantine, soon, and takes no other page with it.

The seed is printed where a page fails: FUZZ_SEED=... makes the same pages again, FUZZ_PAGES=... more of them.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import psycopg2
import pytest

from tests.transcripts.fuzz.carry import Carried, carry_some
from tests.transcripts.fuzz.landing import land
from tests.transcripts.fuzz.mutations import MUTATIONS
from tests.transcripts.fuzz.pages import TEXTS, spoilt, whole
from transcripts.process import pending, process

SEED = int(os.environ.get("FUZZ_SEED", "20261125"))
#: How many pages: of the short form; of the whole, and how many of those go on into a database.
FEW, MANY, LANDED = 200, int(os.environ.get("FUZZ_PAGES", "10000")), 2500
#: What one page may take: seconds of the processor, and megabytes of the process that has read many of them.
SECONDS, MEGABYTES = 2.0, 500.0
AT_ONCE = 100


def judged(found: Sequence[Carried]) -> Counter[str]:
    """What became of the pages, none of which took too much."""
    slow = [one for one in found if one.seconds > SECONDS]
    assert not slow, slow
    large = [one for one in found if one.megabytes > MEGABYTES]
    assert not large, large[:1]
    return Counter(one.became for one in found)


def carried(count: int, processes: int = 2) -> list[Carried]:
    """So many pages, in processes that started with nothing else in them."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(carry_some, SEED, n, min(n + AT_ONCE, count)) for n in range(0, count, AT_ONCE)]
        return [one for part in parts for one in part.result()]


def test_the_pages_are_in_both_layouts_and_all_languages_and_all_is_done_to_them() -> None:
    assert {(entry.generation, entry.language) for entry, _ in whole()} >= {
        (generation, language)
        for generation in ("bitrix", "liferay")
        for language in ("en", "ru", "de", "fr", "es", "ar", "pt")
    }
    done = {name for n in range(600) for name in spoilt(SEED, n).name.split()[-1].split("+")}
    assert done == {mutation.__name__ for mutation in MUTATIONS}
    assert spoilt(SEED, 5) == spoilt(SEED, 5) != spoilt(SEED + 1, 5)


@pytest.mark.skipif(not TEXTS.is_dir(), reason=f"the given texts are not there: no {TEXTS}")
def test_given_pages_are_among_them() -> None:
    assert len(whole()) > sum(1 for entry, _ in whole() if entry.kind != "text") > 150


def test_a_few_pages_are_read_or_told_why_not() -> None:
    became = judged(carried(FEW, 1))
    assert became["read"] > FEW / 4, became
    assert len(became) > 3, became


@pytest.mark.full
@pytest.mark.timeout(280)
def test_ten_thousand_pages_are_read_or_told_why_not() -> None:
    found = carried(MANY)
    became = judged(found)
    slowest = max(found, key=lambda one: one.seconds)
    print(  # noqa: T201 (shown by -s)
        f"seed {SEED}: {len(found)} pages: {dict(became)}; the slowest {slowest}; {max(o.megabytes for o in found):.0f} MB"
    )
    assert len(found) == MANY
    assert became["read"] > MANY / 4, became


def landed(url: str, folder: Path, count: int) -> dict[str, str]:
    """What became of so many pages in a database: by site id, ``published`` or the reason of the quarantine."""
    pages = land(url, folder / "archive", SEED, range(count))
    sums = process(url, f"file://{folder}/archive", AT_ONCE)
    wrong = [
        f"{step}: {name} {n}" for step, of in sums.items() for name, n in of.items() if name in ("failed", "refused")
    ]
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT step, outcome, input, detail FROM pipeline.attempt WHERE outcome IN ('failed', 'refused')"
        )
        assert cursor.fetchall() == [], wrong
        cursor.execute(
            "SELECT site_id, 'published' FROM analysis.transcripts"
            " UNION ALL SELECT s.site_id, q.reason FROM pipeline.quarantine q JOIN archive.snapshot s USING (record_id)"
        )
        found = cursor.fetchall()
    became = dict(found)
    assert len(found) == len(became) == len(pages), "each has one end"
    assert not any(pending(url).values())
    return became


@pytest.mark.database
def test_a_few_pages_land_or_stand_in_quarantine(database_url: str, tmp_path: Path) -> None:
    became = Counter(landed(database_url, tmp_path, FEW).values())
    assert became["published"] > FEW / 4, became
    assert became["unknown_layout"] > 5, became
