"""What a reviewer's form says, and what becomes of it: a correction, a confirmation, something taken back, a document suppressed."""

from __future__ import annotations

from functools import partial
from typing import Literal, get_args

from psycopg2.extensions import connection as Connection
from pydantic import BaseModel

from transcripts import correct, seen, suppress
from transcripts.corrections.model import BadCorrection, Correction, now
from transcripts.corrections.quote import quoted, whole
from transcripts.model import DocumentKind, SpeakerRole, TurnKind
from transcripts.review import dates, reviewed

ROLES: tuple[str, ...] = get_args(SpeakerRole)
TURN_KINDS: tuple[str, ...] = get_args(TurnKind)
KINDS: tuple[str, ...] = get_args(DocumentKind)
#: The fields of a turn that the form offers; `transcripts correct turn --set` knows more.
FIELDS = ("speaker", "person_id", "role", "kind", "outlet")
Action = Literal["turn", "join", "split", "kind", "title", "date", "confirm", "undo", "suppress", "unsuppress"]


class Said(BaseModel):
    """The fields of all forms of a document's page; a form sends those that it has. ``turn`` is a turn's id, ``seen`` what the
    page showed (``transcripts.seen``), ``then`` = next leads on
    in the review list by these filters."""

    action: Action = "turn"
    reason: str = ""
    seen: str = ""
    turn: str = ""
    speaker: str = ""
    person_id: str = ""
    role: str = ""
    kind: str = ""
    outlet: str = ""
    quote: str = ""
    label: str = ""
    paragraph: int = 0
    undoes: str = ""
    then: str = ""
    of_reason: str = ""
    of_ministry: str = ""
    of_language: str = ""
    title: str = ""
    published_at: str = ""
    event_date: str = ""


def say(url: str, archive: str, document: str, by: str, said: Said) -> None:
    """Does what the form says.

    Raises BadCorrection, BadDecision or NoSuchDocument in words for who typed it; Meanwhile where somebody was quicker; DatabaseDown;
    OSError naming the archive.
    """
    if said.action == "suppress":
        shown = partial(seen.check, document=document, seen=said.seen)
        suppress.suppress(url, archive, document, by, said.reason.strip(), shown)
    elif said.action == "unsuppress":
        suppress.undo(url, archive, document, by, said.reason.strip())
    else:
        form = seen.Form(
            document,
            said.seen,
            lambda connection, before: correction_of(connection, document, by, said, before),
        )
        seen.take(url, archive, form)


def correction_of(
    connection: Connection, document: str, by: str, said: Said, before: Correction | None = None
) -> Correction:
    """The correction that a form means; with ``before``: that it meant before that one was said. Raises BadCorrection."""
    reason, at = said.reason.strip(), now()
    match said.action:
        case "turn":
            changes = changed(connection, document, said, before)
            return correct.of_turn(connection, said.turn, Correction(document, "turn", by, reason, at, changes=changes))
        case "join":
            return correct.of_turn(connection, said.turn, Correction(document, "join", by, reason, at))
        case "split":
            changes = {name: value for name in ("role", "kind") if (value := getattr(said, name))}
            quote, label = quoted(said.quote), said.label.strip()
            return Correction(document, "split", by, reason, at, quote, said.paragraph, label=label, changes=changes)
        case "kind":
            return Correction(document, "kind", by, reason, at, changes={"kind": said.kind})
        case "title":
            return Correction(document, "title", by, reason, at, changes={"title": whole(said.title)})
        case "date":
            one = Correction(document, "date", by, reason, at)
            return correct.of_dates(connection, one, *_dates(connection, document, said, before))
        case "confirm":
            return Correction(document, "confirm", by, reason, at)
        case "undo":
            return Correction(document, "undo", by, reason, at, undoes=said.undoes)
    raise BadCorrection(f"{said.action!r} is no correction")


def _dates(connection: Connection, document: str, said: Said, before: Correction | None) -> tuple[str, str]:
    """The two dates that the form sets otherwise than they are; empty: it does not."""
    stands = dates(connection, document, before)
    typed = said.published_at.strip().replace("T", " "), said.event_date.strip()
    return typed[0] if typed[0] != stands["published"] else "", typed[1] if typed[1] != stands["event"] else ""


def changed(connection: Connection, document: str, said: Said, before: Correction | None = None) -> dict[str, str]:
    """Which fields of the turn the form sets otherwise than they are (``before`` that one: were). Empty: nobody,
    nothing. Raises BadCorrection."""
    one = reviewed(connection, document, before)
    if said.turn not in one.ids:
        raise BadCorrection(f"turn {said.turn!r}: this document has no such turn (any more): load the page again")
    turn = one.found.turns[one.ids.index(said.turn)]
    typed = {name: getattr(said, name).strip() for name in FIELDS}
    return {name: value for name, value in typed.items() if value != (getattr(turn, name) or "")}
