"""A whole run: one chain that nobody kills, then chains that are killed until enough kills have counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from reliability.account import differences
from reliability.chain import Fallen, NotFinished, disturbed, undisturbed
from reliability.ground import Days
from reliability.place import place
from reliability.points import plan
from reliability.strike import BETWEEN


@dataclass
class Outcome:
    """What came of a run: each kill that counted with the number of its chain, and all that was lost, doubled or wrong."""

    seed: int
    fallen: list[tuple[int, Fallen]] = field(default_factory=list)
    missed: int = 0
    lost: dict[int, list[str]] = field(default_factory=dict)
    rows: int = 0
    seconds: float = 0.0

    def inside(self) -> int:
        """How many kills fell inside a transaction or a WARC record."""
        return sum(fallen.hit.within != BETWEEN for _, fallen in self.fallen)


def run(
    seed: int, kills: int, days: Days, seconds: float, say: Callable[[str], None], per_step: int | None = None
) -> Outcome:
    """Kills until ``kills`` have counted, none after ``seconds``. ``per_step`` makes chains shorter."""
    chance, begun, outcome = Random(seed), time.monotonic(), Outcome(seed)
    with place(days) as here:
        whole = undisturbed(here.fresh("whole"), here.turn)
        outcome.rows = sum(one.rows for one in whole.accounts[-1].tables)
        outcome.lost[0] = [line for one in whole.accounts for line in one.wrong]
        say(f"undisturbed: {outcome.rows} rows of corpus, {time.monotonic() - begun:.0f} s")
        number = 0
        while len(outcome.fallen) < kills and time.monotonic() - begun < seconds:
            number += 1
            ground, points = here.fresh(f"chain_{number}"), plan(chance, per_step)
            try:
                chain = disturbed(ground, here.turn, here.postgres, points, whole, chance, begun + seconds)
            except NotFinished as error:
                outcome.lost[number] = [str(error)]
                break
            pairs = zip(chain.accounts, whole.accounts, strict=True)
            outcome.lost[number] = [line for found, wanted in pairs for line in differences(found, wanted)]
            outcome.fallen += [(number, one) for one in chain.fallen]
            outcome.missed += chain.missed
            say(f"chain {number}: {len(chain.fallen)} kills, {chain.missed} missed, {len(outcome.lost[number])} lost")
            if not outcome.lost[number]:
                here.done(ground)
    outcome.seconds = time.monotonic() - begun
    return outcome
