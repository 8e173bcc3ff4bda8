"""Takes a reviewer's corrections: tried on what is published, written to the database and kept in the archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from psycopg2.extensions import connection as Connection

from scraper.archive import Archive
from scraper.ministries import get
from transcripts.corrections import dates
from transcripts.corrections.check import checked
from transcripts.corrections.fit import Text, at_turn, fit
from transcripts.corrections.kept import KEPT
from transcripts.corrections.model import PLACED, BadCorrection, Correction
from transcripts.meanwhile import Meanwhile
from transcripts.model import DocumentKind
from transcripts.segment import VERSION, Context
from transcripts.store import corrections as store
from transcripts.store import readings, review
from transcripts.store.connection import connected
from transcripts.store.deciding import alone
from transcripts.store.readings import StoredReading

#: Corrections, and of each whether it is new.
Fitted = list[tuple[Correction, bool]]


def say(database_url: str, archive: str, corrections: Sequence[Correction]) -> list[str]:
    """Takes the corrections, all or none, and returns their ids. The next run of `process` applies them.

    What the same person said last of that place for the same reason is not said again. Raises Meanwhile where somebody else has said
    the same already; BadCorrection for one that does not fit what is published; DatabaseDown; OSError naming the archive where it did
    not take them: they are noted in the database and kept by the next run of `process`; UnknownMinistry.
    """
    documents = [one.document for one in corrections]
    return taken(database_url, archive, documents, lambda connection: fitted(connection, corrections))


def taken(database_url: str, archive: str, documents: Sequence[str], make: Callable[[Connection], Fitted]) -> list[str]:
    """Keeps what ``make`` says, which is asked while nobody else says anything of these documents; the ids. Raises what ``say`` does."""
    # First the database, where all stand or none: a replay must find neither half of them nor what it refuses.
    with connected(database_url) as connection, connection, connection.cursor() as cursor:
        alone(cursor, documents)
        made = make(connection)
        new = [one for one, fresh in made if fresh]
        store.add(cursor, new)
    try:
        _keep(archive, new)
    except OSError as error:
        noted = ", ".join(one.id for one in new)
        raise OSError(
            f"{error}. What was said is noted all the same ({noted}); the next run of `process` keeps it in the archive"
        ) from error
    return [one.id for one, _ in made]


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


def of_dates(connection: Connection, correction: Correction, published: str = "", event: str = "") -> Correction:
    """The correction with the dates as people write them, in the zone of the document's ministry; empty: stays. Raises BadCorrection."""
    zone = get(shown(connection, correction.document, "the correction").ministry).timezone
    changes = {"published_at": dates.published(published, zone, "the correction")} if published.strip() else {}
    return replace(
        correction, changes=changes | ({"event_date": dates.event(event, "the correction")} if event.strip() else {})
    )


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


def fitted(connection: Connection, corrections: Sequence[Correction]) -> Fitted:
    """Each correction as it is to be kept, and whether it is new: not just what was said last of that place."""
    said: dict[str, list[Correction]] = {}
    found = []
    for number, one in enumerate(corrections, start=1):
        where = f"correction {number}" if len(corrections) > 1 else "the correction"
        checked(one, where)
        if one.action == "undo":
            found.append(_undoing(connection, one, where))
            continue
        reading = shown(connection, one.document, where)
        if one.action == "confirm":
            found.append(_confirmed(connection, one, where))
            continue
        standing = said.setdefault(one.document, list(reading.corrections))
        # Of one that knows its place: a border that was denied already is not there any more to be denied.
        last = _same_said(standing, one) if one.among else None
        placed = one if last else fit(one, text_of(reading), standing, where)
        last = last or _same_said(standing, placed)
        if last and len(corrections) == 1:
            _check_who(last, one)
        if not last:
            standing.append(placed)
        found.append((last or placed, last is None))
    return found


def as_kept(connection: Connection, correction: Correction, last: Correction) -> Correction:
    """The correction as it would have been kept in the place of ``last``, which is what was said last of its document.

    Raises what ``say`` does.
    """
    if correction.action == "confirm":
        return replace(correction, changes=last.changes)
    if correction.action not in PLACED:
        return correction
    reading = shown(connection, correction.document, "the correction")
    return fit(correction, text_of(reading), [one for one in reading.corrections if one != last], "the correction")


def _same_said(standing: Sequence[Correction], said: Correction) -> Correction | None:
    """What was said last of the same place, where it is the same."""
    last = next((old for old in reversed(standing) if _subject(old) == _subject(said)), None)
    alike = last is not None and replace(last, at=said.at, by=said.by, reason=said.reason) == said
    return last if alike else None


def _check_who(last: Correction, said: Correction) -> None:
    """The same person may send the same again. Raises Meanwhile for another, or for another reason."""
    if (last.by, last.reason) != (said.by, said.reason):
        raise Meanwhile.said(last.by, last.at, f"has said the same already ({last.action} {last.id})", last.reason)


def _subject(correction: Correction) -> tuple[object, ...]:
    """What a correction is about: of two with the same subject the newer counts."""
    return (correction.quote, correction.which) if correction.action in PLACED else (correction.action,)


def _confirmed(connection: Connection, correction: Correction, where: str) -> tuple[Correction, bool]:
    """The statement that a document is right, with the state that it is in now; and whether nobody has said so of that state yet."""
    found = review.to_review(connection, document=correction.document, confirmed=True)
    if not found:
        raise BadCorrection(
            f"{where}: document {correction.document} is not on the review list, there is nothing to confirm"
        )
    said = replace(correction, changes={"state": found[0]["state"], "reasons": ",".join(found[0]["reasons"])})
    last = next(
        (one for one in reversed(store.log(connection, said.document, standing=True)) if _agrees(one, said)), None
    )
    if last:
        _check_who(last, said)
    return last or said, last is None


def _agrees(one: Correction, said: Correction) -> bool:
    return one.action == "confirm" and one.changes.get("state") == said.changes["state"]


def _undoing(connection: Connection, correction: Correction, where: str) -> tuple[Correction, bool]:
    """The statement that takes another one back; and whether nobody has done so yet."""
    found = store.listed(connection, correction.document, correction.undoes)
    if not found:
        raise BadCorrection(f"{where}: document {correction.document} has no correction {correction.undoes!r}")
    if not found[0]["undone_by"]:
        return correction, True
    last = store.of_ids(connection, [found[0]["undone_by"]])[0]
    if (last.by, last.reason) != (correction.by, correction.reason):
        said = Meanwhile.said(last.by, last.at, "did that", last.reason)
        raise Meanwhile(f"{where}: correction {correction.undoes} is taken back already: {said}")
    return last, False
