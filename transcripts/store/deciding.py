"""One decision about an item at a time: who comes second sees what the first one wrote."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg2 import errors
from psycopg2.extensions import cursor as Cursor

from transcripts.meanwhile import Meanwhile

#: Seconds that one waits for another's decision about the same item. It takes milliseconds; of a document of thousands of turns seconds.
PATIENCE = 20


def alone(cursor: Cursor, items: Iterable[str]) -> None:
    """Until the transaction's end nobody else decides about these items (documents' ids; ministry and site id; ...).

    A lock by name and not of a row: a gap has none, and a correction may come before its document. Raises Meanwhile where
    somebody holds one for too long.
    """
    cursor.execute("SELECT set_config('lock_timeout', %s, true)", (f"{PATIENCE}s",))
    try:
        for item in sorted(set(items)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('decide ' || %s, 0))", (item,))
    except errors.LockNotAvailable as error:
        raise Meanwhile(
            f"somebody else has been deciding about this for {PATIENCE} seconds: nothing was done, try again"
        ) from error
    cursor.execute("SELECT set_config('lock_timeout', '0', true)")
