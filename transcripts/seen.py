"""What a document looked like to who fills a form about it; and the form taken, where it still looks so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from psycopg2.extensions import connection as Connection

from transcripts import correct
from transcripts.corrections.model import BadCorrection, Correction
from transcripts.meanwhile import Meanwhile, state
from transcripts.store import corrections as store
from transcripts.store import review, suppressions


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody sends about a document. ``seen`` is what it showed (``seen_of``; empty: it does not say).

    ``correction`` makes the correction that it means; or, with a correction, the one that it meant before that was said.
    """

    document: str
    seen: str
    correction: Callable[[Connection, Correction | None], Correction]


def seen_of(connection: Connection, document: str) -> str:
    """What a document looks like now: its text, the version of its turns, and all that people said of it."""
    return _looks(store.log(connection, document), _else(connection, document))


def seen_of_shown(connection: Connection, documents: Sequence[str]) -> dict[str, str]:
    """``seen_of`` for many that analysts see (so that nothing suppresses them), with two questions for all."""
    said, looks = store.ids_of(connection, documents), review.looks(connection, documents)
    return {one: _state(said.get(one, []), looks.get(one, [])) for one in documents}


def check(connection: Connection, document: str, seen: str) -> None:
    """Raises Meanwhile, naming who said what, where the document is not any more what it was (``seen``; empty: nobody looked)."""
    if seen and seen != seen_of(connection, document):
        raise _meanwhile(connection, document, seen)


def take(database_url: str, archive: str, form: Form) -> str:
    """Takes a form's correction and returns its id; all in the one transaction in which nobody else says anything of this document.

    A form that is sent twice is taken once; one that says something else the second time (*Back*, another value) is not the same.
    Raises Meanwhile where the document is not any more what the form showed, and what ``correct.say`` does.
    """

    def made(connection: Connection) -> correct.Fitted:
        if again := _sent_before(connection, form):
            return [(again, False)]
        check(connection, form.document, form.seen)
        return correct.fitted(connection, [form.correction(connection, None)])

    return correct.taken(database_url, archive, [form.document], made)[0]


def _sent_before(connection: Connection, form: Form) -> Correction | None:
    """What was said last, where it is all that this very form says: a double click."""
    log = store.log(connection, form.document)
    if not form.seen or not log or _looks(log[:-1], _else(connection, form.document)) != form.seen:
        return None
    last = log[-1]
    try:
        meant = form.correction(connection, last)
        if (meant.by, meant.reason, meant.action) != (last.by, last.reason, last.action):
            return None
        return last if replace(correct.as_kept(connection, meant, last), at=last.at) == last else None
    except BadCorrection:
        return None  # it does not fit what it was shown: what was said is not of it


def _meanwhile(connection: Connection, document: str, seen: str) -> Meanwhile:
    hidden, log = suppressions.suppressed(connection, document), store.log(connection, document)
    if hidden:
        return Meanwhile.said(hidden[0]["by"], hidden[0]["at"], "suppressed it", hidden[0]["reason"])
    rest = _else(connection, document)
    known = next((count for count in range(len(log) - 1, -1, -1) if _looks(log[:count], rest) == seen), None)
    if known is not None:
        last, more = log[-1], f", and {len(log) - known - 1} more was said before" if len(log) - known > 1 else ""
        return Meanwhile.said(last.by, last.at, f"said {last.action!r} of it ({last.id}{more})", last.reason)
    said = f" What was said last: {log[-1].action} by {log[-1].by}, {log[-1].at[:16]} UTC." if log else ""
    return Meanwhile(
        f"since this was shown, the document's text or turns were made anew.{said} Nothing was written now: look at it"
    )


def _else(connection: Connection, document: str) -> list[str]:
    hidden = [str(row["decision_id"]) for row in suppressions.suppressed(connection, document)]
    return [*review.looks(connection, [document]).get(document, []), *hidden]


def _looks(log: Sequence[Correction], rest: Sequence[str]) -> str:
    return _state([one.id for one in log], rest)


def _state(said: Sequence[str], rest: Sequence[str]) -> str:
    return state((*said, "", *rest))
