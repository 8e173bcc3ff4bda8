"""The root of a corpus: the query, the terms, what the codes mean, who speaks. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from lxml import etree

from transcripts.export.about import About
from transcripts.export.tei.document import licence, publication
from transcripts.export.tei.elements import element, person_ref
from transcripts.export.tei.paragraphs import Fields

_TITLE = "Transcripts of foreign ministries"
#: Codes that the documents point to, by taxonomy: the values that the schema allows.
TAXONOMIES = {
    "role": ("official", "journalist", "moderator", "other", "unknown"),
    "kind": ("question", "answer", "statement", "remark", "interjection"),
    "part": ("question", "answer"),
    "missing": ("answer_left_out", "unanswered"),
    "document": (
        "press_conference",
        "interview",
        "briefing",
        "statement",
        "remarks",
        "announcement",
        "title_only",
        "other",
    ),
}
_MEANING = {
    "role": "What the speaker is before the press",
    "kind": "What a turn is",
    "part": "Part of an exchange",
    "missing": "Why an exchange has no answer",
    "document": "Kind of document",
}


def header_of(about: About, people: Sequence[Fields], offices: Sequence[Fields]) -> etree._Element:
    """The ``teiHeader`` of a corpus."""
    return element("teiHeader", _file(about), _encoding(about), _profile(about, people, offices))


def _file(about: About) -> etree._Element:
    totals = {"texts": sum(part.documents for part in about.parts), "turns": sum(part.turns for part in about.parts)}
    return element(
        "fileDesc",
        element("titleStmt", element("title", _TITLE, type="main")),
        element("extent", *(element("measure", unit=unit, quantity=count) for unit, count in totals.items())),
        publication(about, *(licence(part) for part in about.parts)),
        element(
            "sourceDesc",
            *(
                element("bibl", element("publisher", part.name), element("idno", part.address, type="address"))
                for part in about.parts
            ),
        ),
    )


def _encoding(about: About) -> etree._Element:
    query = json.dumps(about.selected, ensure_ascii=False) if about.selected else "all that is published"
    return element(
        "encodingDesc",
        element("samplingDecl", element("p", f"Selected: {query}. Schema version {about.schema_version}.")),
        element("classDecl", *(_taxonomy(name, codes) for name, codes in TAXONOMIES.items())),
    )


def _taxonomy(name: str, codes: Sequence[str]) -> etree._Element:
    return element(
        "taxonomy",
        element("desc", _MEANING[name]),
        *(element("category", element("catDesc", code.replace("_", " ")), xml_id=f"{name}-{code}") for code in codes),
        xml_id=name,
    )


def _profile(about: About, people: Sequence[Fields], offices: Sequence[Fields]) -> etree._Element:
    languages = sorted({language for part in about.parts for language in part.languages})
    persons = [
        _person(one, [office for office in offices if office["person_id"] == one["person_id"]]) for one in people
    ]
    return element(
        "profileDesc",
        element("langUsage", *(element("language", ident=language) for language in languages)),
        element("particDesc", element("listPerson", *persons)) if persons else None,
    )


def _person(person: Fields, offices: Sequence[Fields]) -> etree._Element:
    names = [
        element("persName", name, xml_lang=language)
        for language, known in sorted(person["names"].items())
        for name in known
    ]
    held = [
        element(
            "affiliation",
            element("orgName", office["office_of"]),
            role=office["office"],
            from_=office["since"],
            to=office["until"],
        )
        for office in offices
    ]
    main = element("persName", person["name"], type="main")
    return element("person", main, *names, *held, xml_id=person_ref(person["person_id"]), role=person["role"])
