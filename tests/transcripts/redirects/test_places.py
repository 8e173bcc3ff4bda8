"""Two segmentations of one text: an old id leads to what stands where it stood."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transcripts.redirects import Lead, Place, by_order, by_place, onward

WHOLE = [Place("whole", 0, 100)]
PARTS = [Place("one", 0, 60), Place("two", 61, 100)]


def leads(found: dict[str, list[Lead]]) -> dict[str, list[tuple[str, float]]]:
    return {turn: [(lead.turn_id, round(lead.score, 2)) for lead in own] for turn, own in found.items()}


def test_a_turn_that_was_split_leads_to_its_parts() -> None:
    assert leads(by_place(WHOLE, PARTS)) == {"whole": [("one", 0.6), ("two", 0.39)]}


def test_turns_that_were_merged_lead_to_the_whole() -> None:
    assert leads(by_place(PARTS, WHOLE)) == {"one": [("whole", 1.0)], "two": [("whole", 1.0)]}


def test_a_bound_that_moved_a_little_makes_no_part() -> None:
    moved = [Place("three", 0, 70), Place("four", 70, 100)]
    assert leads(by_place(PARTS, moved)) == {"one": [("three", 1.0)], "two": [("four", 0.77)]}


def test_what_is_nobodys_words_now_leads_nowhere_and_what_is_shown_still_leads_not() -> None:
    assert leads(by_place(PARTS, [Place("one", 0, 60)])) == {"two": []}
    assert by_place(PARTS, PARTS) == {}


def test_where_a_newer_cleaner_left_something_out_turns_of_both_are_fixed_points() -> None:
    before = [Place("a", 0, 10), Place("b with a note", 11, 51), Place("c", 52, 60), Place("imprint", 61, 90)]
    after = [Place("a", 0, 10), Place("b", 11, 31), Place("c", 32, 40)]
    assert leads(by_order(before, after)) == {"b with a note": [("b", 1.0)], "imprint": []}


cuts = st.lists(st.integers(1, 199), unique=True, max_size=12).map(sorted)


@given(cuts, cuts)
def test_where_all_of_a_text_is_somebodys_each_old_id_leads_somewhere_and_in_order(
    one: list[int], two: list[int]
) -> None:
    before, after = _places("old", one), _places("new", two)
    found = by_place(before, after)
    order = {place.turn_id: n for n, place in enumerate(after)}
    for place in before:
        own = found[place.turn_id]
        assert own
        assert all(0 < lead.score <= 1 for lead in own)
        assert sum(lead.score for lead in own) <= 1.0001
        assert [order[lead.turn_id] for lead in own] == sorted(order[lead.turn_id] for lead in own)
    assert by_order(before, after) == found, "equal texts are only the simplest of those that differ"


def _places(name: str, bounds: list[int]) -> list[Place]:
    ends = [*bounds, 200]
    return [Place(f"{name} {start}-{end}", start, end) for start, end in zip([0, *ends], ends, strict=False)]


def test_leads_are_followed_to_what_is_shown_and_parts_of_one_add_up() -> None:
    further = {"b": [Lead("d", 1.0)], "c": [Lead("d", 0.5), Lead("e", 0.5)], "gone": []}
    assert onward([Lead("b", 0.5), Lead("c", 0.5)], {"d", "e"}, further) == [Lead("d", 0.75), Lead("e", 0.25)]
    assert onward([Lead("a", 0.5), Lead("gone", 0.5)], {"a"}, further) == [Lead("a", 0.5)]
