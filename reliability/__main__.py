"""``python -m reliability``: kills the chain at many points, prints what came of each kill, and ends 1 where anything is lost."""

from __future__ import annotations

import argparse
import secrets
import signal
import sys
from datetime import UTC, datetime

from reliability import report
from reliability.ground import Days
from reliability.run import Outcome, run

#: Kills that must count, the share of them that must fall inside of something, and seconds after which no kill is made.
KILLS, SHARE, SECONDS = 60, 1 / 3, 720.0
#: A quiet day and a busy one of the sample: 104 documents in seven languages, of which the site changes six later on.
DAYS = Days(events=60, since="2026-03-23", until="2026-03-24", batch=5)


def main(arguments: list[str] | None = None) -> int:
    """Runs it and returns 0; 1 where something was lost, or too few kills counted."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    _say(f"seed {options.seed} (SEED={options.seed} plans the same kills again)")
    outcome = run(options.seed, options.kills, DAYS, options.seconds, _say)
    print(report.table(outcome))
    print(report.by_victim(outcome))
    print(report.summary(outcome))
    wrong = problems(outcome, options.kills)
    for line in wrong:
        _say(line)
    if options.write and not wrong:
        report.write(outcome, datetime.now(UTC).date())
    return int(bool(wrong))


def problems(outcome: Outcome, kills: int) -> list[str]:
    """Why a run is not good; empty: nothing was lost, and enough kills counted."""
    found = [f"chain {number}: {line}" for number, lines in outcome.lost.items() for line in lines]
    if len(outcome.fallen) < kills:
        found.append(f"only {len(outcome.fallen)} kills counted, {kills} are wanted: --seconds gives more time")
    if outcome.inside() < SHARE * len(outcome.fallen):
        found.append(
            f"only {outcome.inside()} of {len(outcome.fallen)} kills fell inside a transaction or a WARC record"
        )
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reliability", description=__doc__)
    parser.add_argument("--seed", type=_seed, default=secrets.randbelow(10**6), help="plans the kills")
    parser.add_argument("--kills", type=int, default=KILLS, help="kills that must count")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="no kill is made later")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/reliability.md")
    return parser


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _seed(text: str) -> int:
    """A seed; empty (as make hands it on): one that is drawn."""
    return int(text) if text else secrets.randbelow(10**6)


if __name__ == "__main__":
    sys.exit(main())
