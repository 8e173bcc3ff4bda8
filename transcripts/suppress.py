"""Takes a document out of every view and export, and back: a decision like others, with who, when and why, kept in the archive."""

from __future__ import annotations

import re
from collections.abc import Callable

from psycopg2.extensions import connection as Connection

from transcripts import decide
from transcripts.decisions import Decision
from transcripts.meanwhile import Meanwhile
from transcripts.store import suppressions as store
from transcripts.store.connection import connected

_DOCUMENT = re.compile("[a-z2-7]{16}")
Unchanged = Callable[[Connection], None]


class NoSuchDocument(ValueError):
    """There is no such document, or it is not suppressed. The message names it and what lists those that are."""


def suppress(
    database_url: str, archive: str, document: str, by: str, reason: str, unchanged: Unchanged = lambda _: None
) -> str:
    """Suppresses a document and returns the decision's id; one that is suppressed already is not suppressed again.

    Nothing is deleted: neither its bytes nor its rows. ``unchanged`` as ``decide.decide`` asks it. Raises Meanwhile where somebody
    else did it; NoSuchDocument; BadDecision where ``by`` or ``reason`` is empty; DatabaseDown; OSError naming the archive where it
    did not take it: it is noted in the database and kept by the next `process`.
    """
    with connected(database_url) as connection:
        found = store.document(connection, document) if _DOCUMENT.fullmatch(document) else None
    if found is None:
        raise NoSuchDocument(f"there is no document {document!r}: an id has 16 characters, a to z and 2 to 7")
    ministry, site_id, language = found
    said = Decision("suppress", ministry, "document", by, reason, decide.now(), site_id, language, other=document)
    return decide.decide(database_url, archive, said, unchanged)


def undo(database_url: str, archive: str, document: str, by: str, reason: str) -> list[str]:
    """Takes back all that suppresses a document (what names it, or the same document elsewhere); the ids of what was undone.

    Everything is shown as before. Raises what ``suppress`` does.
    """
    with connected(database_url) as connection:
        found = [row["decision_id"] for row in store.suppressed(connection, document)]
        last = None if found else store.last_undo(connection, document)
    if last is not None:
        if (last["by"], last["reason"]) != (by, reason):
            said = Meanwhile.said(last["by"], last["at"], "took that back", last["reason"])
            raise Meanwhile(f"{document!r} is not suppressed: {said}; `transcripts suppress` lists what is")
        return [last["undoes"]]
    if not found:
        raise NoSuchDocument(f"{document!r} is not suppressed: `transcripts suppress` lists what is")
    for decision in found:
        decide.undo(database_url, archive, decision, by, reason)
    return found
