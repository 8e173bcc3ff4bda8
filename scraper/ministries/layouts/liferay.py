"""The pages of mid.ru's old portal (Liferay, about 2015 to August 2021), and of what is built like it.

Second-hand facts: no selector here was checked against the live site. The wrapper of the language line
(``ul.article-languages``), the attachments and the link to the document before are known from our sample alone.
"""

from __future__ import annotations

from scraper.ministries.layouts.bitrix import ATTACHMENTS, NUMBER
from scraper.ministries.model import Field, Layout

ARTICLE = Layout(
    name="liferay-article",
    # Not the body's container: a page without it is to be told from a page of another layout.
    recognise=("div.article-status-line, .anons-status-line",),
    # The first h1 may be empty or the ministry's name: the cleaner tells by the title bar which one is meant.
    title=Field(("p.anons-title", "section.page-block h1", "h1"), required=True),
    published=Field(("div.article-status-line > span > span", ".anons-status-line > i"), required=True),
    number=Field(("div.article-note span.nowrap", "b.doc-number"), pattern=NUMBER),
    body=Field(("div.text.article-content", "div.anons-text"), required=True),
    languages=Field((".article-languages a",), many=True),
    attachments=ATTACHMENTS,
    related=Field((".article-previous",)),
    drop=("script", "style", "noscript", "template", "aside"),
)

LAYOUTS = (ARTICLE,)
