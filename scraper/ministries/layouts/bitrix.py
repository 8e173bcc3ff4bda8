"""The pages of mid.ru's current site (Bitrix, since August 2021), and of what is built like it.

Second-hand facts: no selector here was checked against the live site. The language switch (``ul.lang-list``), the
attachments and the link to the document before are known from our sample alone.
"""

from __future__ import annotations

from scraper.ministries.model import Field, Layout

#: The document number, e.g. ``1345-28-06-2022``: the same in all languages, missing on many older pages.
NUMBER = r"\d+-\d{2}-\d{2}-\d{4}"

ACTIVE_LANGUAGE = Field(("ul.lang-list li.active a[hreflang]",), attribute="hreflang")
LANGUAGES = Field(("ul.lang-list a[hreflang]", "link[rel=alternate][hreflang]"), attribute="hreflang", many=True)
ATTACHMENTS = Field(("ul.article-attachments a[href]",), attribute="href", many=True)

ARTICLE = Layout(
    name="bitrix-article",
    # Not the body's container: a page without it is to be told from a page of another layout.
    recognise=("h1.photo-content__title",),
    title=Field(("h1.photo-content__title",), required=True),
    published=Field((".photo-content__date",), required=True),
    number=Field(("p.article-line__note.article-line__note_small",), pattern=NUMBER),
    tags=Field(("article .announce__meta-tags",)),
    body=Field(("div.text.article-content",), required=True),
    active_language=ACTIVE_LANGUAGE,
    languages=LANGUAGES,
    attachments=ATTACHMENTS,
    related=Field((".article-previous",)),
    drop=("script", "style", "noscript", "template", "aside"),
)

#: Accreditation notices: collected, and no transcripts.
NOTICE = Layout(
    name="bitrix-announcement",
    recognise=("ul.announcements", ".announcement__title"),
    title=Field((".announcement__title",), required=True),
    published=Field((".announcement__date", ".photo-content__date")),
    number=Field((".announcement__doc-num",), pattern=NUMBER),
    body=Field((".announcement__text",), required=True),
    active_language=ACTIVE_LANGUAGE,
    languages=LANGUAGES,
    attachments=ATTACHMENTS,
    kind="announcement",
)

LAYOUTS = (ARTICLE, NOTICE)
