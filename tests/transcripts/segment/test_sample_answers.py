"""Every document of the sample ministry, from its page to turns and exchanges, as its known answers say: all fields."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from sample.answers import answers
from sample.clock import Clock
from sample.faults import Faults
from sample.library import SampleLibrary
from sample.site import Site
from scraper.ministries.sample import MINISTRY
from transcripts.clean import clean
from transcripts.model import Paragraph, Reading, Segmentation
from transcripts.segment import Context, segment

BASE = "http://127.0.0.1"
FIELDS = (
    "start", "end", "start_char", "label", "speaker", "person", "outlet", "role", "kind", "note", "addressed_to",
    "translated_from", "adding_after", "text",
)  # fmt: skip


@cache
def known() -> tuple[Site, list[dict[str, Any]]]:
    library = SampleLibrary(60, 1, None)
    documents: list[dict[str, Any]] = answers(library, 0)["documents"]
    return Site(library, Clock(None), Faults(())), documents


def reading(site: Site, address: str) -> Reading:
    """The cleaner's reading of the page at an address of the site."""
    parts = urlsplit(address)
    page = site.answer(parts.path, dict(parse_qsl(parts.query)), BASE)
    read = clean(page.body, MINISTRY, url=BASE + address, content_type=page.content_type)
    assert isinstance(read, Reading), (address, read)
    return read


def segmented(read: Reading) -> Segmentation:
    day = read.event_date or (read.published_at.date() if read.published_at else None)
    return segment(read.paragraphs, Context(MINISTRY.style, read.language, read.title, day, read.kind))


def said(found: Segmentation) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Turns and exchanges in the answers' shape."""
    turns = [{name: getattr(turn, name) for name in FIELDS} for turn in found.turns]
    exchanges = [
        {"questions": list(one.questions), "answers": list(one.answers), "reason": one.reason}
        for one in found.exchanges
    ]
    return turns, exchanges


@pytest.mark.parametrize("language", ["en", "ru", "de", "fr", "es", "ar", "pt"])
def test_every_turn_and_exchange(language: str) -> None:
    site, documents = known()
    wrong: list[tuple[object, ...]] = []
    compared = 0
    for document in documents:
        if document["language"] != language:
            continue
        turns, exchanges = said(segmented(reading(site, document["canonical"])))
        compared += len(turns)
        wrong += [
            (document["canonical"], number, name, turn[name], answer[name])
            for number, (turn, answer) in enumerate(zip(turns, document["turns"], strict=False))
            for name in FIELDS
            if turn[name] != answer[name]
        ]
        if len(turns) != len(document["turns"]):
            wrong.append((document["canonical"], [t["label"] for t in turns], [t["label"] for t in document["turns"]]))
        if exchanges != document["exchanges"]:
            wrong.append((document["canonical"], exchanges, document["exchanges"]))
    assert compared >= 50
    assert wrong == []


def test_the_spans_tile_every_body() -> None:
    site, documents = known()
    for document in documents[::5]:
        read = reading(site, document["canonical"])
        found = segmented(read)
        assert "".join(read.body[span.start : span.end] for span in found.spans) == read.body
        for i, turn in enumerate(found.turns):
            held = [read.body[s.start : s.end].strip() for s in found.spans if s.turn == i and s.kind == "text"]
            assert "\n".join(part for part in held if part) == turn.text


def test_another_sample_reads_as_well() -> None:
    """Other people meet, other sentences are said: nothing holds for the first sample alone."""
    documents = answers(SampleLibrary(120, 7, None), 3)["documents"]
    for document in documents:
        found = segment(
            [Paragraph(one["role"], one["text"]) for one in document["paragraphs"]],
            Context("mid_ru", document["language"], document["title"], None, document["kind"]),
        )
        assert said(found) == (document["turns"], document["exchanges"]), document["canonical"]
