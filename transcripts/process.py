"""The steps after a crawl: clean, segment, publish, then align and countries. Work is found by query and done in batches that may be repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from transcripts import correct, decide, issued
from transcripts.kept import Unusable
from transcripts.store import redirects
from transcripts.store import work as work_lists
from transcripts.store.connection import connected
from transcripts.store.guard import check
from transcripts.store.provenance import Provenance
from transcripts.store.shown import hide
from transcripts.store.work import STEPS, Versions

Batch = dict[str, Any]


def versions() -> Versions:
    """The versions of the steps at work."""
    from transcripts.align import VERSION as ALIGNER
    from transcripts.clean import VERSION as CLEANER
    from transcripts.countries import VERSION as COUNTRIES
    from transcripts.likeness import VERSION as COMPARER
    from transcripts.segment import VERSION as SEGMENTER
    from transcripts.steps.publish import VERSION as PUBLISHER

    return Versions(CLEANER, SEGMENTER, PUBLISHER, COMPARER, ALIGNER, COUNTRIES)


def work(database_url: str, step: str, size: int, most: int) -> list[Batch]:
    """At most ``most`` batches of what the step has to do, keys only, each of one ministry and at most ``size`` keys.

    Each says its first and last day too (``days``), for people: as lists have them, where the pages were not read yet, else
    of the event or of publication. Raises DatabaseDown; SchemaMismatch where the schema is not this code's.
    """
    with connected(database_url) as connection:
        check(connection)
        return [
            {**batch, "days": work_lists.days(connection, step, batch["ministry"], batch["keys"])}
            for batch in _work(connection, step, size, most)
        ]


def _work(connection: Connection, step: str, size: int, most: int) -> list[Batch]:
    found = work_lists.keys(connection, step, versions(), _ministries(), size * most)
    connection.rollback()
    return list(_batches(step, found, size))[:most]


def run_batch(
    database_url: str, archive: str, batch: Mapping[str, Any], provenance: Mapping[str, Any] | None = None
) -> dict[str, int]:
    """Does what is still missing of a batch and counts what came of it.

    Raises DatabaseDown, SchemaMismatch, UnknownMinistry. A document that fails is noted and does not take the others with it.
    """
    with connected(database_url) as connection:
        check(connection)
        return _run(connection, archive, batch, Provenance.of(provenance))


def _run(connection: Connection, archive: str, batch: Mapping[str, Any], by: Provenance) -> dict[str, int]:
    from transcripts.steps import align, clean, countries, publish, segment
    from transcripts.steps.garbage import seldom_collected

    ministry, keys = str(batch["ministry"]), list(batch["keys"])
    with seldom_collected():
        if batch["step"] == "clean":
            return dict(clean.run(connection, archive, ministry, keys, by))
        step = {"segment": segment, "publish": publish, "align": align, "countries": countries}[batch["step"]]
        return dict(step.run(connection, ministry, [int(key) for key in keys], by))


def pending(database_url: str) -> dict[str, int]:
    """How much each step has to do. Raises DatabaseDown."""
    with connected(database_url) as connection:
        return work_lists.pending(connection, versions(), _ministries())


def process(
    database_url: str, archive: str, size: int, on_batch: Callable[[str, int, dict[str, int]], None] | None = None
) -> dict[str, dict[str, int]]:
    """All steps until nothing is left that gets on, without Airflow. ``on_batch`` hears step, keys and counts of each.

    Corrections, decisions and ids that only the archive has are taken first. Raises Unusable, at the end, for files of it
    that hold none.
    """
    with connected(database_url) as connection:
        check(connection)
    wrong = _taken(database_url, archive)[1]
    sums: dict[str, dict[str, int]] = {}
    with connected(database_url) as connection:
        for step in STEPS:
            tried: set[str] = set()
            while batches := [b for b in _work(connection, step, size, 50) if not tried.issuperset(b["keys"])]:
                for batch in batches:
                    tried.update(batch["keys"])
                    counts = _run(connection, archive, batch, Provenance())
                    for name, count in counts.items():
                        sums.setdefault(step, {})[name] = sums.get(step, {}).get(name, 0) + count
                    if on_batch:
                        on_batch(step, len(batch["keys"]), counts)
        _settle(connection, archive)
    if wrong:
        raise Unusable(wrong)
    return sums


def settle(database_url: str, archive: str) -> int:
    """Brings what analysts see in line with what was published and decided; how many documents that concerned.

    Ids that they saw before lead to it then, and the archive has all ids that they saw. Raises DatabaseDown; OSError
    naming the archive.
    """
    with connected(database_url) as connection:
        return _settle(connection, archive)


def _settle(connection: Connection, archive: str) -> int:
    changed = hide(connection)
    redirects.sweep(connection)
    issued.keep(connection, Archive(archive))
    return changed


def take(database_url: str, archive: str) -> int:
    """Takes what people said (corrections, decisions) and only the archive has into the database, and says how many.

    And the ids of turns that were shown. Raises DatabaseDown; OSError naming the archive; Unusable naming the files that
    cannot be read, the others taken.
    """
    count, wrong = _taken(database_url, archive)
    if wrong:
        raise Unusable(wrong)
    return count


def _taken(database_url: str, archive: str) -> tuple[int, str]:
    """How much was said, and what is wrong with files of the archive: that is no reason to let documents wait."""
    count, wrong = 0, []
    for one in (correct.take, decide.take):
        try:
            count += one(database_url, archive)
        except Unusable as error:
            wrong.append(str(error))
    try:
        issued.take(database_url, archive)
    except Unusable as error:
        wrong.append(str(error))
    return count, "; ".join(wrong)


def _ministries() -> list[str]:
    from scraper.ministries import codes

    return codes()


def _batches(step: str, keys: list[tuple[str, str]], size: int) -> Iterator[Batch]:
    by_ministry: dict[str, list[str]] = {}
    for ministry, key in keys:
        by_ministry.setdefault(ministry, []).append(key)
    for ministry, own in by_ministry.items():
        for start in range(0, len(own), size):
            yield {"step": step, "ministry": ministry, "keys": own[start : start + size]}
