"""A correction: who said what about which place of which document, when and why. Never changed once it is made.

It names its place by the words that stand there (a quote) and not by a number of ours, so that it finds it again in a
new reading, in a new revision, and in a replay from the archive.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args

from transcripts.model import DocumentKind, SpeakerRole, TurnKind

Action = Literal["turn", "split", "join", "kind", "confirm", "undo"]
ACTIONS: tuple[Action, ...] = get_args(Action)
#: What a correction of a turn (or the turn that a split makes) may set. An empty value says: nobody, nothing.
FIELDS = ("speaker", "person_id", "person", "role", "kind", "outlet", "addressed_to", "translated_from", "adding_after")
#: Words quoted from the place: so many code points at most.
QUOTE = 120
_DOCUMENT = re.compile("[a-z2-7]{16}")
_ID_BYTES = 8


class BadCorrection(ValueError):
    """A correction that cannot be taken. The message names the entry, what is wrong, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of one person.

    ``action``: ``turn`` sets ``changes`` of the turn that begins with ``quote``; ``split`` begins a turn there, with the
    marker ``label`` (empty: none) and ``changes``; ``join`` says that no turn begins there; ``kind`` sets the document's kind
    (``changes["kind"]``); ``confirm`` says that a document on the review list is right as it is (``changes["digest"]`` and
    ``changes["reasons"]`` tell in which state); ``undo`` takes back the correction ``undoes``.
    ``paragraph`` (from 1) tells places apart whose words are the same. ``at`` is a time in UTC, ISO 8601.
    """

    document: str
    action: Action
    by: str
    reason: str
    at: str
    quote: str = ""
    paragraph: int = 0
    label: str = ""
    changes: dict[str, str] = field(default_factory=dict)
    undoes: str = ""

    @property
    def id(self) -> str:
        """A short digest of all that it says: the same correction twice is one."""
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode("utf-8")).hexdigest()[: 2 * _ID_BYTES]

    def checked(self, where: str) -> Correction:
        """Itself, when it says what its action needs. Raises BadCorrection naming ``where``."""
        if self.action not in ACTIONS:
            raise BadCorrection(f"{where}: action {self.action!r} must be one of {', '.join(ACTIONS)}")
        if not _DOCUMENT.fullmatch(self.document):
            raise BadCorrection(
                f"{where}: document {self.document!r} is no document's id (16 letters a-z and digits 2-7)"
            )
        for name in ("by", "reason"):
            if not getattr(self, name).strip():
                raise BadCorrection(f"{where}: {name!r} is empty: say {'who you are' if name == 'by' else 'why'}")
        if not _is_time(self.at):
            raise BadCorrection(f"{where}: at {self.at!r} is no time such as 2026-03-05T12:00:00+00:00")
        _check_place(where, self)
        _check_changes(where, self)
        return self


def now() -> str:
    """The present as corrections print it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _check_place(where: str, correction: Correction) -> None:
    placed = correction.action in {"turn", "split", "join"}
    if placed and not correction.quote.strip():
        raise BadCorrection(f"{where}: a correction of this kind needs the words that stand at its place ('quote')")
    if not placed and (correction.quote or correction.paragraph or correction.label):
        raise BadCorrection(
            f"{where}: {correction.action} is about the whole document: quote, paragraph, label say nothing"
        )
    if len(correction.quote) > QUOTE:
        raise BadCorrection(f"{where}: the quote is longer than {QUOTE} characters: its beginning is enough")
    if correction.label and correction.action != "split":
        raise BadCorrection(f"{where}: only a split has a label")
    if correction.label and not correction.quote.startswith(correction.label[:QUOTE]):
        raise BadCorrection(
            f"{where}: the quote {correction.quote!r} does not begin with the label {correction.label!r}"
        )
    if bool(correction.undoes) != (correction.action == "undo"):
        raise BadCorrection(f"{where}: 'undoes' names the correction that an undo (and nothing else) takes back")


def _check_changes(where: str, correction: Correction) -> None:
    allowed: dict[str, tuple[str, ...]] = {
        "turn": FIELDS, "split": FIELDS, "join": (), "kind": ("kind",), "confirm": ("digest", "reasons"), "undo": (),
    }  # fmt: skip
    for name, value in correction.changes.items():
        if name not in allowed[correction.action]:
            known = ", ".join(allowed[correction.action]) or "nothing"
            raise BadCorrection(f"{where}: {name!r} is not set by {correction.action}; it sets {known}")
        if not isinstance(value, str):
            raise BadCorrection(f"{where}: {name} must be a text, not {value!r}")
    if correction.action in {"turn", "kind"} and not correction.changes:
        raise BadCorrection(f"{where}: it changes nothing")
    _check_word(where, "role", correction.changes.get("role"), get_args(SpeakerRole))
    kinds = get_args(DocumentKind if correction.action == "kind" else TurnKind)
    _check_word(where, "kind", correction.changes.get("kind"), kinds)


def _check_word(where: str, name: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise BadCorrection(f"{where}: {name} {value!r} must be one of {', '.join(allowed)}")
