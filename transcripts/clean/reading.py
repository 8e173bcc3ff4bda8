"""From a page's bytes to a reading, or to the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import cast
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from scraper.ministries.model import Field, Layout, Ministry
from scraper.tangle import Tangled, TooDeep, check
from transcripts.clean import language as languages
from transcripts.clean.bounds import bounds
from transcripts.clean.dates import moment
from transcripts.clean.decode import Decoded, decode
from transcripts.clean.limits import TooMuch, hold, limits
from transcripts.clean.page import Page, files_in
from transcripts.clean.pieces import Piece, pieces_of
from transcripts.clean.roles import Frame, roles_of
from transcripts.clean.text import fold
from transcripts.clean.title import event_of, kind_of
from transcripts.clean.words import Words, words_for
from transcripts.model import DocumentKind, Paragraph, ParagraphRole, Quarantine, Reading

#: Roles that are no content: a body that holds nothing else is empty.
SURROUNDING: frozenset[str] = frozenset({"boilerplate", "separator", "note"})


def clean(
    body: bytes,
    ministry: Ministry,
    *,
    url: str | None = None,
    content_type: str | None = None,
    asked_language: str | None = None,
    fetched_on: date | None = None,
) -> Reading | Quarantine:
    """Reads one page. Never raises on any bytes: what cannot be read comes back as a Quarantine.

    ``url`` is the page's address (its language parameter is the first witness of the content's language),
    ``content_type`` the HTTP header, ``asked_language`` what the crawl asked for,
    ``fetched_on`` the day on which the bytes came: no page is published long after it. Reasons for quarantine:
    ``empty_body``, ``not_html``, ``nul_bytes``, ``block_page``, ``unknown_layout``, ``field_missing``,
    ``field_unreadable``, ``body_missing``, ``too_deep``, ``too_large``.
    """
    decoded = decode(body, content_type)
    if isinstance(decoded, Quarantine):
        return decoded
    try:
        return _clean(decoded, ministry, url, asked_language, fetched_on)
    except TooMuch as error:
        return Quarantine(error.reason, str(error))
    except Tangled as error:
        return Quarantine("too_deep" if isinstance(error, TooDeep) else "too_large", str(error))


def _clean(
    decoded: Decoded, ministry: Ministry, url: str | None, asked: str | None, fetched_on: date | None
) -> Reading | Quarantine:
    """The same of a page's text. Raises TooMuch, Tangled."""
    check(decoded.utf8 or decoded.text.encode(errors="replace"))
    page = Page(decoded.utf8 or decoded.text)
    layout = next((layout for layout in ministry.layouts if page.missing(layout) is None), None)
    if layout is None:
        return _unknown(page, decoded, ministry)
    missing = _missing_field(page, layout)
    if missing is not None:
        return missing
    return _read(page, layout, ministry, decoded, url, asked, fetched_on)


def _unknown(page: Page, decoded: Decoded, ministry: Ministry) -> Quarantine:
    for sign in ministry.blocks:
        if _compiled(sign.pattern).search(decoded.text):
            return Quarantine("block_page", f"looks like a block: {sign.name}", sign.pattern)
    tried = [(layout.name, page.missing(layout) or "") for layout in ministry.layouts]
    detail = "; ".join(f"{name}: nothing at {selector}" for name, selector in tried) or f"{ministry.code} has no layout"
    return Quarantine("unknown_layout", detail, tried[0][1] if tried else None)


def _missing_field(page: Page, layout: Layout) -> Quarantine | None:
    if all(page.first(selector) is None for selector in layout.body.selectors):
        where = ", ".join(layout.body.selectors)
        return Quarantine("body_missing", f"{layout.name}: no body container at {where}", where)
    for name, field in _required(layout):
        if page.value(field) is None:
            where = ", ".join(field.selectors)
            return Quarantine("field_missing", f"{layout.name}: no {name} at {where}", where)
    return None


def _required(layout: Layout) -> Iterator[tuple[str, Field]]:
    """The fields without which there is no document: the title, and what the layout says."""
    yield "title", layout.title
    for name in ("published", "number", "tags", "active_language", "languages", "attachments", "related"):
        field: Field | None = getattr(layout, name)
        if field is not None and field.required:
            yield name, field


def _read(
    page: Page,
    layout: Layout,
    ministry: Ministry,
    decoded: Decoded,
    url: str | None,
    asked: str | None,
    fetched_on: date | None,
) -> Reading | Quarantine:
    title, found = page.title(layout.title), page.body(layout)
    if title is None or found is None:
        return Quarantine("field_missing", f"{layout.name}: no title or body")
    selector, container = found
    hold("characters in the title", len(title), limits().title)
    pieces = pieces_of(container, selector)
    hold("paragraphs", len(pieces), limits().paragraphs)
    hold("characters in the body", sum(len(piece.text) for piece in pieces), limits().characters)
    evidence = _evidence(page, layout, ministry, title, pieces, url, asked)
    language = languages.decide(evidence, ministry)
    words = _words(language, evidence)
    printed_date, number = page.value(layout.published), page.value(layout.number)
    published = moment(printed_date or "", _zone(ministry.timezone), layout.date_order)
    if published is not None and not bounds().hold(published.date(), fetched_on):
        published = None
    if layout.published is not None and layout.published.required and published is None:
        where = ", ".join(layout.published.selectors)
        what = f"no date of publication in {printed_date!r} at {where}"
        return Quarantine("field_unreadable", f"{layout.name}: {what}", where)
    told = layout.kind or kind_of(title, words)
    roles = roles_of(pieces, words, Frame(title, printed_date, number), is_interview=told == "interview")
    event_date, event_place = event_of(title, published)
    links = [address for field in (layout.languages, layout.related) for address in _addresses(page, field)]
    reading = Reading(
        layout=layout.name,
        title=title,
        language=language,
        kind=_kind(layout, told, roles),
        published_at=published,
        event_date=event_date,
        event_place=event_place,
        number=number,
        languages=_offered(page, layout, ministry),
        tags=tuple(_tags(page, layout)),
        unofficial_translation=_is_unofficial(title, pieces, words),
        attachments=tuple(dict.fromkeys([*page.values(layout.attachments), *files_in(container)])),
        paragraphs=tuple(Paragraph(role, piece.text, piece.path) for role, piece in zip(roles, pieces, strict=True)),
        language_evidence=tuple(evidence),
        links=tuple(dict.fromkeys(_joined(url, address) for address in links)),
        notices=decoded.notices,
    )
    for name in ("tags", "attachments", "links", "languages"):
        hold(name, len(getattr(reading, name)), limits().entries)
    return reading


def _evidence(
    page: Page,
    layout: Layout,
    ministry: Ministry,
    title: str,
    pieces: Sequence[Piece],
    url: str | None,
    asked: str | None,
) -> list[tuple[str, str]]:
    parameters = languages.parameters_of(ministry)
    active = page.value(layout.active_language) or ""
    text = "\n".join([title, *(piece.text for piece in pieces[:20])])
    told = [
        ("address", languages.of_address(url, parameters)),
        ("switch", next(iter(languages.tags_in(active, parameters)), None)),
        ("text", languages.guess(text)[0]),
        ("html", languages.tag_of(page.html_language())),
    ]
    # A crawl that asks without an address to show for it means the parameter; else its list's language is a hint only.
    told.insert(0 if url is None else len(told), ("asked", languages.tag_of(asked)))
    return [(witness, tag) for witness, tag in told if tag]


def _words(language: str, evidence: Sequence[tuple[str, str]]) -> Words:
    """The words of the content's language, then of all others that a witness names (the page's frame)."""
    return words_for(tuple(dict.fromkeys(tag.split("-")[0] for tag in [language, *(tag for _, tag in evidence)])))


def _kind(layout: Layout, told: str | None, roles: Sequence[ParagraphRole]) -> DocumentKind:
    """The template's kind, emptiness, the title's words, and at last a contents list, in this order."""
    if layout.kind is None and all(role in SURROUNDING for role in roles):
        return "title_only"
    if told is None:
        return "briefing" if "contents" in roles else "other"
    return cast("DocumentKind", told)


def _is_unofficial(title: str, pieces: Sequence[Piece], words: Words) -> bool:
    lines = [title, *(piece.text for piece in pieces if len(piece.text) < 200)]
    return any(phrase in line for line in map(str.casefold, lines) for phrase in words.unofficial)


def _offered(page: Page, layout: Layout, ministry: Ministry) -> tuple[str, ...]:
    parameters = languages.parameters_of(ministry)
    return tuple(sorted({tag for text in page.values(layout.languages) for tag in languages.tags_in(text, parameters)}))


def _tags(page: Page, layout: Layout) -> list[str]:
    parts = (part for text in page.values(layout.tags) for part in re.split(r"[,;،]", text))
    return [tag for tag in dict.fromkeys(fold(part) for part in parts) if tag]


def _addresses(page: Page, field: Field | None) -> list[str]:
    """Where a field's elements lead to, whatever attribute the field itself reads."""
    if field is None:
        return []
    nodes = (node for selector in field.selectors for node in page.all(selector))
    found = [link.attributes.get("href") or "" for node in nodes for link in node.css("a[href]")]
    return [address for address in found if address and not address.startswith("#")]


def _joined(url: str | None, address: str) -> str:
    try:
        return urljoin(url, address) if url else address
    except ValueError:
        return address


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
