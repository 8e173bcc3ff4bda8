"""Takes a person's decisions about gaps and documents: written to the database and kept in the archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from transcripts.decisions import KEPT, BadDecision, Decision
from transcripts.decisions.parse import checked
from transcripts.meanwhile import Meanwhile
from transcripts.store import decisions as store
from transcripts.store.connection import connected
from transcripts.store.deciding import alone
from transcripts.store.shown import hide


def now() -> str:
    """The present as decisions print it, to the microsecond, so that two of one minute have an order."""
    return datetime.now(UTC).isoformat()


#: What each kind is called where somebody else has said it.
_WORDS = {
    "accept": "accepted that it is missing",
    "not_transcript": "set it aside as no transcript",
    "suppress": "suppressed it",
    "undo": "took that back",
}


def decide(
    database_url: str, archive: str, decision: Decision, unchanged: Callable[[Connection], None] = lambda _: None
) -> str:
    """Takes a decision and returns its id. Of two people who decide the same at once one does; the same form twice is once.

    ``unchanged`` is asked in the transaction that writes, while nobody else decides about this item: it raises Meanwhile where the
    item is not any more what the person saw. Raises Meanwhile where it stands already, by whom and since when; BadDecision;
    DatabaseDown; OSError naming the archive where it did not take it: it is noted in the database and kept by the next run of `process`.
    """
    checked(decision, str(decision))
    with connected(database_url) as connection:
        with connection, connection.cursor() as cursor:
            alone(cursor, items_of(decision))
            if again := _said_already(connection, decision):
                return again
            unchanged(connection)
            store.add(cursor, [decision])
        hide(connection)
    KEPT.keep(Archive(archive), decision)
    return decision.id


def items_of(decision: Decision) -> list[str]:
    """What nobody else may decide about meanwhile: the ministry's item, and the document that a suppression names."""
    return [f"{decision.ministry} {decision.key}", *([decision.other] if decision.other else [])]


def _said_already(connection: Connection, decision: Decision) -> str | None:
    """The id of the same decision by the same person for the same reason; None where nothing of it stands. Raises Meanwhile for
    another person's, or for another reason."""
    standing = store.standing(connection, decision.ministry)
    if decision.kind != "undo":
        found = next((row for row in standing if _about(row) == _about(_row_of(decision))), None)
    elif decision.undoes in {row["decision_id"] for row in standing}:
        return None
    else:
        found = store.undo_of(connection, decision.undoes)
        if found is None:
            raise BadDecision(f"there is no decision {decision.undoes!r} of {decision.ministry} that stands")
    if found is None or (found["by"], found["reason"]) == (decision.by, decision.reason):
        return str(found["decision_id"]) if found else None
    what = _WORDS.get(decision.kind, f"said {decision.kind!r} of it")
    said = Meanwhile.said(found["by"], found["at"], what, found["reason"])
    if decision.kind == "undo":
        raise Meanwhile(f"there is no decision {decision.undoes!r} of {decision.ministry} that stands: {said}")
    raise said


def undo(
    database_url: str,
    archive: str,
    decision_id: str,
    by: str,
    reason: str,
    unchanged: Callable[[Connection], None] = lambda _: None,
) -> str:
    """Takes a decision back and returns the id of the decision that does so. Raises what ``decide`` does."""
    with connected(database_url) as connection:
        found = store.of_ids(connection, [decision_id])
    if not found:
        raise BadDecision(f"there is no decision {decision_id!r}")
    one = found[0]
    said = Decision(
        "undo",
        one.ministry,
        one.subject,
        by,
        reason,
        now(),
        one.key,
        one.language,
        one.day,
        undoes=decision_id,
        other=one.other,
    )
    return decide(database_url, archive, said, unchanged)


def take(database_url: str, archive: str) -> int:
    """Writes the archive's decisions that the database does not have; how many. And the other way.

    Raises DatabaseDown; OSError naming the archive; BadDecision naming the files that cannot be read, the others taken.
    """
    with connected(database_url) as connection:
        return KEPT.reconcile(connection, store, Archive(archive))


def _row_of(decision: Decision) -> dict[str, str]:
    """A decision as a row of the database has it."""
    return {name: getattr(decision, name) for name in ("kind", "subject", "key", "other", "language", "day")}


def _about(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] or "" for name in ("kind", "subject", "key", "other", "language", "day"))
