"""Registers the crawls that an archive holds in a database that lacks them, so that all else can be made of it again.

Repeatable, and may be killed at any moment: a crawl that the database has with its outcome is passed over, one without
is registered anew.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from scraper.ministries import codes
from scraper.stored import Foreign, NotStored, Unfinished, crawls_in, read_stored
from transcripts.kept import Unusable
from transcripts.process import take
from transcripts.register import finish
from transcripts.store import crawls
from transcripts.store.connection import connected

LOGGER = logging.getLogger(__name__)

#: time: as they were made; random: shuffled (what comes of it must be the same).
Order = Literal["time", "random"]


@dataclass
class Replayed:
    """What a replay found. Crawls are named ``<ministry>/<crawl>``."""

    registered: list[str] = field(default_factory=list)
    #: Crawls that the database had already.
    known: int = 0
    #: Corrections and decisions that only the archive had.
    said: int = 0
    #: What is missing or not as it was written, each with its place. All else was registered.
    damage: list[str] = field(default_factory=list)
    #: Crawls that have not ended yet, or whose last words lie in a spool.
    unfinished: list[str] = field(default_factory=list)
    #: Folders that are none of ours.
    foreign: list[str] = field(default_factory=list)
    #: Ministries whose module is not here: their crawls are registered, their documents wait.
    without_module: list[str] = field(default_factory=list)


def replay(
    database_url: str,
    archive: str,
    *,
    ministry: str | None = None,
    order: Order = "time",
    seed: int = 0,
    again: bool = False,
    on_crawl: Callable[[str], None] | None = None,
) -> Replayed:
    """Takes what people said, then registers each crawl of an archive (of one ministry). ``on_crawl`` hears of each.

    ``again`` looks at crawls that the database has too: rows that they lack come in, what stands stays.

    Raises DatabaseDown; FileNotFoundError where the archive has no crawl at all; OSError naming the archive.
    """
    store, found = Archive(archive), Replayed()
    folders = crawls_in(store, ministry)
    if not folders:
        raise FileNotFoundError(f"{store.address}: no crawl{f' of {ministry}' if ministry else ''} there")
    if order == "random":
        random.Random(seed).shuffle(folders)
    try:
        found.said = take(database_url, archive)
    except Unusable as error:
        found.damage.append(str(error))
    with connected(database_url) as connection:
        ended = set() if again else crawls.ended(connection)
        for owner, crawl in folders:
            if crawl in ended:
                found.known += 1
            elif _register(connection, store, (owner, crawl), found) and on_crawl:
                on_crawl(f"{owner}/{crawl}")
    found.without_module = sorted({name.partition("/")[0] for name in found.registered} - set(codes()))
    return found


def _register(connection: Connection, store: Archive, folder: tuple[str, str], found: Replayed) -> bool:
    """Whether the folder holds a crawl; then it is registered."""
    try:
        stored = read_stored(store, *folder)
    except Foreign as error:
        found.foreign.append(str(error))
        return False
    except Unfinished as error:
        found.unfinished.append(str(error))
        return False
    except NotStored as error:
        found.damage.append(str(error))
        return False
    for damage in stored.damage:
        LOGGER.error("%s", damage)
    crawls.begin(connection, stored.plan)
    report = finish(connection, stored.report, stored.lines)
    found.damage += (
        stored.damage if report == stored.report else (*stored.damage, f"{'/'.join(folder)}: {report.reason}")
    )
    found.registered.append("/".join(folder))
    return True
