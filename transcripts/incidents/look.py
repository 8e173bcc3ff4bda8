"""One look: ask what is wrong, bring the incidents in line with it, tell what a person has not been told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import psycopg2
from psycopg2.extensions import connection as Connection

from transcripts.health.findings import findings
from transcripts.health.model import STATUS, Finding, Severity
from transcripts.incidents import deadline, rules
from transcripts.incidents.deadline import Deadline
from transcripts.incidents.model import Incident, Looked, News
from transcripts.incidents.policy import Policy, policy
from transcripts.store import incidents
from transcripts.store.connection import connected

#: What is wrong at a moment, as ``transcripts.health.findings`` answers.
Ask = Callable[[Connection, datetime], Sequence[Finding]]


class CouldNotLook(RuntimeError):
    """The database answered with an error. The message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What channels made of the news: the names of those that took it, those that did not with the reason, and those that were
    spared, as they want to hear of worse only.

    ``least``: how bad a thing must be for each channel that is set, or that may be; one that is not named wants all.
    """

    taken: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    least: Mapping[str, Severity] = field(default_factory=dict)

    def settles(self, severity: Severity) -> bool:
        """Whether what is so bad need not be told again: a channel took it, or there are channels and none wants it."""
        given = any(_wants(self.least.get(name, "warn"), severity) for name in self.taken)
        return given or (bool(self.least) and not any(_wants(least, severity) for least in self.least.values()))


def _wants(least: Severity, severity: Severity) -> bool:
    return STATUS[severity] >= STATUS[least]


#: Tells the news through every channel that is set.
Tell = Callable[[News], Delivery]


def look(
    database_url: str,
    now: datetime,
    tell: Tell,
    ask: Ask = findings,
    bounds: Policy | None = None,
    passed: Deadline | None = None,
) -> Looked:
    """Looks and tells. One look at a time: one that comes meanwhile waits, and then finds that all is told.

    What is found is committed before anybody is told, and that somebody was told only after a channel took the word: a look
    that dies between two of these is made good by the next one, which at worst tells what was told a moment ago.
    ``passed``: a deadline that has just passed.

    Raises DatabaseDown, CouldNotLook, BadPolicy.
    """
    bounds = bounds or policy()
    with connected(database_url) as connection:
        try:
            with incidents.alone(connection, bounds.lock_seconds):
                return _look(connection, now, tell, ask, bounds, passed)
        except incidents.AnotherLooks:
            return Looked(told_by_another=True)
        except psycopg2.ProgrammingError as error:
            raise CouldNotLook(
                f"{str(error).strip()}. Next: bring the tables up to date (`make run`, in production `docker compose up init`)"
            ) from error


def _look(
    connection: Connection, now: datetime, tell: Tell, ask: Ask, bounds: Policy, passed: Deadline | None
) -> Looked:
    before, others = incidents.standing(connection), ask(connection, now)
    found = [*others, *deadline.found(connection, before, others, passed)]
    compared = rules.compared(before, found, now, bounds.gone_looks)
    after = _write(connection, deadline.marked(compared, passed), before)
    open_ones = tuple(one for one in after if one.closed_at is None)
    news = rules.news(after, now, bounds.reminders)
    if not news.all:
        return Looked(open_ones)
    delivery = tell(news)
    told = [one for one in rules.told(news, now) if delivery.settles(one.severity)]
    _write(connection, told, before)
    return Looked(open_ones, news, delivery.taken, delivery.failed, delivery.spared, len(news.all) - len(told))


def _write(connection: Connection, rows: Sequence[Incident], before: Sequence[Incident]) -> list[Incident]:
    unchanged = set(before)
    with connection.cursor() as cursor:
        fresh = incidents.write(cursor, (one for one in rows if one not in unchanged))
    connection.commit()
    return [one for one in rows if one in unchanged] + fresh
