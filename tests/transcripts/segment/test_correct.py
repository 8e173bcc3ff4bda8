"""What reviewers say of a document, applied while it is segmented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.transcripts.corrections.written import later, said
from transcripts.corrections.model import Correction
from transcripts.model import DocumentKind, Paragraph, Segmentation
from transcripts.segment import Context, segment

from .texts import exchanges, labels, spans_of

MISSED = ("Question: Why?", "Emmanuel Macron: So.", "Rapporteur note- Who asks? Nobody does.", "Sergey Lavrov: Good.")
FALSE = (
    "Question: Why?",
    "Sergey Lavrov: So.",
    "Moscow Times: it was a paper.",
    "Question: And?",
    "Sergey Lavrov: No.",
)


def corrected(lines: Sequence[str], *corrections: Correction, kind: DocumentKind | None = None) -> Segmentation:
    found = segment([Paragraph("text", one) for one in lines], Context("mid_ru", "en", kind=kind), corrections)
    body = "\n".join(lines)
    assert "".join(text for text, _, _ in spans_of(body, found)) == body
    return found


def texts(found: Segmentation) -> list[str]:
    return [turn.text for turn in found.turns]


def test_a_turn_gets_what_the_reviewer_says_and_nothing_else_changes() -> None:
    one = said("turn", "Sergey Lavrov: So.", changes={"role": "moderator", "outlet": "Harbour TV", "person_id": ""})
    before, found = corrected(FALSE), corrected(FALSE, one)
    turn = found.turns[1]
    assert (turn.role, turn.outlet, turn.person, turn.person_id, turn.speaker) == (
        "moderator", "Harbour TV", None, None, "Sergey Lavrov"
    )  # fmt: skip
    assert turn.corrections == (one.id,)
    assert [t for i, t in enumerate(found.turns) if i != 1] == [t for i, t in enumerate(before.turns) if i != 1]


def test_a_person_of_the_data_brings_the_name_and_a_name_alone_no_id() -> None:
    by_id = said("turn", "Sergey Lavrov: So.", changes={"person_id": "sample-velin"})
    by_name = said("turn", "Sergey Lavrov: So.", changes={"person": "Ada Toy"})
    assert [(t.person, t.person_id) for t in corrected(FALSE, by_id).turns[1:2]] == [("Anton Velin", "sample-velin")]
    assert [(t.person, t.person_id) for t in corrected(FALSE, by_name).turns[1:2]] == [("Ada Toy", None)]


def test_the_kinds_of_turns_follow_a_corrected_role() -> None:
    lines = ("Ada Toy: Why is that so?", "Sergey Lavrov: So.")
    asks = said("turn", "Ada Toy: Why", changes={"role": "journalist"})
    found = corrected(lines, asks)
    assert [turn.kind for turn in found.turns] == ["question", "answer"]
    assert exchanges(found) == [((0,), (1,))]
    said_kind = said("turn", "Ada Toy: Why", changes={"role": "journalist", "kind": "remark"})
    assert corrected(lines, said_kind).turns[0].kind == "remark"


def test_a_split_begins_a_turn_with_the_label_that_the_reviewer_reads() -> None:
    one = said(
        "split", "Rapporteur note- Who", label="Rapporteur note-", changes={"role": "journalist", "kind": "question"}
    )
    found = corrected(MISSED, one)
    assert labels(found) == ["Question:", "Emmanuel Macron:", "Rapporteur note-", "Sergey Lavrov:"]
    turn = found.turns[2]
    assert (turn.text, turn.speaker, turn.rule, turn.confidence, turn.role) == (
        "Who asks? Nobody does.", "Rapporteur note-", "corrected", 1.0, "journalist"
    )  # fmt: skip
    assert exchanges(found)[-1] == ((2,), (3,)), "exchanges are tied anew"
    assert turn.corrections == (one.id,)


def test_a_split_inside_a_paragraph() -> None:
    found = corrected(MISSED, said("split", "Nobody does.", changes={"role": "official", "kind": "answer"}))
    inner = next(turn for turn in found.turns if turn.rule == "corrected")
    assert (inner.text, inner.label, inner.start, inner.start_char) == ("Nobody does.", None, 3, 27)


def test_a_split_with_the_label_of_a_known_marker_is_read_like_one() -> None:
    lines = ("Question: Why?", "Orla Venn: So - Sergey Lavrov (adding after Orla Venn): And so on.")
    found = corrected(lines, said("split", "Sergey Lavrov (adding", label="Sergey Lavrov (adding after Orla Venn):"))
    assert (found.turns[-1].person_id, found.turns[-1].adding_after) == ("sergey-lavrov", "Orla Venn")


def test_a_split_over_another_marker_takes_its_place() -> None:
    lines = ("Question: Why?", "Dear all Question: When?", "Sergey Lavrov: So.")
    wide = said("split", "Dear all Question: When?", label="Dear all Question:", changes={"kind": "question"})
    narrow = said("split", "Question: When?", at=later(1), label="Question:")
    assert labels(corrected(lines, wide)) == ["Question:", "Dear all Question:", "Sergey Lavrov:"]
    found = corrected(lines, wide, narrow)
    assert labels(found) == ["Question:", "Question:", "Sergey Lavrov:"]
    inside = corrected(FALSE, said("split", "Lavrov: So.", label="Lavrov:"))
    assert labels(inside)[:2] == ["Question:", "Lavrov:"]
    assert texts(inside)[0] == "Why?\nSergey"


def test_a_heading_in_which_a_turn_begins_is_text() -> None:
    lines = [Paragraph("text", "Question: Why?"), Paragraph("heading", "Orla Venn: So.")]
    found = segment(lines, Context("mid_ru", "en"), [said("split", "Orla Venn: So.", label="Orla Venn:")])
    assert texts(found) == ["Why?", "So."]


def test_a_join_gives_the_words_to_the_turn_before_and_marks_it() -> None:
    split = said("split", "Moscow Times: it", label="Moscow Times:")
    joined = said("join", "Question: And?", at=later(1))
    found = corrected(FALSE, split, joined)
    assert labels(found) == ["Question:", "Sergey Lavrov:", "Moscow Times:", "Sergey Lavrov:"]
    assert texts(found)[2] == "it was a paper.\nQuestion: And?"
    assert found.turns[2].corrections == (split.id, joined.id)


def test_a_join_of_the_first_marker_gives_its_words_to_the_opening() -> None:
    joined = said("join", "Sergey Lavrov: Good day.")
    found = corrected(("Welcome.", "Sergey Lavrov: Good day.", "Question: Why?", "Orla Venn: So."), joined)
    assert (texts(found)[0], found.turns[0].label) == ("Welcome.\nSergey Lavrov: Good day.", None)
    assert found.turns[0].corrections == (joined.id,)


def test_the_newest_word_on_a_place_counts() -> None:
    quote = "Question: And?"
    both = (said("join", quote), said("split", quote, at=later(1), label="Question:"))
    assert len(corrected(FALSE, *both).turns) == len(corrected(FALSE).turns)
    assert len(corrected(FALSE, *reversed(both)).turns) == len(corrected(FALSE).turns), "by time, not by order"
    roles = [said("turn", quote, at=later(i), changes={"role": role}) for i, role in enumerate(("other", "moderator"))]
    turn = next(t for t in corrected(FALSE, *roles).turns if t.text == "And?")
    assert (turn.role, turn.corrections) == ("moderator", (roles[0].id, roles[1].id))


def test_a_documents_kind_is_the_newest_that_was_said() -> None:
    kinds = [said("kind", at=later(i), changes={"kind": kind}) for i, kind in enumerate(("briefing", "interview"))]
    assert corrected(FALSE, *kinds).kind == "interview"
    assert corrected(FALSE, kind="briefing").kind is None, "as it was read"


def test_a_document_of_a_kind_without_turns_has_none_whatever_was_said_of_them() -> None:
    turn = said("turn", "Question: Why?", changes={"role": "other"})
    found = corrected(FALSE, turn, said("kind", at=later(1), changes={"kind": "announcement"}))
    assert (found.turns, found.exchanges, found.review) == ((), (), ())


@pytest.mark.parametrize(
    "lost",
    [
        said("turn", "Question: Whence?", changes={"role": "other"}),
        said("split", "Nobody: here", label="Nobody:"),
        said("join", "Nobody: here"),
        said("turn", "it was a paper.", changes={"role": "other"}),
        said("turn", "Question: Why?", changes={"person_id": "nobody-we-know"}),
    ],
    ids=["turn gone", "split gone", "join gone", "no turn begins there", "person gone"],
)
def test_a_correction_without_a_place_puts_the_document_on_the_review_list(lost: Correction) -> None:
    found = corrected(FALSE, lost)
    assert "correction_lost" in found.review
    assert [doubt.correction for doubt in found.doubts if doubt.reason == "correction_lost"] == [lost.id]
    assert texts(found) == texts(corrected(FALSE))


def test_a_correction_that_a_newer_one_replaces_is_not_lost() -> None:
    turn = said("turn", "Question: And?", changes={"role": "other"})
    split = said("split", "Moscow Times: it", label="Moscow Times:")
    joins = [said("join", one.quote, at=later(1)) for one in (turn, split)]
    assert "correction_lost" not in corrected(FALSE, turn, split, *joins).review


def test_a_border_that_the_rules_learn_to_see_as_the_reviewer_does_is_not_lost() -> None:
    assert "correction_lost" not in corrected(FALSE, said("join", "it was a paper.")).review
    assert "correction_lost" not in corrected(FALSE, said("split", "Question: And?", label="Question:")).review


def test_a_corrected_place_is_in_doubt_no_longer() -> None:
    lines = ("Question: Why?", "Sergey Lavrov: So.", "Ada Toy: This is mine.", "Quesiton: When?")
    assert {"possible_marker", "doubtful_marker"} <= set(corrected(lines).review)
    for settled in (said("join", "Ada Toy: This"), said("split", "Ada Toy: This", label="Ada Toy:")):
        assert "possible_marker" not in corrected(lines, settled).review
    looked_at = said("turn", "Quesiton: When?", changes={"role": "journalist"})
    assert "doubtful_marker" not in corrected(lines, looked_at).review


def test_doubts_say_where() -> None:
    lines = ("Question: Why?", "Sergey Lavrov: So.", "Ada Toy: This is mine.", "Quesiton: When?")
    found = {(doubt.reason, doubt.paragraph, doubt.words) for doubt in corrected(lines).doubts}
    assert found == {("possible_marker", 3, "Ada Toy:"), ("doubtful_marker", 4, "Quesiton:")}
