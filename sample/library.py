"""All that the site holds at a step of its clock. Bodies are composed when they are asked for, so a large month starts at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

from sample.compose import body_of, entry_of
from sample.differences import BY_NAME
from sample.model import Body, Entry, Event
from sample.plans import Plan, exchanges_of, plan_of
from sample.schedule import schedule, window
from sample.script import EDITS, acts
from sample.world import LANGUAGES, local, zone

EXCERPT = 3
"""How many parts of a conversation (what stands before the questions counts as one) an excerpt holds."""


class Library(Protocol):
    """What the site needs to know of its documents."""

    ministry: str
    timezone: str
    since: date
    until: date
    languages: tuple[str, ...]

    def entries(self, step: int) -> list[Entry]:
        """Return all pages that stand at a step, in order of time."""

    def body(self, entry: Entry, step: int) -> Body:
        """Return the body of one page."""

    def modified(self, entry: Entry, step: int) -> datetime:
        """Return when the page last changed."""

    def visits(self, entry: Entry, step: int) -> int:
        """Return how often what surrounds the text has changed."""


class SampleLibrary:
    """The generated month."""

    ministry = "sample"
    timezone = zone().key
    languages = LANGUAGES

    def __init__(self, events: int, seed: int, today: date | None) -> None:
        self.seed = seed
        self.since, self.until = window(today)
        self.events: list[Event] = schedule(events, seed, today)
        self.by_key = {event.key: event for event in self.events}
        self.edits = acts(self.events, "edit", EDITS)
        self._all = [self.entry(event, language) for event in self.events for language in event.languages]
        self._all.sort(key=lambda e: (e.published, e.index, e.language))
        self._body = lru_cache(maxsize=512)(self._compose)

    def entry(self, event: Event, language: str) -> Entry:
        """Return what lists and page heads say of an event's page in one language."""
        entry = entry_of(event, language)
        return entry if language in ("en", "ru") else replace(entry, published=self._later(event, language))

    def _later(self, event: Event, language: str) -> datetime:
        """Translations come later than the Russian and English pages, some of them only on the next day."""
        if event.index % 8 == 3 and event.at.date() < self.until:
            after = event.at.date() + timedelta(days=1)
            return local(after, event.at.hour if event.at.hour not in (0, 3) else 9, event.at.minute)
        later = event.at + timedelta(minutes=25 * (1 + LANGUAGES.index(language)))
        return later if later.date() == event.at.date() else event.at

    def entries(self, step: int) -> list[Entry]:
        """Return all pages that stand at a step, in order of time."""
        gone = {act.event for act in self.edits if act.what == "withdraw" and act.holds(step)}
        return [entry for entry in self._all if entry.event not in gone]

    def withdrawn(self, step: int) -> list[Entry]:
        """Return the pages that stood once and are gone."""
        there = {entry.event for entry in self.entries(step)}
        return [entry for entry in self._all if entry.event not in there]

    def _excerpt(self, event: str, step: int) -> bool:
        own = [act for act in self.edits if act.event == event]
        return any(act.what == ("cut" if act.holds(step) else "grow") for act in own)

    def body(self, entry: Entry, step: int) -> Body:
        """Return the body of one page."""
        return self._body(entry.event, entry.language, self._excerpt(entry.event, step))

    def words(self, event: Event, language: str, excerpt: bool) -> Body:
        """Return the body of an event's page, whole or its beginning."""
        return self._body(event.key, language, excerpt)

    def _compose(self, key: str, language: str, excerpt: bool) -> Body:
        return body_of(self.by_key[key], language, self._plan(key, language, excerpt))

    def plans(self, event: Event, step: int) -> dict[str | None, Plan]:
        """Return what each language version holds at a step, and at None what they were all made of.

        They are made of the very same paragraphs, so that one can tell (by `is`) what stands in which.
        """
        whole = self._whole(event, self._excerpt(event.key, step))
        return {None: whole, **{language: self._in(event, language, whole) for language in event.languages}}

    def _plan(self, key: str, language: str | None, excerpt: bool) -> Plan:
        event = self.by_key[key]
        return self._in(event, language, self._whole(event, excerpt))

    def _whole(self, event: Event, excerpt: bool) -> Plan:
        plan = plan_of(event, self.seed)
        return tuple(item for part in exchanges_of(plan)[:EXCERPT] for item in part) if excerpt else plan

    def _in(self, event: Event, language: str | None, plan: Plan) -> Plan:
        for where, name in event.differences:
            if where == language:
                plan = BY_NAME[name](plan, "en" if where != "en" else "fr")
        return plan

    def differences(self, entry: Entry, step: int) -> list[str]:
        """Return what is different in this language version as it stands at a step."""
        names = [name for where, name in self.by_key[entry.event].differences if where == entry.language]
        excerpt = self._excerpt(entry.event, step)
        changed = self._plan(entry.event, entry.language, excerpt) != self._plan(entry.event, None, excerpt)
        return names if changed else []

    def modified(self, entry: Entry, step: int) -> datetime:
        """Return when the page last changed: an edit happens after the month, one hour a step."""
        edited = [a.turned(step) for a in self.edits if a.event == entry.event and a.what in ("grow", "cut")]
        turned = max([*edited, step if self.visits(entry, step) else 0])
        return local(self.until, 23, 59) + timedelta(hours=turned) if turned else entry.published

    def visits(self, entry: Entry, step: int) -> int:
        """Return how often what surrounds the text has changed: once a step while the act holds."""
        frames = [act for act in self.edits if act.what == "frame" and act.event == entry.event and act.holds(step)]
        return max((step - act.at + 1 for act in frames), default=0)
