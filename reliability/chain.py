"""One chain: a month is collected and processed, changed and done again, killed on its way again and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from launcher.postgres import Postgres
from reliability.account import Account, account
from reliability.ground import LOG, Ground
from reliability.points import Kill
from reliability.progress import Progress, Watch
from reliability.strike import Field, Hit, strike
from reliability.victims import Command

#: A month is collected and processed, the site changes some pages, and all is done again.
ROUNDS = 2
#: Seconds that a command may take to be back at work, and how often it is started until nothing is left to do.
BACK_SECONDS, TRIES = 300.0, 5
#: So many characters of the commands' output are told when a chain does not come to its end.
LAST_WORDS = 1500


class NotFinished(RuntimeError):
    """A chain does not come to its end: that is a loss, too."""


@dataclass(frozen=True, slots=True)
class Fallen:
    """One kill that counted: where it fell, and how many seconds passed until the work went on."""

    hit: Hit
    seconds: float


@dataclass
class Chain:
    """What a chain has come to: its kills, its progress and its account after each round."""

    ground: Ground
    fallen: list[Fallen] = field(default_factory=list)
    missed: int = 0
    progress: list[Progress] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)


def undisturbed(ground: Ground, turn: Callable[[int], None], rounds: int = ROUNDS) -> Chain:
    """A chain that nobody kills. ``turn`` sets the site's clock."""
    chain, watch = Chain(ground), Watch(ground)
    for number in range(rounds):
        turn(number)
        _finish(watch, ground.collect)
        _finish(watch, ground.process)
        _close(chain, watch)
    return chain


def disturbed(
    ground: Ground,
    turn: Callable[[int], None],
    postgres: Postgres,
    kills: Sequence[Kill],
    whole: Chain,
    chance: Random,
    until: float,
) -> Chain:
    """The same chain, killed at these points and started again after each; ``whole`` is the undisturbed one.

    After ``until`` (monotonic) it goes on without being killed, so that a slow machine keeps to its time.
    """
    chain, watch = Chain(ground), Watch(ground)
    for number in range(len(whole.progress)):
        turn(number)
        field_now = Field(ground, watch, postgres, watch.progress(), whole.progress[number], chance)
        here = [one for one in kills if one.round == number]
        for collecting, start in ((True, ground.collect), (False, ground.process)):
            own = [one for one in here if (one.step == "collect") == collecting]
            if not _run(chain, field_now, own, start, until):
                _finish(watch, start)
        _close(chain, watch)
    return chain


def _run(chain: Chain, where: Field, kills: Sequence[Kill], start: Callable[[], Command], until: float) -> bool:
    """Starts the command again and again, as it is killed; whether the last one was content and left nothing behind."""
    command: Command | None = None
    try:
        for one in kills:
            if time.monotonic() > until:
                break
            if not _anything_left(where, one):
                chain.missed += 1
                continue
            if command is None or command.ended() is not None:
                command = start()
            hit = strike(where, command, one)
            if hit is None:
                chain.missed += 1
                continue
            command = _back_at_work(where, hit, command, start)
            chain.fallen.append(Fallen(hit, time.monotonic() - hit.at))
        return command is not None and command.wait() == 0 and not _behind(where.watch)
    finally:
        if command is not None and command.ended() is None:
            command.end()


def _anything_left(where: Field, one: Kill) -> bool:
    """Whether a kill can count. A crawl that finds all pages as they were has its answers to register all the same."""
    registers = one.step == "collect" and one.victim in ("collect", "postgres")
    return registers or where.watch.progress().left(one.step, where.goal) > 0


def _back_at_work(where: Field, hit: Hit, command: Command, start: Callable[[], Command]) -> Command:
    """Returns when some of the work that the victim had left is done, with the command that is at it.

    Raises NotFinished.
    """
    while not _gone_on(where, hit):
        if time.monotonic() > hit.at + BACK_SECONDS:
            raise NotFinished(f"no work was done for {BACK_SECONDS:g} s after {hit.kill}: {_said(where.watch)}")
        if command.ended() is not None:
            command = start()
        time.sleep(0.02)
    return command


def _gone_on(where: Field, hit: Hit) -> bool:
    now, before, kill = where.watch.progress(), hit.before, hit.kill
    if kill.step != "collect":
        return now.of(kill.step) > before.of(kill.step)
    return now.held > before.held if kill.victim == "crawl" else now.registered > before.registered


def _finish(watch: Watch, start: Callable[[], Command]) -> None:
    """Runs the command until it is content and has left nothing behind. Raises NotFinished."""
    for _ in range(TRIES):
        status = start().wait()
        if status == 0 and not _behind(watch):
            return
    raise NotFinished(
        f"{watch.ground.folder}: not finished after {TRIES} more runs (last status {status}); commands.log"
    )


def _said(watch: Watch) -> str:
    """The commands' last words."""
    return (watch.ground.folder / LOG).read_text("utf-8", errors="replace")[-LAST_WORDS:]


def _behind(watch: Watch) -> bool:
    return any(watch.ground.spool.glob("*"))


def _close(chain: Chain, watch: Watch) -> None:
    chain.progress.append(watch.progress())
    chain.accounts.append(account(chain.ground, watch))
