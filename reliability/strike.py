"""Brings one kill down: waits for its point, freezes the victim, looks what it stands in and what it has left, kills it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from psycopg2.extensions import connection as Connection

from launcher.postgres import Postgres
from reliability.ground import Ground
from reliability.points import Kill
from reliability.progress import Progress, Watch
from reliability.victims import Command, kill
from transcripts.store import audit

RECORD, TRANSACTION, BETWEEN = "a WARC record", "a transaction", "-"
#: Seconds between two looks, and the longest hunt for a moment inside of something.
LOOK, HUNT = 0.002, 6.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A kill that fell: inside of what, how much its victim had left, the chain as it was, and when (monotonic)."""

    kill: Kill
    within: str
    left: int
    before: Progress
    at: float


@dataclass(frozen=True, slots=True)
class Field:
    """Where kills fall: one chain, its server, what a whole round comes to, and where the round began."""

    ground: Ground
    watch: Watch
    postgres: Postgres
    base: Progress
    goal: Progress
    chance: Random

    def left(self, one: Kill, now: Progress) -> int:
        """How much work a kill's victim has left."""
        left = now.left(one.step, self.goal)
        return left + now.to_register() if one.step == "collect" and one.victim != "crawl" else left


def strike(field: Field, command: Command, one: Kill) -> Hit | None:
    """Kills the victim at its point; None where the command was through before, or nothing was left to do."""
    begun, whole = field.base.of(one.step), field.goal.of(one.step)
    point = begun + int(one.at * (whole - begun))
    with field.ground.connection() as link:
        if not _until(command, lambda: field.watch.at_work(one.step, link) >= point):
            return None
        if _of_crawl(one) and not _until(command, lambda: command.crawl() is not None):
            return None
        if not one.inside:
            time.sleep(one.pause)
        found = _frozen(field, command, one, link)
    if found is None:
        command.thaw()
        return None
    within, before = found
    _kill(field, command, one)
    return Hit(one, within, field.left(one, before), before, time.monotonic())


def _frozen(field: Field, command: Command, one: Kill, link: Connection) -> tuple[str, Progress] | None:
    """Freezes the victim, inside of something where the kill wants that, and says what of and how far the chain is.

    A victim that comes to its last work is taken as it stands. None: it has ended, or has nothing left.
    """
    deadline = time.monotonic() + HUNT
    while True:
        if one.inside and one.step == "collect" and one.victim in ("collect", "postgres"):
            _wait_for_transaction(command, link, deadline)
        if not command.freeze(*_victims(command, one)):
            return None
        within = _within(field, command, one, link)
        before = field.watch.progress()
        left = field.left(one, before)
        if left <= 0:
            return None
        if within != BETWEEN or not one.inside or left <= field.ground.days.batch or time.monotonic() > deadline:
            return within, before
        command.thaw()
        time.sleep(field.chance.uniform(LOOK, 5 * LOOK))


def _wait_for_transaction(command: Command, link: Connection, deadline: float) -> None:
    """Returns when the command writes in a transaction: who watches a crawl does so once a second and not for long."""
    while command.ended() is None and time.monotonic() < deadline and not _writes(command, link):
        time.sleep(LOOK / 4)


def _within(field: Field, command: Command, one: Kill, link: Connection) -> str:
    """What the frozen victim stands in. A transaction must still be open a little later, or it was just being ended."""
    if one.victim in ("crawl", "machine") and one.step == "collect" and field.watch.half_record():
        return RECORD
    if one.victim != "crawl" and _writes(command, link):
        time.sleep(5 * LOOK)
        return TRANSACTION if _writes(command, link) else BETWEEN
    return BETWEEN


def _writes(command: Command, link: Connection) -> bool:
    found = audit.writing(link, command.name)
    link.rollback()  # the next look sees what is then
    return found


def _of_crawl(one: Kill) -> bool:
    return one.victim == "crawl" or (one.victim == "machine" and one.step == "collect")


def _victims(command: Command, one: Kill) -> list[int]:
    """What is frozen: what is killed, or who is at work with the server that is killed."""
    crawl = command.crawl() if _of_crawl(one) else None
    if one.victim == "crawl":
        return [crawl] if crawl else [command.pid]
    return [command.pid, *([crawl] if crawl else [])]


def _kill(field: Field, command: Command, one: Kill) -> None:
    """Kills what was frozen, the server where it is meant; and starts the server again."""
    server = field.postgres.processes() if one.victim in ("postgres", "machine") else []
    own = [] if one.victim == "postgres" else _victims(command, one)
    kill([*own, *server])
    command.thaw()
    if server:
        _restart(field.postgres)


def _restart(postgres: Postgres) -> None:
    while postgres.processes():  # a killed process has its folder until the kernel is through with it
        time.sleep(LOOK)
    postgres.start()


def _until(command: Command, condition: Callable[[], bool]) -> bool:
    """Waits for the condition; False where the command ends before."""
    while not condition():
        if command.ended() is not None:
            return False
        time.sleep(LOOK)
    return command.ended() is None
