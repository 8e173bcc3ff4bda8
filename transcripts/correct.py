"""Takes a reviewer's corrections: tried on what is published, written to the database and kept in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from scraper.ministries import get
from transcripts.corrections.check import checked
from transcripts.corrections.fit import Text, at_turn, fit
from transcripts.corrections.kept import KEPT
from transcripts.corrections.model import PLACED, BadCorrection, Correction
from transcripts.model import DocumentKind
from transcripts.segment import VERSION, Context
from transcripts.store import corrections as store
from transcripts.store import readings, review
from transcripts.store.connection import connected
from transcripts.store.readings import StoredReading


def say(database_url: str, archive: str, corrections: Sequence[Correction]) -> list[str]:
    """Takes the corrections, all or none, and returns their ids. The next run of `process` applies them.

    Raises BadCorrection for one that does not fit what is published; DatabaseDown; OSError naming the archive where it did
    not take them: they are noted in the database and kept by the next run of `process`; UnknownMinistry.
    """
    with connected(database_url) as connection:
        fitted = _fitted(connection, corrections)
        new = [one for one, fresh in fitted if fresh]
        # First the database, where all stand or none: a replay must find neither half of them nor what it refuses.
        with connection, connection.cursor() as cursor:
            store.add(cursor, new)
    try:
        _keep(archive, new)
    except OSError as error:
        noted = ", ".join(one.id for one in new)
        raise OSError(
            f"{error}. What was said is noted all the same ({noted}); the next run of `process` keeps it in the archive"
        ) from error
    return [one.id for one, _ in fitted]


def take(database_url: str, archive: str) -> int:
    """Writes the archive's corrections that the database does not have (after a restore, or in a replay); how many.

    And the other way: what the archive lacks is put there. Raises DatabaseDown, OSError naming the archive; BadCorrection
    naming the files that cannot be read, the others taken.
    """
    with connected(database_url) as connection:
        return KEPT.reconcile(connection, store, Archive(archive))


def _keep(archive: str, corrections: Sequence[Correction]) -> None:
    for one in corrections:
        KEPT.keep(Archive(archive), one)


def of_turn(connection: Connection, turn_id: str, correction: Correction) -> Correction:
    """The correction with its place: where the published turn of this id begins. Raises BadCorrection."""
    place = review.place_of(connection, turn_id)
    if place is None:
        raise BadCorrection(
            f"turn {turn_id!r}: no published turn has this id (`transcripts review DOCUMENT` lists them)"
        )
    text = text_of(shown(connection, place.document, "the correction"))
    return at_turn(replace(correction, document=place.document), text, place.paragraph, place.char, place.quote)


def shown(connection: Connection, document: str, where: str) -> StoredReading:
    """The reading of a document that is published. Raises BadCorrection."""
    found = readings.published(connection, document, VERSION)
    if found is None:
        raise BadCorrection(f"{where}: no document {document!r} is published (analysis.transcripts lists all)")
    return found


def text_of(reading: StoredReading) -> Text:
    """What corrections are tried on. Raises UnknownMinistry."""
    kind = cast("DocumentKind", reading.kind)
    return Text(
        reading.paragraphs, Context(get(reading.ministry).style, reading.language, reading.title, reading.day, kind)
    )


def _fitted(connection: Connection, corrections: Sequence[Correction]) -> list[tuple[Correction, bool]]:
    """Each correction as it is to be kept, and whether it is new: not just what was said last of that place."""
    said: dict[str, list[Correction]] = {}
    found = []
    for number, one in enumerate(corrections, start=1):
        where = f"correction {number}" if len(corrections) > 1 else "the correction"
        checked(one, where)
        if one.action == "undo":
            _check_undo(connection, one, where)
            found.append((one, True))
            continue
        reading = shown(connection, one.document, where)
        if one.action == "confirm":
            found.append((_confirmed(connection, one, where), True))
            continue
        standing = said.setdefault(one.document, list(reading.corrections))
        fitted = fit(one, text_of(reading), standing, where)
        last = next((old for old in reversed(standing) if _subject(old) == _subject(fitted)), None)
        if last is not None and replace(last, at=fitted.at) == fitted:
            found.append((last, False))
        else:
            standing.append(fitted)
            found.append((fitted, True))
    return found


def _subject(correction: Correction) -> tuple[object, ...]:
    """What a correction is about: of two with the same subject the newer counts."""
    return (correction.quote, correction.which) if correction.action in PLACED else (correction.action,)


def _confirmed(connection: Connection, correction: Correction, where: str) -> Correction:
    """The statement that a document is right, with the state that it is in now."""
    found = review.to_review(connection, document=correction.document, confirmed=True)
    if not found:
        raise BadCorrection(
            f"{where}: document {correction.document} is not on the review list, there is nothing to confirm"
        )
    return replace(correction, changes={"state": found[0]["state"], "reasons": ",".join(found[0]["reasons"])})


def _check_undo(connection: Connection, correction: Correction, where: str) -> None:
    found = store.listed(connection, correction.document, correction.undoes)
    if not found:
        raise BadCorrection(f"{where}: document {correction.document} has no correction {correction.undoes!r}")
    if found[0]["undone_by"]:
        raise BadCorrection(f"{where}: correction {correction.undoes} is taken back already")
