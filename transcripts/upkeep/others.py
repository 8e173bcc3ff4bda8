"""Whether the archive's files that are no WARC files can still be read: plans, journals, reports, and what people said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scraper.archive import Archive
from scraper.evidence import JOURNAL, PLAN, REPORT, Plan, Report
from scraper.journal import salvage
from transcripts.corrections.kept import KEPT as CORRECTIONS
from transcripts.decisions.parse import KEPT as DECISIONS
from transcripts.issued.keeping import ENDING, FOLDER
from transcripts.issued.model import unpack
from transcripts.kept import Kept


def wrong_with(archive: Archive, file: str) -> str:
    """What is wrong with a file, as its own digest or its form tells; empty: nothing. Raises OSError naming the archive."""
    folder, _, name = file.rpartition("/")
    try:
        for kept in (CORRECTIONS, DECISIONS):
            if folder == kept.folder and name.endswith(".json"):
                return _of_kept(kept, archive, name)
        if folder == FOLDER:
            unpack(archive.read(file), name.removesuffix(ENDING), file)
        elif name in _PARSED:
            _PARSED[name](archive.read(file), file)
    except ValueError as error:
        return str(error)
    return ""


def _of_kept(kept: Kept[Any], archive: Archive, name: str) -> str:
    _, bad = kept.read(archive, [name.removesuffix(".json")])
    return "; ".join(map(str, bad))


def _journal(content: bytes, name: str) -> None:
    _, bad = salvage(content, name)
    if bad:
        raise bad[0]


_PARSED: dict[str, Callable[[bytes, str], Any]] = {PLAN: Plan.parse, REPORT: Report.parse, JOURNAL: _journal}
