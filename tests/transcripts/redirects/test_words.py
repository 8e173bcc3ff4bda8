"""Two revisions of a text: an old id leads to the turn that has its words."""

from __future__ import annotations

from transcripts.changes import Said
from transcripts.ids import turn_ids
from transcripts.redirects import Spoken, by_words

ASKED = "What do you say about the new harbour and its price?"
OPEN = "The harbour is open to everybody who has a boat and a flag."
DEAR = "It was dear, and it was worth every single crown of it."
THANKS = "Thank you all."


def spoken(*texts: str) -> list[Spoken]:
    ids = turn_ids("document", list(texts))
    return [Spoken(turn, Said("Ada Toy:", text)) for turn, text in zip(ids, texts, strict=True)]


def leads(before: tuple[str, ...], after: tuple[str, ...]) -> dict[str, list[tuple[str, float]]]:
    """By the texts themselves."""
    old, new = spoken(*before), spoken(*after)
    texts = {turn.turn_id: turn.said.text for turn in (*old, *new)}
    return {
        texts[turn]: [(texts[lead.turn_id], round(lead.score, 1)) for lead in own]
        for turn, own in by_words(old, new).items()
    }


def test_equal_words_keep_their_id_whatever_stands_around_them() -> None:
    assert leads((ASKED, OPEN, THANKS), (THANKS, ASKED, "Good day to you.", OPEN)) == {}


def test_a_comma_does_not_change_an_id_and_other_words_lead_on() -> None:
    assert leads((ASKED, OPEN), (ASKED.replace("harbour", "harbour,"), OPEN)) == {}
    edited = OPEN.replace("boat", "ship")
    assert leads((ASKED, OPEN), (ASKED, edited)) == {OPEN: [(edited, 0.9)]}


def test_what_the_ministry_split_leads_to_all_parts_and_what_it_merged_to_the_whole() -> None:
    whole = f"{OPEN} {DEAR}"
    assert leads((ASKED, whole), (ASKED, OPEN, DEAR)) == {whole: [(OPEN, 1.0), (DEAR, 0.5)]}
    assert leads((ASKED, OPEN, DEAR), (ASKED, whole)) == {OPEN: [(whole, 1.0)], DEAR: [(whole, 1.0)]}


def test_what_was_taken_out_leads_nowhere_not_to_a_stranger() -> None:
    assert leads((ASKED, OPEN, THANKS), (ASKED, THANKS)) == {OPEN: []}
    assert leads((ASKED, OPEN), (ASKED, "Nobody knows what tomorrow brings us.")) == {OPEN: []}


def test_of_equal_turns_the_one_that_lost_its_number_leads_to_its_words() -> None:
    old, new = spoken("Yes.", OPEN, "Yes."), spoken(OPEN, "Yes.")
    found = by_words(old, new)
    assert {turn: [lead.turn_id for lead in own] for turn, own in found.items()} == {old[2].turn_id: [new[1].turn_id]}
