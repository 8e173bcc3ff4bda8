"""A good document that an editor spoilt in one place: what becomes of it. Nothing goes wrong without a word.

The table of docs/mutations.md says the same; a row that is not there fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .texts import labels, segmented

PAGE = Path(__file__).parents[3] / "docs" / "mutations.md"
TITLE = "News conference of Foreign Minister Anton Velin with Foreign Minister of Estmark Jonas Hallberg, Harvik"
OPENING = "We have met in good spirits."
Q1, A1, A1B = "Question: When will the ferry sail?", "Anton Velin: In spring.", "It needs a new engine."
Q2 = "Question (for Jonas Hallberg, translated from French): And who pays?"
A2, A3 = "Jonas Hallberg: We share the costs.", "Anton Velin (adding after Jonas Hallberg): Equally."
Q3 = "Question: Thank you."
WHOLE = (OPENING, Q1, A1, A1B, Q2, A2, A3, Q3)
TURNS = 7


def changed(line: str, old: str, new: str) -> tuple[str, ...]:
    assert old in line
    return tuple(one.replace(old, new, 1) if one == line else one for one in WHOLE)


#: Name of the mutation: the lines, the number of turns found, the reasons for review.
MUTATIONS: dict[str, tuple[tuple[str, ...], int, tuple[str, ...]]] = {
    "two letters swapped in a question's marker": (changed(Q1, "Question", "Quesiton"), 7, ("doubtful_marker",)),
    "a letter doubled in a speaker's name": (changed(A1, "Velin", "Vellin"), 7, ()),
    "two misprints in a speaker's name": (changed(A1, "Anton Velin", "Antn Vellin"), 7, ("doubtful_marker",)),
    "a letter of another alphabet in a marker": (changed(Q1, "Question", "Qu\u0435stion"), 7, ("doubtful_marker",)),
    "a blank inside a marker": (changed(Q1, "Question", "Ques tion"), 7, ("doubtful_marker",)),
    "an invisible character inside a marker": (changed(A1, "Anton Velin", "Anton\u200b Velin"), 7, ()),
    "a colon of another script": (changed(Q1, "Question: ", "Question："), 7, ()),
    "a colon doubled": (changed(A1, "Velin:", "Velin::"), 7, ()),
    "a colon lost": (changed(A1, "Velin:", "Velin"), 6, ("possible_marker", "possible_answer")),
    "a semicolon for the colon": (changed(A1, "Velin:", "Velin;"), 6, ("possible_marker", "possible_answer")),
    "a dash for the colon": (changed(Q1, "Question:", "Question -"), 6, ("possible_marker",)),
    "a marker in small letters": (changed(Q1, "Question:", "question:"), 6, ("possible_marker",)),
    "a marker glued to the sentence before": ((OPENING, Q1, A1, A1B + Q2, A2, A3, Q3), 7, ()),
    "a marker after a blank in the paragraph before": (
        (OPENING, Q1, A1, f"{A1B} {Q2}", A2, A3, Q3), 6, ("possible_question",)),
    "all of it glued together": (("".join(WHOLE),), 7, ()),
    "all of it in one paragraph": ((" ".join(WHOLE),), 1, ("possible_marker",)),
    "the notes of question and answer swapped": (
        (OPENING, Q1, A1, A1B, "Question (adding after Jonas Hallberg): And who pays?", A2,
         "Anton Velin (for Jonas Hallberg, translated from French): Equally.", Q3), 7, ()),
    "a note before its marker": (
        (OPENING, Q1, A1, A1B, "(for Jonas Hallberg, translated from French) Question: And who pays?", A2, A3, Q3), 7, ()),
    "a note that is not closed": (changed(Q2, "French):", "French:"), 6, ("possible_question",)),
    "a question's marker lost": (changed(Q2, Q2, "And who pays?"), 6, ("possible_question",)),
    "an answer's marker lost": (changed(A1, A1, "In spring."), 6, ("possible_answer",)),
    "a marker cut in two lines": ((OPENING, Q1, "Anton", "Velin: In spring.", A1B, Q2, A2, A3, Q3), 7, ()),
    "the whole text twice": (WHOLE + WHOLE, 13, ()),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_becomes_of_it(name: str) -> None:
    lines, turns, review = MUTATIONS[name]
    found = segmented(*lines, title=TITLE)
    assert (len(found.turns), found.review) == (turns, review), labels(found)


def test_a_turn_that_is_lost_is_never_lost_silently() -> None:
    whole = segmented(*WHOLE, title=TITLE)
    assert (len(whole.turns), whole.review) == (TURNS, ())
    assert all(review for _, turns, review in MUTATIONS.values() if turns < TURNS)


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_page_says_so(name: str) -> None:
    _, turns, review = MUTATIONS[name]
    row = f"| {name} | {turns} of {max(turns, TURNS)} | {', '.join(f'`{reason}`' for reason in review) or 'no'} |"
    assert row in PAGE.read_text(encoding="utf-8")
