"""The current site: details, accreditation notices, lists by day and the feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from sample.addresses import canonical, listed
from sample.layouts.bodies import CURRENT_SHAPES
from sample.layouts.chrome import full_title, page
from sample.model import Block, Entry
from sample.world import phrases


def date_of(moment: datetime, language: str) -> str:
    """Write a day as the current site does."""
    return f"{moment:%d.%m.%Y}" if language == "ru" else phrases(language).long_date(moment.date())


def detail(entry: Entry, blocks: Sequence[Block], frame: str, previous: Entry | None, visits: int = 0) -> str:
    """Return a document's page in the frame of a language that need not be its own; the frame is another by `visits`."""
    inner = _notice(entry, blocks) if entry.kind == "announcement" else _article(entry, blocks) + link_back(previous)
    alternates = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="/{tag}/{entry.section}/{entry.id}/?lang={tag}">'
        for tag in entry.languages
    )
    title = full_title(entry.title, entry.language)
    return page(frame, title, _languages(entry, frame) + inner, head_links=alternates, visits=visits)


def link_back(previous: Entry | None) -> str:
    """Return a link to the document before this one, nothing when there is none."""
    if previous is None:
        return ""
    word = phrases(previous.language).word("chrome", "previous")
    return f'<p class="article-previous"><a href="{canonical(previous)}">{escape(word)}</a></p>'


def _languages(entry: Entry, frame: str) -> str:
    items = []
    for tag in entry.languages:
        active = ' class="active"' if tag == entry.language else ""
        items.append(
            f'<li{active}><a hreflang="{tag}" href="/{frame}/{entry.section}/{entry.id}/?lang={tag}">{tag.upper()}</a></li>'
        )
    return f'<ul class="lang-list">{"".join(items)}</ul>'


def _article(entry: Entry, blocks: Sequence[Block]) -> str:
    number = f'<p class="article-line__note article-line__note_small">{entry.number}</p>' if entry.number else ""
    tags = f'<div class="announce__meta-tags">{escape(", ".join(entry.tags))}</div>' if entry.tags else ""
    shape = CURRENT_SHAPES[(entry.index + len(entry.title)) % len(CURRENT_SHAPES)]
    say = phrases(entry.language)
    album = (
        f'<p class="photo-album">{escape(say.word("chrome", "album").format(n=entry.index % 5 + 2))}</p>'
        if entry.index % 3 == 0
        else ""
    )
    return (
        f'<article class="article"><div class="photo-content"><h1 class="photo-content__title">{escape(entry.title)}</h1>'
        f'<div class="photo-content__date">{date_of(entry.published, entry.language)} {entry.published:%H:%M}</div></div>'
        f'<div class="article-line">{number}</div>{tags}\n'
        f'<div class="text article-content" lang="{entry.language}">{shape(blocks)}</div>\n{_attachments(entry)}{album}</article>'
    )


def _attachments(entry: Entry) -> str:
    links = "".join(f'<li><a href="{address}">{escape(entry.title)} (PDF)</a></li>' for address in entry.attachments)
    return f'<ul class="article-attachments">{links}</ul>' if links else ""


def _notice(entry: Entry, blocks: Sequence[Block]) -> str:
    number = f'<div class="announcement__doc-num">{entry.number}</div>' if entry.number else ""
    words = "".join(f"<p>{escape(block.text)}</p>" for block in blocks)
    return (
        f'<ul class="announcements"><li class="announcement"><div class="announcement__date">{date_of(entry.published, entry.language)} {entry.published:%H:%M}</div>'
        f'<h1 class="announcement__title">{escape(entry.title)}</h1>{number}<div class="announcement__text">{words}</div></li></ul>'
    )


def listing(language: str, entries: Sequence[Entry], total: int, pages: Sequence[tuple[int, str]]) -> str:
    """Return a page of a list; `pages` are the numbers and addresses of the list's pages."""
    say = phrases(language)
    items = "".join(_item(entry) for entry in entries)
    pager = "".join(
        f'<li class="pagination__item"><a class="pagination__link" href="{escape(address)}">{number}</a></li>'
        for number, address in pages
    )
    return page(
        language,
        full_title(say.words("chrome", "menu")[2], language),
        f'<p class="announce__total">{escape(say.word("chrome", "found").format(n=total))}</p>\n'
        f'<ul class="announce announce_articles">{items}</ul>\n'
        + (f'<ul class="pagination">{pager}</ul>' if pager else ""),
    )


def _item(entry: Entry) -> str:
    return (
        f'<li class="announce__item"><span class="announce__date">{date_of(entry.published, entry.language)}</span> '
        f'<span class="announce__time">{entry.published:%H:%M}</span> '
        f'<a class="announce__link" href="{listed(entry)}">{escape(entry.title)}</a>'
        f'<div class="announce__meta-tags">{escape(", ".join(entry.tags))}</div></li>\n'
    )


def feed(language: str, entries: Sequence[Entry], base: str) -> str:
    """Return the feed of a language."""
    title = escape(phrases(language).word("ministry"))
    items = "".join(
        f"<item><title>{escape(e.title)}</title><link>{escape(base + canonical(e))}</link><guid>{escape(base + canonical(e))}</guid>"
        f"<description>{escape(', '.join(e.tags))}</description><pubDate>{format_datetime(e.published)}</pubDate></item>\n"
        for e in entries
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{title}</title><link>{base}/{language}/</link>'
        f"<description>{title}</description><language>{language}</language>\n{items}</channel></rss>\n"
    )
