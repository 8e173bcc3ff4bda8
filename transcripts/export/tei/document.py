"""A document as TEI: its header, which says where it is from and on what terms, and its text. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from transcripts.export.about import About, software
from transcripts.export.tei.body import text_of
from transcripts.export.tei.elements import document_ref, element
from transcripts.export.tei.paragraphs import Fields
from transcripts.store.published import Part


def tei_of(
    about: About, document: Fields, source: Fields, turns: Sequence[Fields], exchanges: Sequence[Fields]
) -> etree._Element:
    """The ``TEI`` element of a document."""
    ministry = next(part for part in about.parts if part.ministry == document["ministry"])
    header = element(
        "teiHeader",
        _file(about, ministry, document, source),
        _encoding(source),
        _profile(document),
    )
    return element(
        "TEI",
        header,
        text_of(document, turns, exchanges),
        xml_id=document_ref(document["document_id"]),
        xml_lang=document["language"],
    )


def publication(about: About, *licences: etree._Element, ids: Sequence[etree._Element] = ()) -> etree._Element:
    """Who made the file, when, and on what terms its texts may be used."""
    return element(
        "publicationStmt",
        element("distributor", software()),
        *ids,
        element("date", when=about.made_at),
        element("availability", *licences),
    )


def licence(part: Part) -> etree._Element:
    """A ministry's terms of use."""
    return element("licence", part.terms, n=part.ministry)


def _file(about: About, ministry: Part, document: Fields, source: Fields) -> etree._Element:
    return element(
        "fileDesc",
        element("titleStmt", element("title", document["title"], type="main")),
        element(
            "extent",
            element("measure", unit="turns", quantity=document["turns"]),
            element("measure", unit="words", quantity=document["words"]),
        ),
        publication(about, licence(ministry), ids=[element("idno", document["document_id"], type="document_id")]),
        _notes(document),
        element("sourceDesc", _source(ministry, document, source)),
    )


def _notes(document: Fields) -> etree._Element | None:
    notes = [element("note", reason, type="review") for reason in document["review"]]
    if document["unofficial_translation"]:
        notes.append(element("note", "The page calls itself an unofficial translation.", type="unofficial_translation"))
    if document["withdrawn_at"]:
        words = "The ministry took the page off its site; this is its last text that was seen."
        notes.append(element("note", words, element("date", when=document["withdrawn_at"]), type="withdrawn"))
    return element("notesStmt", *notes) if notes else None


def _source(ministry: Part, document: Fields, source: Fields) -> etree._Element:
    """The page: where it stands, when its bytes were fetched, and their digest."""
    return element(
        "bibl",
        element("publisher", ministry.name),
        element("title", document["title"]),
        element("date", when=document["published_at"], type="published") if document["published_at"] else None,
        element("idno", document["address"], type="address"),
        element("idno", document["site_id"], type="site_id"),
        element("idno", document["number"], type="number") if document["number"] else None,
        element("idno", source["payload_digest"], type="payload_digest"),
        element("date", when=source["fetched_at"], type="retrieved"),
        *(element("ref", address, type="attachment") for address in document["attachment_addresses"]),
    )


def _encoding(source: Fields) -> etree._Element:
    words = f"Cleaner {source['cleaner']}, segmenter {source['segmenter']}."
    return element("encodingDesc", element("editorialDecl", element("segmentation", element("p", words))))


def _profile(document: Fields) -> etree._Element:
    place, day = document["event_place"], document["event_date"]
    setting = element(
        "setting",
        element("name", place, type="place") if place else None,
        element("date", when=day) if day else None,
    )
    tags = [element("term", tag) for tag in document["tags"]]
    return element(
        "profileDesc",
        element("langUsage", element("language", ident=document["language"])),
        element("settingDesc", setting) if len(setting) else None,
        element(
            "textClass",
            element("catRef", scheme="#document", target=f"#document-{document['kind']}"),
            element("keywords", *tags) if tags else None,
        ),
    )
