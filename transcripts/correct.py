"""Takes a reviewer's corrections: checked against what is published, kept in the archive, then written to the database."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from transcripts.corrections.kept import keep, kept
from transcripts.corrections.model import BadCorrection, Correction, now
from transcripts.segment.fold import View
from transcripts.segment.people_file import everyone
from transcripts.store import corrections as store
from transcripts.store.connection import connected

LOGGER = logging.getLogger(__name__)


def say(database_url: str, archive: str, corrections: Sequence[Correction]) -> list[str]:
    """Takes the corrections, all or none, and returns their ids. The next run of `process` applies them.

    Raises BadCorrection for one that does not fit what is published; DatabaseDown; OSError naming the archive.
    """
    with connected(database_url) as connection:
        for number, one in enumerate(corrections, start=1):
            _check(connection, one, f"correction {number}" if len(corrections) > 1 else "the correction")
        for one in corrections:
            keep(Archive(archive), one)
        with connection, connection.cursor() as cursor:
            store.add(cursor, corrections)
    return [one.id for one in corrections]


def take(database_url: str, archive: str) -> int:
    """Writes the archive's corrections that the database does not have: after a restore, or in a replay. How many.

    Raises DatabaseDown, OSError naming the archive, BadCorrection naming a file that cannot be read.
    """
    with connected(database_url) as connection:
        found = list(kept(Archive(archive), store.ids(connection)))
        with connection, connection.cursor() as cursor:
            count = store.add(cursor, found)
    if count:
        LOGGER.info("%s corrections taken from the archive %s", count, archive)
    return count


def of_turn(connection: Connection, turn_id: str, correction: Correction) -> Correction:
    """The correction with its place: where the published turn of this id begins. Raises BadCorrection."""
    place = store.place_of(connection, turn_id)
    if place is None:
        raise BadCorrection(f"turn {turn_id!r}: no published turn has this id (analysis.turns lists all)")
    return replace(correction, document=place.document, quote=place.quote, paragraph=place.paragraph)


def confirmed(connection: Connection, document: str, by: str, reason: str) -> Correction:
    """The statement that a document is right as it is published now. Raises BadCorrection."""
    found = _shown(connection, document, "the correction")
    if not found.reasons:
        raise BadCorrection(f"document {document}: it is not on the review list, there is nothing to confirm")
    changes = {"digest": found.digest, "reasons": ",".join(found.reasons)}
    return Correction(document, "confirm", by, reason, now(), changes=changes)


def _check(connection: Connection, correction: Correction, where: str) -> None:
    correction.checked(where)
    if correction.action == "undo":
        _check_undo(connection, correction, where)
        return
    found = _shown(connection, correction.document, where)
    person = correction.changes.get("person_id")
    if person and all(person != known.id for known in everyone()):
        raise BadCorrection(
            f"{where}: person_id {person!r} is not in transcripts/data/people: add the person there first"
        )
    quote = View(correction.quote).text.strip()
    if quote and not any(quote in View(line).text for line in found.body.split("\n")):
        raise BadCorrection(f"{where}: the words {correction.quote!r} do not stand in document {correction.document}")


def _check_undo(connection: Connection, correction: Correction, where: str) -> None:
    known = {row["correction_id"]: row for row in store.listed(connection, correction.document)}
    if correction.undoes not in known:
        raise BadCorrection(f"{where}: document {correction.document} has no correction {correction.undoes!r}")
    if known[correction.undoes]["undone_by"]:
        raise BadCorrection(f"{where}: correction {correction.undoes} is taken back already")


def _shown(connection: Connection, document: str, where: str) -> store.Shown:
    found = store.shown(connection, document)
    if found is None:
        raise BadCorrection(f"{where}: no document {document!r} is published (analysis.transcripts lists all)")
    return found
