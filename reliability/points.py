"""Where kills fall: what is killed, in which step, after how much of its work. Drawn from a seed, spread over the chain."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

#: crawl: the Scrapy process alone; collect: the command that started it; process: `transcripts process`; postgres: all
#: processes of the server; machine: all of these at once.
Victim = Literal["crawl", "collect", "process", "postgres", "machine"]
Step = Literal["collect", "clean", "segment", "publish"]

#: A chain has two rounds: a month is collected and processed, the site changes some pages, and all is done again.
PLAN: tuple[tuple[int, Step, tuple[Victim, ...]], ...] = (
    (0, "collect", ("crawl", "crawl", "crawl", "collect", "collect", "machine", "postgres")),
    (0, "clean", ("process", "process", "process", "postgres", "machine")),
    (0, "segment", ("process", "process", "process", "postgres")),
    (0, "publish", ("process", "process", "process", "postgres", "machine")),
    (1, "collect", ("crawl", "collect")),
    (1, "clean", ("process",)),
    (1, "segment", ("process",)),
    (1, "publish", ("process",)),
)
#: Who is killed later in the step `collect`: a crawl outlives its parent by a second, and goes on without the server to its
#: end, so that little or nothing is left to kill after these.
LATER: dict[Victim, int] = {"collect": 1, "postgres": 2}
#: The share of kills that wait until their victim stands inside a transaction or a WARC record.
INSIDE = 0.7
#: The last part of a step's work, in which no kill is planned: the victim would be through before it is hit.
REST = 0.12
#: The longest wait, in seconds, between the point and the kill where it need not be inside of anything.
PAUSE = 0.03


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill that is planned: ``at`` is the share of the step's work of this round that is done by then."""

    round: int
    step: Step
    victim: Victim
    at: float
    inside: bool
    pause: float


def plan(chance: Random, per_step: int | None = None) -> list[Kill]:
    """The kills of one chain in order; ``per_step`` at most so many in each step of each round."""
    found: list[Kill] = []
    for number, step, victims in PLAN:
        order = chance.sample(victims, len(victims))[:per_step]
        if step == "collect":
            order.sort(key=lambda victim: LATER.get(victim, 0))
        for place, victim in enumerate(order):
            at = (place + chance.random()) / len(order) * (1 - REST)
            inside = chance.random() < INSIDE or (step, victim) == (
                "collect",
                "postgres",
            )  # else nobody is at the server
            found.append(Kill(number, step, victim, at, inside, chance.uniform(0, PAUSE)))
    return found
