"""How the body is cut: cuts to spans, and the view of a paragraph that leads back to its own offsets."""

import unicodedata

from transcripts.model import Span
from transcripts.segment.fold import View
from transcripts.segment.mentions import Mentions
from transcripts.segment.spans import Cut, spans_of


def test_a_newline_belongs_to_the_paragraph_before_it() -> None:
    cuts = [Cut(0, 0, "label", 0), Cut(0, 3, "text", 0), Cut(1, 0, "heading", None)]
    assert spans_of(["A: b", "C"], cuts) == (Span(0, 3, "label", 0), Span(3, 5, "text", 0), Span(5, 6, "heading", None))


def test_neighbours_alike_are_one_span_and_empty_ones_are_none() -> None:
    cuts = [Cut(0, 0, "text", 0), Cut(1, 0, "text", 0), Cut(1, 0, "text", 1)]
    assert spans_of(["A", "B"], cuts) == (Span(0, 2, "text", 0), Span(2, 3, "text", 1))
    assert spans_of([""], [Cut(0, 0, "text", None)]) == ()
    assert spans_of([], []) == ()


def test_a_view_shows_nfc_with_plain_blanks_and_knows_the_way_back() -> None:
    raw = "Cafe\u0301\u00a0a\u030a\u2003b"
    view = View(raw)
    assert view.text == "Caf\u00e9 \u00e5 b"
    assert [view.raw(i) for i in range(len(view.text) + 1)] == [0, 1, 2, 3, 5, 6, 8, 9, 10]


def test_a_view_composes_as_unicode_does() -> None:
    for raw in (
        "\u1112\u1161\u11ab",
        "\u0915\u093c",
        "q\u0323\u0307",
        "\u212b",
        "a\u0301\u0301",
        "\u09c7\u09be",
        "\u0301a",
    ):
        assert View(raw).text == unicodedata.normalize("NFC", raw)


def test_words_are_found_whole_in_any_case_and_not_over_a_border() -> None:
    mentions = Mentions(["Orla Venn", "VENN and Venns", "De"])
    places = list(mentions.places("Venn"))
    assert [mentions.text[at : at + 4] for at in places] == ["Venn", "VENN"]
    assert mentions.before(places[0], 40) == "Orla "
    assert mentions.before(places[1], 3).split() == ["\0"]
    assert list(Mentions(["İstanbul Venn"]).places("venn")) == [9]
    assert list(mentions.places("")) == []
