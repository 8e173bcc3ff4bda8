"""When what happens: the events of the month, from a seed and a size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from sample.model import CURRENT, OLD, Event
from sample.world import LANGUAGES, local, phrases, world

MOVE = 12
"""Index of the day on which the site moved: earlier events stand on the old portal."""
QUIET = (5, 14, 20, 27)
"""Days on which nothing is published."""
BUSY, BUSY_EVENTS = 23, 24
"""The day whose list needs a second page, and how many events it has."""
MIDNIGHT, LATE = 16, 18
"""Days with an event in the first minutes of the day and in the last."""

KINDS = (
    "press_conference", "statement", "interview", "briefing", "announcement",
    "press_conference", "remarks", "interview", "title_only", "statement",
)  # fmt: skip
LANGUAGE_SETS = (
    LANGUAGES,
    ("en", "ru"),
    ("en", "ru", "fr", "ar"),
    ("en", "ru", "de", "es"),
    ("en", "ru", "de", "fr", "es", "ar"),
    ("ru",),
)
GUESTS = ("hallberg", "fontal", "dannar")
DIFFERENCES = ("missing_answer", "merged_turns", "split_turns", "swapped_order", "left_in_original")


def window(today: date | None) -> tuple[date, date]:
    """Return the first and the last day of the month; with `today` the month ends on that day."""
    length = timedelta(days=world()["days"] - 1)
    if today is None:
        first = date.fromisoformat(world()["first_day"])
        return first, first + length
    return today - length, today


def event_days(count: int) -> list[int]:
    """Return the index of the day of each event, in order of time."""
    open_days = [day for day in range(world()["days"]) if day not in QUIET]
    busy = BUSY_EVENTS if count >= 2 * BUSY_EVENTS else 0
    rest = count - busy
    days = [open_days[i * len(open_days) // rest] for i in range(rest)] if rest else []
    return sorted([*days, *([BUSY] * busy)])


def schedule(count: int, seed: int, today: date | None) -> list[Event]:
    """Return all events in order of time. The same (count, seed, today) gives the same events."""
    first, _ = window(today)
    days = event_days(count)
    ids = Random(f"{seed}:ids").sample(range(1_500_000, 1_999_999), count)
    rng = Random(f"{seed}:schedule")
    events: list[Event] = []
    for index, day in enumerate(days):
        events.append(_event(index, day, first, ids[index], rng, days))
    return _with_differences(events)


def _event(index: int, day: int, first: date, current_id: int, rng: Random, days: list[int]) -> Event:
    generation = OLD if day < MOVE else CURRENT
    place = index - days.index(day)
    on_day = days.count(day)
    minutes = 8 * 60 + place * 720 // on_day + rng.randrange(0, max(1, 720 // on_day))
    if on_day < 4 and day in (MIDNIGHT, LATE) and place in (0, on_day - 1):
        minutes = (
            5 if day == MIDNIGHT and place == 0 else 23 * 60 + 50 if day == LATE and place == on_day - 1 else minutes
        )
    at = local(first + timedelta(days=day), minutes // 60, minutes % 60)
    kind = KINDS[(index + index // 10) % len(KINDS)] if index else KINDS[0]
    if generation == OLD and kind == "announcement":
        kind = "remarks"
    languages = LANGUAGE_SETS[index % len(LANGUAGE_SETS)]
    if day == BUSY and languages == ("ru",):
        languages = ("en", "ru")
    number = f"{100 + index}-{at:%d-%m-%Y}" if index % 9 != 4 else None
    return Event(
        key=f"event-{index:05d}",
        index=index,
        kind=kind,
        at=at,
        generation=generation,
        id=str(current_id if generation == CURRENT else 2_100_000 + 137 * index),
        languages=languages,
        speaker=_speaker(kind, index),
        guest=GUESTS[index % 3] if kind == "press_conference" else None,
        topic=rng.randrange(len(phrases("en").words("topics", "about"))),
        town=rng.randrange(len(phrases("en").words("towns"))),
        paper=index % 2,
        number=number,
        original=("fr" if index % 4 else "ru") if kind in ("statement", "interview") and index % 3 == 0 else None,
    )


def _speaker(kind: str, index: int) -> str | None:
    by_kind = {"press_conference": "velin", "briefing": "kaland", "remarks": "sorel"}
    if kind == "interview":
        return "drommen" if index % 4 == 1 or index % 16 == 0 else "velin"
    return by_kind.get(kind)


def _with_differences(events: list[Event]) -> list[Event]:
    """Let one or two language versions of every press conference differ from the others, each in another way."""
    talks = [e for e in events if e.kind == "press_conference" and len(e.languages) > 1]
    chosen = {event.key: _differences(number, event.languages) for number, event in enumerate(talks)}
    return [replace(e, differences=chosen.get(e.key, ())) for e in events]


def _differences(number: int, languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (languages[(number + 1 + 2 * n) % len(languages)], DIFFERENCES[(number + 2 * n) % len(DIFFERENCES)])
        for n in range(min(2, len(languages) - 1))
    )
