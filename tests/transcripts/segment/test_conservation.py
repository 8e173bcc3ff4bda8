"""Ten thousand documents of anything: no character lost or doubled, no exception, and the same answer whatever must not matter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings

from transcripts.model import Paragraph
from transcripts.segment import Context, segment

from .test_any_paragraphs import check, contexts, paragraphs

EXAMPLES = 10_000
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.full
@many
@given(paragraphs, contexts)
def test_every_character_stands_in_exactly_one_span(given: list[Paragraph], context: Context) -> None:
    found = segment(given, context)
    check(given, found)
    assert segment(list(given), context) == found


@pytest.mark.full
@many
@given(paragraphs, contexts)
def test_line_ends_blanks_and_composition_change_nothing(given: list[Paragraph], context: Context) -> None:
    usual = [Paragraph(one.role, unicodedata.normalize("NFC", one.text)) for one in given if one.text]
    other = [Paragraph(o.role, unicodedata.normalize("NFD", o.text).replace(" ", "\u00a0") + "\r") for o in usual]
    one, two = segment(usual, context), segment(other, context)
    assert one.exchanges == two.exchanges
    assert one.review == two.review
    assert [(s.kind, s.turn) for s in one.spans if s.kind != "note"] == [
        (s.kind, s.turn) for s in two.spans if s.kind != "note"
    ]
    fields = (
        "label",
        "text",
        "speaker",
        "person",
        "role",
        "kind",
        "start",
        "end",
        "note",
        "rule",
        "addressed_to",
        "outlet",
    )
    assert [[getattr(turn, name) for name in fields] for turn in one.turns] == [
        [getattr(turn, name) for name in fields] for turn in two.turns
    ]
