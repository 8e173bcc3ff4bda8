"""The old portal: details in the variants that it had over the years, and its list."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sample.addresses import addresses, canonical
from sample.layouts.bodies import OLD_SHAPES
from sample.layouts.chrome import full_title, page
from sample.layouts.current import link_back
from sample.model import Block, Entry
from sample.world import phrases

REGION = {"en": "GB", "ar": "SA"}


def detail(entry: Entry, blocks: Sequence[Block], previous: Entry | None) -> str:
    """Return a document's page."""
    words = phrases(entry.language).words("chrome", "more")
    more = "".join(f"<div>{escape(word)}</div>" for word in words)
    kicker = (
        f'<div class="portlet-topper">{escape(phrases(entry.language).word("chrome", "kicker"))}</div>'
        if entry.index % 2
        else ""
    )
    shape = OLD_SHAPES[(entry.index + len(entry.title)) % len(OLD_SHAPES)]
    css = "anons-text" if entry.index % 5 == 3 else "text article-content"
    inner = (
        f"{kicker}{_status(entry)}{_title(entry)}{_number(entry)}{_languages(entry)}\n"
        f'<div class="{css}">{shape(blocks)}</div>\n{_attachments(entry)}{link_back(previous)}<div class="article-more">{more}</div>'
    )
    return page(
        entry.language, full_title(entry.title, entry.language), f'<section class="page-block">{inner}</section>'
    )


def printed_date(entry: Entry) -> str:
    """Write date and time as this page does: glued to one another, or with two digits of the year."""
    moment = entry.published
    if entry.language == "ru" and entry.index % 2:
        return f"{moment:%d.%m.%y} {moment:%H:%M}"
    return f"{phrases(entry.language).long_date(moment.date())}{moment:%H:%M}"


def _status(entry: Entry) -> str:
    if entry.index % 5 == 3:
        return f'<div class="anons-status-line"><i>{printed_date(entry)}</i></div>'
    return f'<div class="article-status-line"><span><span>{printed_date(entry)}</span></span></div>'


def _title(entry: Entry) -> str:
    title = escape(entry.title)
    if entry.index % 5 == 3:
        return f'<p class="anons-title">{title}</p>'
    first = {0: f"<h1>{escape(phrases(entry.language).word('ministry'))}</h1>", 1: "<h1></h1>"}.get(entry.index % 4, "")
    return f"{first}<h1>{title}</h1>"


def _number(entry: Entry) -> str:
    if not entry.number:
        return ""
    if entry.index % 3 == 0:
        return f'<b class="doc-number">{entry.number}</b>'
    return f'<div class="article-note"><span class="nowrap">{entry.number}</span></div>'


def _languages(entry: Entry) -> str:
    links = "\n".join(
        f'<a href="/{tag}/{entry.section}/-/asset_publisher/{canonical(entry).split("/asset_publisher/")[1]}">{tag}-{REGION.get(tag, tag.upper())}1</a>'
        for tag in entry.languages
    )
    return f'<ul class="article-languages"><li>{links}</li></ul>'


def _attachments(entry: Entry) -> str:
    links = "".join(f'<li><a href="{address}">{escape(entry.title)} (PDF)</a></li>' for address in entry.attachments)
    return f'<ul class="article-attachments">{links}</ul>' if links else ""


def listing(language: str, entries: Sequence[Entry], last: str) -> str:
    """Return a page of the archive's list; `last` is the address of the last page."""
    items = "".join(
        f'<li><span class="anons-date">{printed_date(entry)[: -len("00:00")].strip()}</span> <a class="anons-title" href="{_linked(entry)}">{escape(entry.title)}</a></li>\n'
        for entry in entries
    )
    return page(
        language,
        full_title(phrases(language).words("chrome", "menu")[5], language),
        f'<section class="page-block news-articles"><ul>{items}</ul></section>\n<div class="paginates"><ul><li class="last"><a href="{escape(last)}">»</a></li></ul></div>',
    )


def _linked(entry: Entry) -> str:
    known = addresses(entry)
    return known[entry.index % len(known)]
