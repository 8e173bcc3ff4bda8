"""Asks the application for each page and keeps what that took: on the wall, by processor here and in the server, and pages of the database."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import psycopg2
from starlette.testclient import TestClient

from bench.pages.views import View

_BLOCKS = "SELECT (blks_hit + blks_read)::bigint FROM pg_stat_database WHERE datname = %s"
_ASKING = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"


@dataclass(slots=True)
class Timed:
    """What asking for a page took, all rounds: seconds on the wall, of this process, of the server's; 8 KB blocks touched; bytes."""

    view: View
    bytes: int = 0
    wall: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)

    @property
    def processor(self) -> list[float]:
        """Seconds of both processes together, round by round."""
        return [one + two for one, two in zip(self.own, self.server, strict=True)]


class Watched:
    """The server behind the pages: what it has spent, once nobody is connected to the database any more."""

    def __init__(self, superuser: str, database: str, spent: Callable[[], float], works: Callable[[str], bool]) -> None:
        """``superuser``: the address of another database; ``spent``: processor seconds of the server's processes that have ended;
        ``works``: whether a process of the server is there for a database."""
        self._url, self._database, self._spent, self._works = superuser, database, spent, works

    def spent(self) -> tuple[float, int]:
        """Processor seconds and blocks so far. Waits until connections have ended: they tell then."""
        with closing(psycopg2.connect(self._url)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            for _ in range(500):
                cursor.execute(_ASKING, (self._database,))
                if cursor.fetchone() == (0,) and not self._works(self._database):
                    break
                time.sleep(0.01)
            cursor.execute(_BLOCKS, (self._database,))
            (blocks,) = cursor.fetchone() or (0,)
        return self._spent(), int(blocks)


@contextmanager
def operator(url: str) -> Iterator[TestClient]:
    """A client of the whole application for somebody who may act, without a login of Airflow's."""
    os.environ.setdefault(
        "AIRFLOW__CORE__UNIT_TEST_MODE", "True"
    )  # Airflow is imported, and is not to make itself a home
    os.environ["TRANSCRIPTS_DATABASE_URL"] = url
    os.environ.setdefault("TRANSCRIPTS_ARCHIVE", "file:///nowhere")
    from ui import access
    from ui.app import make_app

    logging.getLogger("httpx2").setLevel(logging.WARNING)  # a line for each request
    app = make_app()
    app.dependency_overrides.update(
        {access.reader: lambda: "ada", access.operator: lambda: "ada", access.may_act: lambda: True}
    )
    with TestClient(app, base_url="http://bench.test") as client:
        yield client


def measure(
    client: TestClient, watched: Watched, views: Sequence[View], rounds: int, say: Callable[[str], None]
) -> list[Timed]:
    """Each page ``rounds`` times, in turns; a first round, which warms, is not counted. Raises ValueError where one is no page."""
    found = [Timed(view) for view in views]
    for number in range(rounds + 1):
        for one in found:
            _once(client, watched, one, counted=number > 0)
        say(f"round {number} of {rounds}")
    return found


def _once(client: TestClient, watched: Watched, one: Timed, *, counted: bool) -> None:
    server, blocks = watched.spent()
    processor, start = time.process_time(), time.perf_counter()
    answer = client.get(one.view.path)
    wall, own = time.perf_counter() - start, time.process_time() - processor
    if answer.status_code != 200:
        raise ValueError(f"{one.view.path} answers {answer.status_code}: {answer.text[:300]}")
    after, touched = watched.spent()
    one.bytes = len(answer.content)
    if counted:
        one.wall.append(wall)
        one.own.append(own)
        one.server.append(after - server)
        one.blocks.append(touched - blocks)
