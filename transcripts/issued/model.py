"""What one file of the archive's folder ``issued`` says: a line for each revision that was shown. Pure."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from transcripts.kept import Unusable
from transcripts.redirects.places import Place


class BadIssues(Unusable):
    """A file of issued ids that cannot be used. The message names the place and what is wrong."""


@dataclass(frozen=True, slots=True)
class Issue:
    """The turns of one revision as analysts were shown them. ``record``: snapshot that the revision began with; ``body``:
    first 16 characters of the SHA-256 of the text whose characters the places count.
    """

    document: str
    record: str
    cleaner: str
    segmenter: str
    body: str
    places: tuple[Place, ...]


def to_lines(issues: Iterable[Issue]) -> str:
    """The content of a file: JSON, a line each."""
    return "".join(json.dumps(_data(one), sort_keys=True, separators=(",", ":")) + "\n" for one in issues)


def name_of(lines: str) -> str:
    """The file's name: a digest of its content."""
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def pack(lines: str) -> bytes:
    """The bytes of the file: gzip, the same for the same content."""
    return gzip.compress(lines.encode(), mtime=0)


def unpack(content: bytes, name: str, place: str) -> list[Issue]:
    """What a file of this name holds. Raises BadIssues naming the place."""
    try:
        lines = gzip.decompress(content).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BadIssues(f"{place}: is no gzip file of UTF-8 text ({error}): put the old file back") from error
    if name_of(lines) != name:
        raise BadIssues(f"{place}: it was changed (its digest is {name_of(lines)} now): put the old file back")
    return [_issue(line, f"{place}, line {n}") for n, line in enumerate(lines.splitlines(), start=1)]


def _data(one: Issue) -> dict[str, Any]:
    turns = [[place.turn_id, place.start, place.end] for place in one.places]
    head = {"document": one.document, "record": one.record, "cleaner": one.cleaner, "segmenter": one.segmenter}
    return {**head, "body": one.body, "turns": turns}


def _issue(line: str, place: str) -> Issue:
    try:
        data = json.loads(line)
        turns = tuple(Place(str(turn), int(start), int(end)) for turn, start, end in data["turns"])
        head = {key: str(data[key]) for key in ("document", "record", "cleaner", "segmenter", "body")}
        return Issue(places=turns, **head)
    except (ValueError, KeyError, TypeError) as error:
        raise BadIssues(f"{place}: no list of ids ({type(error).__name__}: {error})") from error
