"""Binds faults to what stands on the site: which document, list or feed each of them meets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sample.addresses import addresses, canonical
from sample.faults.case import Case
from sample.library import Library
from sample.model import OLD, Entry
from sample.response import Subject

FIXED = {"robots": "/robots.txt", "sitemap": "/sitemap.xml", "site": "/"}


@dataclass(frozen=True)
class Bound:
    """A fault and what it meets. `entry` is the document, `addresses` where the subject stands, the usual one first."""

    case: Case
    subject: Subject
    addresses: tuple[str, ...]
    entry: Entry | None = None

    def meets(self, shown: Subject) -> bool:
        """Say whether this is the subject: parts of its name that are empty here may be anything."""
        ours = self.subject
        return ours.kind == shown.kind and all(
            mine in ("", theirs) for mine, theirs in zip(ours.name, shown.name, strict=True)
        )


def bind(cases: Sequence[Case], library: Library) -> list[Bound]:
    """Bind faults to a library; what would meet nothing at this size of the month is left out."""
    return [one for case in cases if (one := _bound(case, library)) is not None]


def _bound(case: Case, library: Library) -> Bound | None:
    if case.of == "document":
        return _document(case, library)
    if case.of in FIXED:
        return Bound(case, Subject(case.of), (FIXED[case.of],))
    language = str(case.find.get("language", ""))
    if case.of == "feed":
        return Bound(case, Subject("feed", (language,)), (f"/{language}/rss.php",))
    name, page = str(case.find.get("list", "news")), str(case.find.get("page", ""))
    if name == "archive":
        return Bound(case, Subject("list", (name, language, "", page)), (f"/{language}/archive/news",))
    day = library.since + timedelta(days=int(case.find["day"]))
    address = f"/{language}/foreign_policy/news/?activeFrom={day:%d.%m.%Y}&activeTo={day:%d.%m.%Y}"
    return Bound(case, Subject("list", (name, language, day.isoformat(), page)), (address,))


def _document(case: Case, library: Library) -> Bound | None:
    entry = _entry(case.find, library)
    if entry is None:
        return None
    if case.options.get("other"):
        other = _entry(case.options["other"], library)
        if other is None:
            return None
        case = replace(case, options={**case.options, "path": canonical(other)})
    return Bound(case, Subject("document", (entry.event, entry.language)), tuple(addresses(entry)), entry)


def _entry(find: Mapping[str, Any], library: Library) -> Entry | None:
    known = [
        entry
        for entry in library.entries(0)
        if entry.generation == find.get("generation", entry.generation)
        and entry.language == find["language"]
        and entry.kind == find.get("kind", entry.kind)
    ]
    return known[find["nth"]] if find["nth"] < len(known) else None


def told(bound: Bound) -> dict[str, Any]:
    """Tell a bound fault as data: its name, its subject, and what is expected to become of it."""
    case, entry = bound.case, bound.entry
    return {
        "fault": case.name,
        "what": case.what,
        "of": case.of,
        "addresses": list(bound.addresses),
        "site_id": f"{entry.generation}/{entry.id}" if entry else None,
        "language": entry.language if entry else case.find.get("language"),
        "day": entry.published.date().isoformat() if entry else _day(bound),
        "old": entry.generation == OLD if entry else None,
        "times": case.times or None,
        "at": case.at,
        "expected": {"crawl": case.crawl, "process": case.process, "tells": case.tells},
    }


def _day(bound: Bound) -> str | None:
    name = bound.subject.name
    return (name[2] or None) if bound.subject.kind == "list" else None
