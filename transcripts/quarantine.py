"""What a person does with a page that could not be read: look at it, have it read again, set it aside, take that back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from psycopg2.extensions import connection as Connection

from transcripts import decide
from transcripts.clean import VERSION
from transcripts.clean.selectors import Hit
from transcripts.decisions import Decision
from transcripts.meanwhile import Meanwhile, state
from transcripts.model import Quarantine, Reading
from transcripts.store import quarantine
from transcripts.store.connection import connected
from transcripts.store.deciding import alone
from transcripts.store.held import Held, held, looks, said_of
from transcripts.store.quarantine import SHORTEST, Stored
from transcripts.stored import body_of, today

#: What an attempt says whose page is to be read again; a name follows.
AGAIN = "to be read again, says "
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
    database_url: str,
    by: str,
    records: list[str],
    reason: str | None = None,
    *,
    ministry: str | None = None,
    seen: str = "",
) -> list[str]:
    """Has these pages read again by the next run of `process`, or all that wait (for a reason, of a ministry).

    All or none of them, in one transaction; returns their records' ids. ``seen`` is what the one record looked like (``seen_of``).
    Raises NotFound, Meanwhile, DatabaseDown.
    """
    with connected(database_url) as connection:
        if records:
            pages = [one for record in records if (one := _waiting(connection, record, by))]
            if not pages:
                return list(records)
            found = [one.record_id for one in pages]
            items = [f"{one.ministry} {one.site_id}" for one in pages]
        else:
            found, items = [row["record_id"] for row in quarantine.queue(connection, ministry, reason)], []
        connection.rollback()
        with connection, connection.cursor() as cursor:
            alone(cursor, items)
            if records and _changed(connection, found[0], by, seen):
                return found
            count = quarantine.forget(cursor, found, VERSION, f"{AGAIN}{by}")
            if records and count != len(set(found)):
                raise NotFound(
                    f"only {count} of {len(set(found))} are in quarantine by the cleaner at work ({VERSION}): the others"
                    " wait for `process` already. Nothing was changed"
                )
    return found


def seen_of(one: Held, said: Sequence[Mapping[str, object]]) -> str:
    """What a page in quarantine looks like to who decides about it: how its reading ended, and what people said of its document."""
    return state((one.outcome, one.reason, one.tried_at, *(row["decision_id"] for row in said)))


def seen_of_many(connection: Connection, records: Sequence[str]) -> dict[str, str]:
    """``seen_of`` for many pages, with one question for all."""
    return {record: state(parts) for record, parts in looks(connection, records).items()}


def unchanged(connection: Connection, record: str, seen: str) -> None:
    """Raises Meanwhile, naming who did what, where the page is not any more what it was (``seen_of``; empty: nobody looked)."""
    one = held(connection, record) if seen else None
    if one is None:
        return
    said = said_of(connection, one)
    if seen_of(one, said) == seen:
        return
    last = said[0] if said else None
    if last is not None and (one.tried_at is None or str(last["at"]) > one.tried_at):
        what = "took something back" if last["kind"] == "undo" else f"decided {last['kind']!r}"
        raise Meanwhile.said(str(last["by"]), str(last["at"]), f"{what} about this page", str(last["reason"]))
    if _asked_by(one):
        raise _read_again(one)
    raise Meanwhile(
        f"since this page was shown it was tried again: {one.outcome or 'it waits'} ({one.detail or 'read'}), {str(one.tried_at)[:19]} UTC."
        " Nothing was written now"
    )


def set_aside(database_url: str, archive: str, which: str, by: str, reason: str, seen: str = "") -> list[str]:
    """Says of a page in quarantine (its record) or of a document (its id) that it is no transcript; the decisions' ids.

    A document is set aside in each language in which it was asked for. ``seen`` is what the page looked like (``seen_of``). Raises
    NotFound, BadDecision, DatabaseDown; Meanwhile where all of it was said already; OSError naming the archive.
    """
    with connected(database_url) as connection:
        about = _about(connection, which)
    made, told = [], []
    for ministry, site_id, language in about:
        said = Decision(
            "not_transcript", ministry, "document", by, reason, decide.now(), key=site_id, language=language
        )
        try:
            made.append(decide.decide(database_url, archive, said, lambda link: unchanged(link, which, seen)))
        except Meanwhile as meanwhile:
            told.append(meanwhile)
    if told and not made:
        raise told[0]
    return made


def undo(database_url: str, archive: str, which: str, by: str, reason: str, seen: str = "") -> list[str]:
    """Takes back that a page, a document, or what a decision is about is no transcript; the undone decisions' ids.

    Raises NotFound, BadDecision, DatabaseDown; Meanwhile where somebody took it back already; OSError naming the archive.
    """
    with connected(database_url) as connection:
        if _DECISION.fullmatch(which):
            found = [which]
        else:
            about = _about(connection, which)
            found = quarantine.decisions_about(connection, about) or _taken_back(connection, about, by, reason)
    if not found:
        raise NotFound(f"{which} is not set aside: `transcripts quarantine list --all` shows what is")
    for number, decision in enumerate(found):
        # Once: the first of them changes what the page looks like to the second.
        shown = "" if number else seen
        decide.undo(database_url, archive, decision, by, reason, partial(unchanged, record=which, seen=shown))
    return found


def _taken_back(connection: Connection, about: Sequence[tuple[str, str, str]], by: str, reason: str) -> list[str]:
    """The decision that was taken back last by this person for this reason: the same form again. Raises Meanwhile for another's."""
    row = quarantine.last_undo(connection, about)
    if row is None:
        return []
    if (row["by"], row["reason"]) == (by, reason):
        return [row["undoes"]]
    said = Meanwhile.said(row["by"], row["at"], "took back that it is no transcript", row["reason"])
    raise Meanwhile(f"it is not set aside: {said}")


def _changed(connection: Connection, record: str, by: str, seen: str) -> bool:
    """Whether this person's form came a moment ago already. Raises Meanwhile where the page is another's now."""
    one = held(connection, record)
    if one is not None and _asked_by(one):
        if _asked_by(one) != by:
            raise _read_again(one)
        return True
    unchanged(connection, record, seen)
    return False


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


def _waiting(connection: Connection, record: str, by: str) -> Stored | None:
    """The page in quarantine; None where this person has it read again already. Raises NotFound; Meanwhile where somebody else has."""
    try:
        return _one(connection, record)
    except NotFound:
        one = held(connection, record)
        if one is None or not _asked_by(one):
            raise
        if _asked_by(one) == by:
            return None
        raise _read_again(one) from None


def _asked_by(one: Held) -> str:
    """Who has the page read again by the next run of `process`; empty: nobody."""
    said = one.detail or ""
    return (
        said.removeprefix(AGAIN).partition("; was: ")[0] if one.outcome == "failed" and said.startswith(AGAIN) else ""
    )


def _read_again(one: Held) -> Meanwhile:
    return Meanwhile.said(_asked_by(one), str(one.tried_at), "had it read again by the next run of `process`")


def _about(connection: Connection, which: str) -> list[tuple[str, str, str]]:
    """Ministry, site id and language of what a record or a document's id names; a document may have been asked for in several."""
    if _DOCUMENT.fullmatch(which):
        found = quarantine.asked_for(connection, which)
        if not found:
            raise NotFound(f"there is no document {which!r}")
        return found
    one = _one(connection, which)
    return [(one.ministry, one.site_id, one.language or "")]
