"""Takes a person's decisions about gaps and documents: written to the database and kept in the archive."""

from __future__ import annotations

from datetime import UTC, datetime

from scraper.archive import Archive
from transcripts.decisions import KEPT, BadDecision, Decision
from transcripts.decisions.parse import checked
from transcripts.store import decisions as store
from transcripts.store.connection import connected
from transcripts.store.shown import hide


def now() -> str:
    """The present as decisions print it, to the microsecond, so that two of one minute have an order."""
    return datetime.now(UTC).isoformat()


def decide(database_url: str, archive: str, decision: Decision) -> str:
    """Takes a decision and returns its id. One that stands already (whoever said it) is not said again.

    Raises BadDecision; DatabaseDown; OSError naming the archive where it did not take it: it is noted in the database and
    kept by the next run of `process`.
    """
    checked(decision, str(decision))
    with connected(database_url) as connection:
        standing = store.standing(connection, decision.ministry)
        if decision.kind == "undo":
            if decision.undoes not in {row["decision_id"] for row in standing}:
                raise BadDecision(f"there is no decision {decision.undoes!r} of {decision.ministry} that stands")
        elif same := [row["decision_id"] for row in standing if _about(row) == _about(_row_of(decision))]:
            return str(same[0])
        with connection, connection.cursor() as cursor:
            store.add(cursor, [decision])
        hide(connection)
    KEPT.keep(Archive(archive), decision)
    return decision.id


def undo(database_url: str, archive: str, decision_id: str, by: str, reason: str) -> str:
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
    return decide(database_url, archive, said)


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
