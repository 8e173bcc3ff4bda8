"""What differs between two revisions, turn by turn."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from transcripts.changes import Said, TurnChange, compare

QUESTION = Said("Question:", "What do you say about the new harbour and its price?")
ANSWER = Said("Ada Toy:", "The harbour is open to everybody. It was dear, and it was worth it.")
THANKS = Said("Ada Toy:", "Thank you all.")
OTHER = Said("Question:", "Will the ferries sail in winter, when the sea is frozen?")


def told(before: Sequence[Said], after: Sequence[Said]) -> list[tuple[str, int | None, int | None]]:
    return [(change.kind, change.before, change.after) for change in compare(before, after)]


def test_the_same_turns_are_no_change() -> None:
    assert told([QUESTION, ANSWER, THANKS], [QUESTION, ANSWER, THANKS]) == []


def test_turns_that_come_and_go() -> None:
    assert told([QUESTION, ANSWER], [QUESTION, ANSWER, OTHER, THANKS]) == [("added", None, 2), ("added", None, 3)]
    assert told([THANKS, QUESTION, ANSWER], [QUESTION, ANSWER]) == [("removed", 0, None)]


def test_other_words_are_an_altered_turn_and_so_is_one_that_grew_at_either_end() -> None:
    edited = Said("Ada Toy:", "The harbour is open to everybody. It was not dear, and it was worth it.")
    grown = Said("Ada Toy:", ANSWER.text + " " + "And the ferries sail every day of the year. " * 9)
    shorter = Said("Ada Toy:", "It was dear, and it was worth it.")
    for after in (edited, grown, shorter):
        assert told([QUESTION, ANSWER], [QUESTION, after]) == [("altered", 1, 1)]


def test_a_comma_a_marker_or_a_note_alone_alters_a_turn() -> None:
    for after in (
        Said("Ada Toy:", ANSWER.text.replace(",", "")),
        Said("Minister Toy:", ANSWER.text),
        Said("Ada Toy:", ANSWER.text, "laughs"),
    ):
        assert told([QUESTION, ANSWER], [QUESTION, after]) == [("altered", 1, 1)]


def test_quite_other_words_are_one_turn_less_and_one_more() -> None:
    assert told([QUESTION, ANSWER], [OTHER, ANSWER]) == [("removed", 0, None), ("added", None, 0)]


def test_a_turn_that_stands_elsewhere_has_moved() -> None:
    assert told([THANKS, QUESTION, ANSWER], [QUESTION, ANSWER, THANKS]) == [("moved", 0, 2)]
    as_printed = Said("Chair:", THANKS.text)
    assert told([THANKS, QUESTION, ANSWER], [QUESTION, ANSWER, as_printed]) == [("altered", 0, 2)]


def test_one_more_of_equal_turns_is_one_added() -> None:
    yes = Said("Ada Toy:", "Yes.")
    assert told([QUESTION, yes], [yes, QUESTION, yes]) == [("added", None, 0)]


def test_pairs_keep_the_order_of_the_text() -> None:
    first, second = (Said("Ada Toy:", f"{n} ships came to the harbour at night") for n in ("Two", "Three"))
    both = [Said("Ada Toy:", f"{n} ships came to the harbour at night, they say") for n in ("Two", "Three")]
    assert told([first, second], both) == [("altered", 0, 0), ("altered", 1, 1)]


def test_a_text_of_a_thousand_turns_that_was_rewritten_takes_no_minutes() -> None:
    before = [Said("A:", f"word{n} " * 30) for n in range(1000)]
    after = [Said("A:", f"other{n} " * 30) for n in range(1000)]
    assert len(compare(before, after)) == 2000


SAYINGS = st.lists(
    st.builds(Said, st.sampled_from(["A:", "B:"]), st.sampled_from(["yes", "no", "it is so and so", "it is so and"])),
    max_size=7,
)


@given(SAYINGS, SAYINGS)
def test_the_later_text_follows_from_the_earlier_one_and_the_changes(before: list[Said], after: list[Said]) -> None:
    changes = compare(before, after)
    new = {change.after for change in changes if change.after is not None}
    old = {change.before for change in changes if change.before is not None}
    kept = [turn for n, turn in enumerate(before) if n not in old]
    assert kept == [turn for n, turn in enumerate(after) if n not in new], "what no change names stands as it was"
    assert all(_is_true(change, before, after) for change in changes)


def _is_true(change: TurnChange, before: list[Said], after: list[Said]) -> bool:
    if change.before is None or change.after is None:
        return change.kind == ("added" if change.before is None else "removed")
    return (before[change.before] == after[change.after]) == (change.kind == "moved")
