"""Reads decisions from the archive's files, and says of one what is wrong with it by itself."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from datetime import date, datetime

from transcripts.decisions.model import KINDS, SUBJECTS, BadDecision, Decision
from transcripts.kept import Kept, as_json, object_of

_NEEDED = ("kind", "ministry", "subject", "by", "reason", "at")
_ID = re.compile("[0-9a-f]{16}")
_DOCUMENT = re.compile("[a-z2-7]{16}")
#: Characters that no page holds and no database takes: NUL, and halves of a character.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def from_json(text: str, place: str) -> Decision:
    """The decision of one of the archive's files. Raises BadDecision naming it."""
    data = object_of(text, place, BadDecision)
    for name in _NEEDED:
        if name not in data:
            raise BadDecision(f"{place}: {name!r} is missing")
    known = {field.name for field in fields(Decision)}
    for name, value in data.items():
        if name not in known:
            raise BadDecision(f"{place}: {name!r} is not known")
        if not isinstance(value, str):
            raise BadDecision(f"{place}: {name} = {value!r} is no text")
    return checked(Decision(**data), place)


def checked(decision: Decision, where: str) -> Decision:
    """The decision itself, when it says what it needs. Raises BadDecision naming ``where``."""
    for problem in (_words(decision), _subject(decision), _times(decision)):
        if problem:
            raise BadDecision(f"{where}: {problem}")
    return decision


def _words(one: Decision) -> str | None:
    for name, value in asdict(one).items():
        if _NO_TEXT.search(value):
            return f"{name} holds a character that is no text: {value!r:.60}"
    for name in ("by", "reason"):
        if not getattr(one, name).strip():
            return f"{name!r} is empty: say {'who you are' if name == 'by' else 'why'}"
    if one.kind not in KINDS:
        return f"kind {one.kind!r} must be one of {', '.join(KINDS)}"
    if bool(one.undoes) != (one.kind == "undo"):
        return "'undoes' names the decision that an undo (and nothing else) takes back"
    if one.undoes and not _ID.fullmatch(one.undoes):
        return f"undoes {one.undoes!r} is no decision's id (16 digits 0-9, a-f)"
    return None


def _subject(one: Decision) -> str | None:
    if one.subject not in SUBJECTS:
        return f"subject {one.subject!r} must be one of {', '.join(SUBJECTS)}"
    if (one.subject == "day") == bool(one.key):
        return "a day has no key, a document its site id or address, a list its name"
    if (one.subject in ("document", "pair")) == bool(one.day):
        return "a list and a day need their day, a document and a pair have none"
    if one.kind == "suppress" and (one.subject != "document" or not _DOCUMENT.fullmatch(one.other)):
        return "a suppression is of a document, and names its id (16 letters a-z and digits 2-7) as 'other'"
    if (one.subject == "pair") != bool(one.other) and not (
        one.subject == "document" and one.kind in ("suppress", "undo")
    ):
        return "a pair (and nothing else) names its other document"
    if (one.kind in ("same", "not_same") and one.subject != "pair") or (
        one.kind in ("accept", "not_transcript") and one.other
    ):
        return "same and not_same are said of a pair, and nothing else is"
    if one.kind == "not_transcript" and one.subject != "document":
        return "only a document can be no transcript"
    return None


def _times(one: Decision) -> str | None:
    try:
        date.fromisoformat(one.day or "2000-01-01")
    except ValueError:
        return f"day {one.day!r} is no day such as 2026-03-05"
    try:
        zoned = datetime.fromisoformat(one.at).tzinfo is not None
    except ValueError:
        zoned = False
    return None if zoned else f"at {one.at!r} is no time with a zone such as 2026-03-05T12:00:00+00:00"


KEPT: Kept[Decision] = Kept("decisions", from_json, as_json, BadDecision)
