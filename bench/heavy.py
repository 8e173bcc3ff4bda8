"""Pages of the kind that a ministry's site serves: about 119 KB of HTML with 16 KB of text in it, 23 turns. Invented words."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random

from bench.markup import marked_up
from sample.addresses import canonical
from sample.compose import body_of
from sample.layouts.current import detail
from sample.library import SampleLibrary
from sample.model import CURRENT, Body, Entry, Event, Speech
from sample.plans import Item, Writer
from sample.world import phrases

#: Bytes of a page and of the text in it; turns: a statement, then questions with their answers.
PAGE_BYTES, TEXT_BYTES, TURNS = 119_000, 16_000, 23
LANGUAGES = ("en", "ru", "de", "fr", "es")
SEED = 5
FOOT = '<aside class="page-sidebar">'


@dataclass(frozen=True, slots=True)
class Page:
    """A page's bytes, with what a crawl knows of it."""

    body: bytes
    address: str
    language: str
    text_bytes: int


def pages(count: int) -> list[Page]:
    """So many pages, no two alike, the languages by turns."""
    library = SampleLibrary(events=20 * count, seed=SEED, today=None)
    chosen = [e for e in library.entries(0) if e.generation == CURRENT and e.kind == "press_conference"]
    by_language = [[entry for entry in chosen if entry.language == tag] for tag in LANGUAGES]
    in_turn = [entry for group in zip(*by_language, strict=False) for entry in group][:count]
    if len(in_turn) < count:
        raise ValueError(f"the sample has only {len(in_turn)} entries for {count} pages: raise the number of events")
    return [_page(number, entry, library.by_key[entry.event]) for number, entry in enumerate(in_turn)]


def _page(number: int, entry: Entry, event: Event) -> Page:
    body = _body(entry, event)
    text = marked_up(body.blocks, Random(f"{SEED}:{number}"), number // len(LANGUAGES))
    empty = f'<div class="text article-content" lang="{entry.language}">'
    html = detail(entry, (), entry.language, None).replace(empty, empty + text, 1)
    address = f"http://127.0.0.1:8090{canonical(entry)}"
    return Page(_filled(html, entry).encode(), address, entry.language, _bytes_of(body))


def _body(entry: Entry, event: Event) -> Body:
    """A conversation, its answers made longer until the text is as long as it should be."""
    for length in range(1, 111):
        body = body_of(event, entry.language, tuple(_conversation(Writer(event, SEED), length)))
        if _bytes_of(body) >= TEXT_BYTES:
            return body
    raise ValueError(f"{entry.event}: no text of {TEXT_BYTES} bytes came of it")


def _conversation(writer: Writer, length: int) -> list[Item]:
    items: list[Item] = [Speech("self", "statement", "plain", writer.paragraphs(3))]
    for number in range((TURNS - 1) // 2):
        longer = 2 if number < length % 11 else 1
        answer = Speech("self", "answer", "plain", writer.paragraphs(length // 11 + longer))
        items += [writer.question(), answer]
    return items


def _bytes_of(body: Body) -> int:
    return sum(len(block.text.encode()) for block in body.blocks)


def _filled(html: str, entry: Entry) -> str:
    """The page with teasers of other documents in its side bar, as many as make it as heavy as it should be."""
    say = phrases(entry.language)
    teaser = (
        f'<div class="announce announce_related"><a class="announce__link" href="{canonical(entry)}">'
        f'<time class="announce__when" datetime="{entry.published.isoformat()}">{entry.published:%d.%m.%Y}</time>'
        f'<p class="announce__title">{escape(entry.title)}</p>'
        f'<span class="announce__meta">{escape(say.words("topics", "tag")[0])}</span></a></div>\n'
    )
    missing = PAGE_BYTES - len(html.encode())
    return html.replace(FOOT, FOOT + teaser * max(0, missing // len(teaser.encode())), 1)
