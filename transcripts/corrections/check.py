"""Says of a correction what is wrong with it by itself; whether it fits a document is asked elsewhere."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime
from typing import get_args

from transcripts.corrections import dates
from transcripts.corrections.model import ACTIONS, PLACED, BadCorrection, Correction, in_utc
from transcripts.corrections.quote import QUOTE, TITLE, letters, whole
from transcripts.model import DocumentKind, SpeakerRole, TurnKind

#: What a correction of a turn (or the turn that a split makes) may set. An empty value says: nobody, nothing.
FIELDS = ("speaker", "person_id", "person", "role", "kind", "outlet", "addressed_to", "translated_from", "adding_after")
#: What each action may set.
ALLOWED: dict[str, tuple[str, ...]] = {
    "turn": FIELDS,
    "split": FIELDS,
    "join": (),
    "kind": ("kind",),
    "title": ("title",),
    "date": ("published_at", "event_date"),
    "confirm": ("state", "reasons"),
    "undo": (),
}
_DOCUMENT = re.compile("[a-z2-7]{16}")
_ID = re.compile("[0-9a-f]{16}")
#: Characters that no page holds and no database takes: NUL, and halves of a character.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def checked(correction: Correction, where: str) -> Correction:
    """The correction itself, when it says what its action needs. Raises BadCorrection naming ``where``."""
    _check_who_and_what(correction, where)
    _check_time(correction, where)
    _check_place(correction, where)
    _check_changes(correction, where)
    return correction


def _check_who_and_what(correction: Correction, where: str) -> None:
    for name, value in asdict(correction).items():
        for text in value.values() if isinstance(value, dict) else (value,):
            if isinstance(text, str) and _NO_TEXT.search(text):
                raise BadCorrection(f"{where}: {name} holds a character that is no text: {text!r:.60}")
    if correction.action not in ACTIONS:
        raise BadCorrection(f"{where}: action {correction.action!r} must be one of {', '.join(ACTIONS)}")
    if not _DOCUMENT.fullmatch(correction.document):
        raise BadCorrection(
            f"{where}: document {correction.document!r} is no document's id (16 letters a-z and digits 2-7)"
        )
    for name in ("by", "reason"):
        if not getattr(correction, name).strip():
            raise BadCorrection(f"{where}: {name!r} is empty: say {'who you are' if name == 'by' else 'why'}")
    if bool(correction.undoes) != (correction.action == "undo"):
        raise BadCorrection(f"{where}: 'undoes' names the correction that an undo (and nothing else) takes back")
    if correction.undoes and not _ID.fullmatch(correction.undoes):
        raise BadCorrection(f"{where}: undoes {correction.undoes!r} is no correction's id (16 digits 0-9, a-f)")


def _check_time(correction: Correction, where: str) -> None:
    try:
        good = in_utc(datetime.fromisoformat(correction.at)) == correction.at
    except (ValueError, OverflowError):
        good = False
    if not good:
        raise BadCorrection(f"{where}: at {correction.at!r} is no time in UTC such as 2026-03-05T12:00:00+00:00")


def _check_place(correction: Correction, where: str) -> None:
    if correction.action not in PLACED:
        if correction.quote or correction.paragraph or correction.label or correction.among:
            raise BadCorrection(
                f"{where}: {correction.action} is about the whole document: quote, paragraph, label say nothing"
            )
        return
    if not correction.quote.strip():
        raise BadCorrection(f"{where}: {correction.action} needs the words that stand at its place ('quote')")
    if len(correction.quote) > QUOTE:
        raise BadCorrection(f"{where}: the quote is longer than {QUOTE} characters: its beginning is enough")
    if correction.paragraph < 0 or not 0 <= min(correction.among, 1) <= correction.which <= correction.among:
        raise BadCorrection(f"{where}: paragraph, which and among count from 1, which is not above among")
    if correction.label and correction.action != "split":
        raise BadCorrection(f"{where}: only a split has a label")
    quote, label = letters(correction.quote), letters(correction.label)
    if not (quote.startswith(label) or label.startswith(quote)):
        raise BadCorrection(
            f"{where}: the quote {correction.quote!r} does not begin with the label {correction.label!r}"
        )


def _check_changes(correction: Correction, where: str) -> None:
    allowed = ALLOWED[correction.action]
    for name, value in correction.changes.items():
        if name not in allowed:
            known = ", ".join(allowed) or "nothing"
            raise BadCorrection(f"{where}: {name!r} is not set by {correction.action}; it sets {known}")
        if not isinstance(value, str):
            raise BadCorrection(f"{where}: {name} must be a text, not {value!r}")
    if correction.action in {"turn", "kind", "title", "date"} and not correction.changes:
        raise BadCorrection(f"{where}: it changes nothing; {correction.action} sets {', '.join(allowed)}")
    _check_title(where, correction.changes.get("title"))
    for name in ALLOWED["date"]:
        if name in correction.changes:
            dates.check(where, name, correction.changes[name])
    _check_word(where, "role", correction.changes.get("role"), get_args(SpeakerRole))
    kinds = get_args(DocumentKind if correction.action == "kind" else TurnKind)
    _check_word(where, "kind", correction.changes.get("kind"), kinds)


def _check_title(where: str, title: str | None) -> None:
    if title is None:
        return
    if title != whole(title) or not title:
        raise BadCorrection(f"{where}: title {title!r:.60} must be one line of words, without blanks around it")
    if len(title) > TITLE:
        raise BadCorrection(f"{where}: the title has {len(title)} characters: {TITLE} at most")


def _check_word(where: str, name: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise BadCorrection(f"{where}: {name} {value!r} must be one of {', '.join(allowed)}")
