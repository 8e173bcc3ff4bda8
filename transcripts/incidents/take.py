"""Somebody takes an incident: until the time that he names nobody is reminded of it; or gives it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from transcripts.store import incidents
from transcripts.store.connection import connected

#: For so many days at most: what is wrong for longer is accepted, mended, or somebody's again.
MOST_DAYS = 30
#: Characters of what who takes it says.
MOST_WORDS = 500


class BadTake(ValueError):
    """It cannot be taken so; the message says why, in words for who typed it."""


def take(database_url: str, incident_id: int, by: str, days: int, because: str, now: datetime) -> None:
    """Notes who takes care of an open incident, for so many days. Raises BadTake, DatabaseDown."""
    if not 1 <= days <= MOST_DAYS:
        raise BadTake(f"{days} days: from 1 to {MOST_DAYS} are possible, then somebody is reminded again")
    words = " ".join(because.replace("\0", " ").split())
    if len(words) > MOST_WORDS:
        raise BadTake(f"the reason has {len(words)} characters, at most {MOST_WORDS} are kept")
    with connected(database_url) as connection:
        other = incidents.take(connection, incident_id, by, now, now + timedelta(days=days), words)
    if other is not None:
        raise BadTake(other)


def give_back(database_url: str, incident_id: int) -> None:
    """Nobody takes care of it any more. Raises BadTake, DatabaseDown."""
    with connected(database_url) as connection:
        if not incidents.give_back(connection, incident_id):
            raise BadTake(f"incident {incident_id}: it is not open any more, or nobody has taken it")
