"""A page holds every character of a body, in its order, whatever spans tile it and whoever owns them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ui.reading.layout import Group, Piece, groups, lines

KINDS = ("text", "label", "heading", "separator", "contents", "note", "boilerplate")
#: Bodies with empty lines, blanks at ends, markup, two directions, and ends of lines that are none of ours.
BODIES = st.text(st.sampled_from("ab <&\n\n\u0645\u0631\u2028\r\x0b."), min_size=1, max_size=80)


def turn(ordinal: int, exchange: int | None = None) -> dict[str, Any]:
    return {"ordinal": ordinal, "exchange": exchange, "reason": None}


@st.composite
def tilings(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    body = draw(BODIES)
    cuts = sorted(draw(st.sets(st.integers(1, len(body)), max_size=12)) | {0, len(body)})
    spans, owner = [], 0
    for start, end in pairwise(cuts):
        owner += draw(st.integers(0, 1))
        owned = owner > 0 and draw(st.booleans())
        kind = draw(st.sampled_from(("text", "label", "note") if owned else KINDS))
        spans.append({"start_char": start, "end_char": end, "kind": kind, "turn": owner if owned else None})
    turns = [turn(n, draw(st.sampled_from((None, 1, 2)))) for n in range(1, owner + 1)]
    return body, spans, turns


def text(found: list[Group]) -> str:
    pieces = [piece for group in found for block in group.blocks for line in block.lines for piece in line]
    return "".join(piece.text for piece in pieces)


@given(tilings())
def test_no_character_is_lost_or_moved(case: tuple[str, list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    body, spans, turns = case
    assert text(groups(body, spans, turns)) == body


@given(tilings())
def test_each_turn_begins_once(case: tuple[str, list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    body, spans, turns = case
    begun = [b.turn["ordinal"] for g in groups(body, spans, turns) for b in g.blocks if b.turn and b.begins]
    assert sorted(begun) == sorted({span["turn"] for span in spans if span["turn"]})


def test_lines_end_at_newlines_alone() -> None:
    found = list(lines([Piece("label", "A: "), Piece("text", "one\u2028two\nthree\r"), Piece("text", "\n")]))
    assert [[piece.text for piece in line] for line in found] == [["A: ", "one\u2028two\n"], ["three\r", "\n"]]


def shape(spans: list[tuple[str, int | None]], exchanges: dict[int, int | None]) -> list[tuple[int | None, str]]:
    body = "x" * len(spans)
    tiles = [{"start_char": n, "end_char": n + 1, "kind": kind, "turn": owner} for n, (kind, owner) in enumerate(spans)]
    found = groups(body, tiles, [turn(n, exchange) for n, exchange in exchanges.items()])
    return [(g.exchange, " ".join(str(b.turn["ordinal"]) if b.turn else b.kind for b in g.blocks)) for g in found]


def test_question_and_answers_stand_together_with_the_heading_between_them() -> None:
    spans = [
        ("heading", None),
        ("text", 1),
        ("text", 2),
        ("heading", None),
        ("text", 2),
        ("separator", None),
        ("text", 3),
    ]
    assert shape(spans, {1: 1, 2: 1, 3: 2}) == [(None, "heading"), (1, "1 2 heading 2"), (None, "separator"), (2, "3")]


def test_a_turn_of_nobody_s_exchange_parts_them() -> None:
    assert shape([("text", 1), ("text", 2), ("text", 3)], {1: 1, 2: None, 3: 1}) == [(1, "1"), (None, "2"), (1, "3")]
