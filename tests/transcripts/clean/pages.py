"""Pages written by hand, in a layout of their own, and what reads them."""

from __future__ import annotations

import re

from scraper.ministries.model import AddressForm, BlockSign, Field, Layout, Ministry
from transcripts.clean import clean
from transcripts.model import Quarantine, Reading

ARTICLE = Layout(
    name="article",
    recognise=("article.speech",),
    title=Field(("article.speech h1",), required=True),
    published=Field((".when",)),
    number=Field((".number",), pattern=r"\d+-\d{2}-\d{2}-\d{4}"),
    tags=Field((".tags",)),
    active_language=Field(("ul.tongues li.on a",), attribute="href"),
    languages=Field(("ul.tongues a", ".language-line"), attribute=None, many=True),
    attachments=Field((".files a",), attribute="href", many=True),
    related=Field((".before",)),
    body=Field(("div.words",), required=True),
    drop=("script", "style", ".side-box"),
)
NOTICE = Layout(
    name="notice",
    recognise=("section.notice",),
    title=Field(("section.notice h2",), required=True),
    body=Field(("section.notice div",), required=True),
    kind="announcement",
)
MINISTRY = Ministry(
    code="harbour",
    name="Harbour Office",
    country="XX",
    address="https://harbour.example",
    timezone="Europe/Lisbon",
    languages=("en", "ru", "de", "fr", "es", "pt", "ar"),
    forms=(AddressForm("only", re.compile(r"/(?P<id>\d+)"), language_parameter="lang"),),
    layouts=(ARTICLE, NOTICE),
    lists=(),
    style="mid_ru",
    terms="none",
    blocks=(BlockSign("please wait", r"Wait while we look at your browser"),),
)


def page(
    body: str | None = "<p>The harbour is open to all ships, and that is what we have agreed on.</p>",
    *,
    title: str = "Statement on the harbour",
    when: str = "",
    lang: str = "en",
    head: str = '<meta charset="utf-8">',
    bar: str | None = None,
    more: str = "",
) -> str:
    """A page in the article layout; ``body`` None leaves its container out."""
    container = "" if body is None else f'<div class="words">{body}</div>'
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head>{head}<title>{title if bar is None else bar}</title></head><body>'
        f'<aside>Question: where is the harbour?</aside><article class="speech"><h1>{title}</h1>'
        f'<i class="when">{when}</i>{more}{container}</article></body></html>'
    )


def read(body: str | None = None, **fields: str) -> Reading:
    """The reading of a page made of these parts."""
    html = page(**fields) if body is None else page(body, **fields)  # type: ignore[arg-type]
    return reading_of(html)


def reading_of(html: str | bytes, **known: str) -> Reading:
    """The reading of a whole page."""
    found = clean(html if isinstance(html, bytes) else html.encode(), MINISTRY, **known)
    assert isinstance(found, Reading), found
    return found


def quarantine_of(html: str | bytes, **known: str) -> Quarantine:
    """Why a page is not read."""
    found = clean(html if isinstance(html, bytes) else html.encode(), MINISTRY, **known)
    assert isinstance(found, Quarantine), found
    return found


def texts(body: str, **fields: str) -> list[str]:
    """The paragraphs' texts of a body."""
    return [paragraph.text for paragraph in read(body, **fields).paragraphs]


def roles(body: str, **fields: str) -> list[tuple[str, str]]:
    """Role and text of each paragraph of a body."""
    return [(paragraph.role, paragraph.text) for paragraph in read(body, **fields).paragraphs]
