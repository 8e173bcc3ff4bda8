"""What a person reads: one message for all news of a look, as plain text and as HTML. Pure.

What findings say may quote a site: it is put in one line, shortened, and escaped; nothing of it becomes a header or markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import Literal
from urllib.parse import quote

from scraper.printable import one_line
from transcripts.incidents.model import Incident, News
from transcripts.incidents.policy import Policy

SUBJECT_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Message:
    """``level``: of what is worst in it; ``over`` where nothing but good news is in it."""

    subject: str
    text: str
    html: str
    level: Literal["bad", "warn", "over"]


def message(news: News, base: str, policy: Policy) -> Message:
    """All news in one message. ``base``: the address of Airflow's UI."""
    named, more = news.all[: policy.named], len(news.all) - policy.named
    parts = [_part(one, base.rstrip("/"), policy, _words(one, news)) for one in named]
    rest = [f"And {more} more: {base.rstrip('/')}/transcripts/health"] if more > 0 else []
    foot = [
        "Told once, again where nobody takes it, and once more when it is over. To take it, so that nobody is reminded:"
        f" {base.rstrip('/')}/transcripts/health#incidents. Sent by the DAG watch of {base}"
    ]
    first = news.all[0]
    return Message(
        _subject(first, _words(first, news), len(news.all) - 1),
        _text(parts, rest, foot),
        _html(parts, rest, foot),
        _level(first),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    head: str
    lines: tuple[str, ...]
    link: str


def _part(one: Incident, base: str, policy: Policy, word: str) -> _Part:
    says = _cut(one.says, policy.characters)
    lines = tuple(_over(one, says) if one.closed_at else _wrong(one, says, policy))
    head = f"{word}: {_name(one)}"
    return _Part(head, lines, f"{base}/transcripts/{_page(one, policy)}")


def _wrong(one: Incident, says: str, policy: Policy) -> Iterator[str]:
    yield says
    yield f"Next: {_cut(one.next_step, policy.characters)}"
    yield f"Runbook: {_runbook(one, policy)}"
    yield f"Since {_moment(one.began_at)}"


def _over(one: Incident, says: str) -> Iterator[str]:
    assert one.closed_at is not None
    yield f"It was: {says}"
    yield f"Lasted {duration(one.closed_at - one.began_at)}: {_moment(one.began_at)} to {_moment(one.closed_at)}"


def _words(one: Incident, news: News) -> str:
    """What the news is of it."""
    if one.closed_at:
        return "OVER"
    if one in news.worse:
        return f"{one.severity.upper()}, was {one.told_severity}"
    return f"STILL {one.severity.upper()}" if one in news.again else one.severity.upper()


def _runbook(one: Incident, policy: Policy) -> str:
    """The guide's section on it, by the anchor that browsers of repositories make of its heading."""
    anchor = "".join(letter for letter in policy.runbook[one.kind].lower() if letter.isalnum() or letter in " -")
    return f"{policy.guide}#{quote(anchor.replace(' ', '-'))}"


def _name(one: Incident) -> str:
    """Ministry, kind and day; where it is about something else, that and the day since when."""
    since = "" if _is_day(one.about) else f", since {one.began_at:%Y-%m-%d}"
    return one_line(" ".join(word for word in (one.ministry, one.kind, one.about) if word)) + since


def _level(one: Incident) -> Literal["bad", "warn", "over"]:
    return "over" if one.closed_at else one.severity


def _subject(first: Incident, word: str, more: int) -> str:
    rest = f" and {more} more" if more else ""
    return _cut(f"[transcripts] {word.partition(',')[0]}: {_name(first)}", SUBJECT_CHARACTERS - len(rest)) + rest


def _page(one: Incident, policy: Policy) -> str:
    if one.about in policy.about_pages and one.ministry:
        return policy.about_pages[one.about].format(ministry=quote(one.ministry, safe=""))
    page = policy.day_pages.get(one.kind)
    if page and one.ministry and _is_day(one.about):
        return page.format(ministry=one.ministry, day=one.about)
    return policy.pages[one.kind]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def duration(time: timedelta) -> str:
    """A time in words: ``2 d 3 h``, ``45 min``, ``less than a minute``."""
    minutes = max(0, int(time.total_seconds())) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    words = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (0 if days else rest, "min")) if n]
    return " ".join(words) or "less than a minute"


def _cut(text: str, most: int) -> str:
    line = one_line(" ".join(text.split()))
    return line if len(line) <= most else line[: most - 4].rstrip() + " ..."


def _text(parts: Sequence[_Part], rest: Sequence[str], foot: Sequence[str]) -> str:
    blocks = ["\n".join((part.head, *(f"  {line}" for line in (*part.lines, part.link)))) for part in parts]
    return "\n\n".join([*blocks, *rest, "-- \n" + "\n".join(foot)]) + "\n"


def _html(parts: Sequence[_Part], rest: Sequence[str], foot: Sequence[str]) -> str:
    body = "".join(_block(part) for part in parts) + "".join(f"<p>{escape(line)}</p>" for line in rest)
    tail = "".join(f"<p><small>{escape(line)}</small></p>" for line in foot)
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"></head><body>{body}<hr>{tail}</body></html>'


def _block(part: _Part) -> str:
    lines = "".join(f'<p dir="auto">{escape(line)}</p>' for line in part.lines)
    link = escape(part.link)
    return f'<h3 dir="auto">{escape(part.head)}</h3>{lines}<p><a href="{link}">{link}</a></p>'
