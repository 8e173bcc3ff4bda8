"""The entries of one step of the clock, ordered the ways the site looks for them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sample.model import CURRENT, OLD, Entry


class Shelves:
    """Finds entries by address parts, by language and by day; lists are newest first."""

    def __init__(self, entries: list[Entry], whole_by_day: bool) -> None:
        self.entries = entries
        self.sections = {entry.section for entry in entries if entry.generation == CURRENT}
        self._by_id: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
        self._current: dict[str, list[Entry]] = defaultdict(list)
        self._old: dict[str, list[Entry]] = defaultdict(list)
        self._previous: dict[tuple[str, str, str], Entry] = {}
        latest: dict[tuple[str, str, str], Entry] = {}
        for entry in entries:
            shelf = (entry.generation, entry.section, entry.language)
            if shelf in latest:
                self._previous[entry.generation, entry.id, entry.language] = latest[shelf]
            latest[shelf] = entry
        for entry in reversed(entries):
            self._by_id[entry.generation, entry.id][entry.language] = entry
            if entry.generation == CURRENT or whole_by_day:
                self._current[entry.language].append(entry)
            if entry.generation == OLD:
                self._old[entry.language].append(entry)

    def versions(self, generation: str, number: str) -> dict[str, Entry]:
        """Return the language versions that stand under an id, empty when there is none."""
        return self._by_id.get((generation, number), {})

    def current(self, language: str, first: date | None = None, last: date | None = None) -> list[Entry]:
        """Return the current site's entries of a language from one day to another."""
        entries = self._current.get(language, [])
        return [
            e
            for e in entries
            if (first is None or e.published.date() >= first) and (last is None or e.published.date() <= last)
        ]

    def old(self, language: str) -> list[Entry]:
        """Return the old portal's entries of a language."""
        return self._old.get(language, [])

    def previous(self, entry: Entry) -> Entry | None:
        """Return the briefing before this one, in the same language; other pages name none."""
        return self._previous.get((entry.generation, entry.id, entry.language)) if entry.kind == "briefing" else None
