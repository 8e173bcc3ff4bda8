"""What counts as right: answers made by hand against one gold document."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from tests.transcripts.evaluate.written import written
from transcripts.evaluate import Gold
from transcripts.evaluate.compare import Mistake, compare
from transcripts.model import Exchange, Segmentation, SpeakerRole, Turn


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    return written(tmp_path)


def answer(gold: Gold) -> Segmentation:
    """The answer that is all right."""
    turns = [
        Turn(
            one.start,
            one.end,
            "",
            cast("SpeakerRole", one.role),
            "remark",
            "made",
            1.0,
            one.char,
            one.label,
            None,
            one.person,
        )
        for one in gold.turns
    ]
    return Segmentation(tuple(turns), tuple(Exchange(*pair) for pair in gold.exchanges), ())


def changed(found: Segmentation, number: int, **fields: Any) -> Segmentation:
    turns = list(found.turns)
    turns[number] = replace(turns[number], **fields)
    return replace(found, turns=tuple(turns))


def without(found: Segmentation, number: int) -> Segmentation:
    """The answer without a turn: its paragraphs go to the turn before, exchanges that name it are gone."""
    turns = list(found.turns)
    turns[number - 1] = replace(turns[number - 1], end=turns[number].end)
    del turns[number]
    pairs = [
        Exchange(shifted(one.questions, number), shifted(one.answers, number))
        for one in found.exchanges
        if number not in one.questions + one.answers
    ]
    return replace(found, turns=tuple(turns), exchanges=tuple(pairs))


def shifted(turns: tuple[int, ...], number: int) -> tuple[int, ...]:
    """The turns' numbers once this one is gone."""
    return tuple(turn - (turn > number) for turn in turns)


def seen(mistakes: tuple[Mistake, ...]) -> list[tuple[Any, ...]]:
    return [(one.paragraph, one.char, one.what, one.wanted, one.found) for one in mistakes]


def test_the_right_answer_has_no_mistake(gold: Gold) -> None:
    done = compare(gold, answer(gold))
    assert done.mistakes == ()
    assert done.counts == {
        "documents": 1, "gold": 7, "found": 7, "hit": 7, "label": 7, "role": 7, "person": 7, "named_gold": 4, "named": 4,
        "words": 38, "gold_pairs": 3, "found_pairs": 3, "hit_pairs": 3,
    }  # fmt: skip
    assert done.hard == {
        "addressee": {"gold": 1, "hit": 1, "label": 1, "role": 1, "person": 1},
        "inline": {"gold": 2, "hit": 2, "label": 2, "role": 2, "person": 2, "named_gold": 1, "named": 1},
    }
    assert done.traps == {"reported fact": {"traps": 1, "taken": 0}}


def test_a_missed_turn_costs_its_words_and_its_exchange(gold: Gold) -> None:
    done = compare(gold, without(answer(gold), 1))
    assert (done.counts["found"], done.counts["hit"], done.counts["hit_pairs"]) == (6, 6, 2)
    assert done.counts["words_wrong"] == 7
    assert seen(done.mistakes) == [
        (4, 0, "missed", "Question (for Jean Asselborn):", None),
        (4, 0, "words", "Question (for Jean Asselborn): (journalist)", "no label (official)"),
        (4, 0, "exchange missed", "questions at 4, answers at 5", None),
    ]
    assert done.hard["addressee"] == {"gold": 1}


def test_words_stand_under_the_turn_that_ends_their_paragraph(gold: Gold) -> None:
    done = compare(gold, without(answer(gold), 5))
    assert (done.counts["hit"], done.counts["words_wrong"]) == (6, 0)


def test_a_start_at_another_offset_is_missed_and_false(gold: Gold) -> None:
    done = compare(gold, changed(answer(gold), 5, start_char=25))
    assert [one.what for one in done.mistakes] == ["false start", "exchange false", "missed", "exchange missed"]


def test_a_trap_is_taken_where_a_turn_starts_that_the_gold_has_not(gold: Gold) -> None:
    right = answer(gold)
    false = replace(right.turns[2], start=5, label="The fact remains:", person=None)
    turns = (*right.turns[:2], replace(right.turns[2], end=4), false, *right.turns[3:])
    done = compare(gold, replace(right, turns=turns, exchanges=()))
    assert done.traps == {"reported fact": {"traps": 1, "taken": 1}}
    assert (6, 0, "false start", None, "The fact remains:") in seen(done.mistakes)


@pytest.mark.parametrize(
    ("fields", "what", "found"),
    [
        ({"label": "Sergey  Lavrov\xa0:"}, "label", "Sergey  Lavrov\xa0:"),
        ({"label": None}, "label", None),
        ({"role": "unknown"}, "role", "unknown"),
        ({"person": "Jean Asselborn"}, "person", "Jean Asselborn"),
        ({"person": None}, "person", None),
    ],
)
def test_what_is_wrong_with_a_turn_is_named(gold: Gold, fields: dict[str, Any], what: str, found: str | None) -> None:
    done = compare(gold, changed(answer(gold), 2, **fields))
    assert done.counts[what] == 6
    assert (5, 0, what, getattr(gold.turns[2], what), found) in seen(done.mistakes)


@pytest.mark.parametrize("fields", [{"label": "Sergey\xa0  Lavrov:"}, {"person": "S. LAVROV"}, {"person": "Lavröv"}])
def test_blanks_in_labels_and_spellings_of_a_surname_do_not_matter(gold: Gold, fields: dict[str, Any]) -> None:
    done = compare(gold, changed(answer(gold), 2, **fields))
    assert done.mistakes == ()


def test_a_person_where_the_gold_leaves_it_open_is_wrong(gold: Gold) -> None:
    done = compare(gold, changed(answer(gold), 3, person="Jean Asselborn"))
    assert (done.counts["person"], done.counts["named"], done.counts["named_gold"]) == (6, 4, 4)


def test_an_exchange_is_right_only_as_a_whole(gold: Gold) -> None:
    joined = (Exchange((1, 3), (2, 4)), Exchange((5,), (6,)))
    done = compare(gold, replace(answer(gold), exchanges=joined))
    assert [done.counts[f"{side}_pairs"] for side in ("gold", "found", "hit")] == [3, 2, 1]
    assert (4, 0, "exchange false", None, "questions at 4, 7, answers at 5, 8") in seen(done.mistakes)
