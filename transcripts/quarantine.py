"""What a person does with a page that could not be read: look at it, have it read again, set it aside, take that back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from transcripts import decide
from transcripts.clean import VERSION
from transcripts.clean.selectors import Hit
from transcripts.decisions import Decision
from transcripts.model import Quarantine, Reading
from transcripts.store import quarantine
from transcripts.store.connection import connected
from transcripts.store.quarantine import SHORTEST, Stored
from transcripts.stored import body_of, today

_DOCUMENT = re.compile("[a-z2-7]{16}")
_DECISION = re.compile("[0-9a-f]{16}")


class NotFound(ValueError):
    """There is no such page in quarantine, no such document, or no such decision."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A quarantined page: where it lies, its bytes, what today's cleaner makes of it, and which selectors hit."""

    stored: Stored
    body: bytes
    today: Reading | Quarantine
    selectors: list[Hit]


def show(database_url: str, record: str) -> Shown:
    """The page of a record (its id, or the beginning of it) as it was stored.

    Raises NotFound; DatabaseDown; ArchiveError or OSError naming the archive.
    """
    with connected(database_url) as connection:
        one = _one(connection, record)
    body = body_of(one)
    return Shown(one, body, *today(one, body))


def again(
    database_url: str, by: str, records: list[str], reason: str | None = None, *, ministry: str | None = None
) -> list[str]:
    """Has these pages read again by the next run of `process`, or all that wait (for a reason, of a ministry).

    All or none of them, in one transaction; returns their records' ids. Raises NotFound, DatabaseDown.
    """
    with connected(database_url) as connection:
        if records:
            found = [_one(connection, record).record_id for record in records]
        else:
            found = [row["record_id"] for row in quarantine.queue(connection, ministry, reason)]
        connection.rollback()
        with connection, connection.cursor() as cursor:
            count = quarantine.forget(cursor, found, VERSION, f"to be read again, says {by}")
            if records and count != len(set(found)):
                raise NotFound(
                    f"only {count} of {len(set(found))} are in quarantine by the cleaner at work ({VERSION}): the others"
                    " wait for `process` already. Nothing was changed"
                )
    return found


def set_aside(database_url: str, archive: str, which: str, by: str, reason: str) -> list[str]:
    """Says of a page in quarantine (its record) or of a document (its id) that it is no transcript; the decisions' ids.

    A document is set aside in each language in which it was asked for. Raises NotFound, BadDecision, DatabaseDown, and
    OSError naming the archive.
    """
    with connected(database_url) as connection:
        about = _about(connection, which)
    return [
        decide.decide(
            database_url,
            archive,
            Decision("not_transcript", ministry, "document", by, reason, decide.now(), key=site_id, language=language),
        )
        for ministry, site_id, language in about
    ]


def undo(database_url: str, archive: str, which: str, by: str, reason: str) -> list[str]:
    """Takes back that a page, a document, or what a decision is about is no transcript; the undone decisions' ids.

    Raises NotFound, BadDecision, DatabaseDown, and OSError naming the archive.
    """
    with connected(database_url) as connection:
        if _DECISION.fullmatch(which):
            found = [which]
        else:
            found = quarantine.decisions_about(connection, _about(connection, which))
    if not found:
        raise NotFound(f"{which} is not set aside: `transcripts quarantine list --all` shows what is")
    for decision in found:
        decide.undo(database_url, archive, decision, by, reason)
    return found


def _one(connection: Connection, record: str) -> Stored:
    if len(record) < SHORTEST:
        raise NotFound(
            f"record {record!r}: say {SHORTEST} characters of its id at least (`transcripts quarantine list`)"
        )
    found = quarantine.stored(connection, record.lower())
    if len(found) != 1:
        many = f"{len(found)} records begin so" if found else "no page in quarantine has this record"
        raise NotFound(f"record {record!r}: {many}; `transcripts quarantine list` shows what waits")
    return found[0]


def _about(connection: Connection, which: str) -> list[tuple[str, str, str]]:
    """Ministry, site id and language of what a record or a document's id names; a document may have been asked for in several."""
    if _DOCUMENT.fullmatch(which):
        found = quarantine.asked_for(connection, which)
        if not found:
            raise NotFound(f"there is no document {which!r}")
        return found
    one = _one(connection, which)
    return [(one.ministry, one.site_id, one.language or "")]
