"""Asks the questions in all ways, in turns, and keeps what each took."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from psycopg2.errors import QueryCanceled
from psycopg2.extensions import connection as Connection

from bench.queries import plan, timing
from bench.queries.question import Question, Values
from bench.queries.timing import ask, in_turns
from bench.rounds import Spread, ratio

#: Seconds that a naive way is waited for.
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Addresses:
    """The filled database for the three who ask, and how the server is started anew."""

    analyst: str
    owner: str
    superuser: str
    restart: Callable[[], object]


@dataclass(slots=True)
class Asked:
    """What a question took: seconds by side, all askings one after the other, and the shape of its plan."""

    question: Question
    rows: int = 0
    plan: str = ""
    cold: list[float] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def by(self, side: str, other: str) -> Spread | None:
        """How many times one side's time is the other's, round by round; None: one of them was not asked."""
        one, two = self.seconds.get(side), self.seconds.get(other)
        return ratio(one[: len(two)], two[: len(one)]) if one and two else None


def measure(
    at: Addresses, questions: Sequence[Question], rounds: int, cold: int, say: Callable[[str], None]
) -> list[Asked]:
    """All questions whose views and functions are there, warm and then cold (so often each). ``say`` hears what is asked."""
    found = []
    with closing(timing.connect(at.analyst)) as analyst, closing(timing.connect(at.owner)) as owner:
        for question in questions:
            if lacking := [name for name in question.needs if not _is_there(owner, name)]:
                say(f"not asked, as {', '.join(lacking)} is not there: {question.name}")
                continue
            asked = _warm(at, analyst, owner, question, rounds)
            say(f"{question.name}: {1000 * timing.percentile(asked.seconds['ours'], 0.5):.1f} ms")
            found.append(asked)
    for asked in found:
        for values in _values(at, asked.question)[:cold]:
            asked.cold.append(timing.cold(at.restart, at.analyst, asked.question.ours, values))
    return found


def _warm(at: Addresses, analyst: Connection, owner: Connection, question: Question, rounds: int) -> Asked:
    asked = Asked(question)
    for number, values in enumerate(_values(at, question)):
        rows = ask(analyst, question.ours, values)[1]
        asked.rows = max(asked.rows, len(rows))
        sides = _sides(analyst, owner, question, values, rows)
        for side, seconds in in_turns(sides, rounds).items():
            asked.seconds.setdefault(side, []).extend(seconds)
        if number == 0:
            asked.plan = plan.shape(at.superuser, "analyst", question.ours, values)
            if question.naive:  # once: it takes seconds, and reads what is in memory by now
                asked.seconds["naive"] = [_patiently(analyst, question.naive, values)]
    return asked


def _patiently(analyst: Connection, statement: str, values: Values) -> float:
    """Seconds of a statement, or how long it was waited for."""
    try:
        with analyst.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", (f"{PATIENCE}s",))
        return ask(analyst, statement, values)[0]
    except QueryCanceled:
        return PATIENCE
    finally:
        with analyst.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")


def _sides(
    analyst: Connection, owner: Connection, question: Question, values: Values, rows: Sequence[Mapping[str, object]]
) -> dict[str, Callable[[], float]]:
    sides = {"ours": lambda: ask(analyst, question.ours, values)[0]}
    if question.hits:
        who = analyst if "analysis." in question.hits else owner
        sides["hits"] = lambda: ask(who, question.hits, values)[0]
    if question.bare:
        keys = {**values, "keys": [row[question.key] for row in rows]} if question.key else values
        sides["bare"] = lambda: ask(owner, question.bare, keys)[0]
    return sides


def _values(at: Addresses, question: Question) -> list[Values]:
    if not question.values_from:
        return list(question.values)
    with closing(timing.connect(at.owner)) as owner:
        return list(ask(owner, question.values_from, {})[1])


def _is_there(owner: Connection, name: str) -> bool:
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass(%(name)s) IS NOT NULL OR EXISTS (SELECT FROM pg_proc p"
            " WHERE p.pronamespace::regnamespace || '.' || p.proname = %(name)s)",
            {"name": name},
        )
        return cursor.fetchone() == (True,)
