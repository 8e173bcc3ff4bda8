"""The marker styles: how a ministry prints its speakers."""

import pytest

from transcripts.segment import Context, segment
from transcripts.segment.style import UnknownStyle, known_styles

from .texts import labels, rules, segmented


def test_an_unknown_style_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownStyle, match="'harbour': known are kremlin, mid_ru, us_state"):
        segment([], Context("harbour", "en"))
    assert known_styles() == ["kremlin", "mid_ru", "us_state"]


def test_capitals_mark_in_us_state() -> None:
    found = segmented("QUESTION: Why?", "VENN: So.", "VENN: Thus.", "Patience: all.", style="us_state")
    assert labels(found) == ["QUESTION:", "VENN:", "VENN:"]
    assert rules(found) == ["marker_word", "capitals", "capitals"]


def test_capitals_once_are_doubtful() -> None:
    found = segmented("QUESTION: Why?", "VENN: So.", style="us_state")
    assert (rules(found)[1], found.review) == ("capitals_once", ("doubtful_marker",))


def test_capitals_do_not_mark_in_mid_ru() -> None:
    assert labels(segmented("Question: Why?", "VENN: So.", "VENN: Thus.")) == ["Question:"]


def test_a_name_in_small_letters_does_not_mark_in_us_state() -> None:
    assert labels(segmented("QUESTION: Why?", "Ambassador Venn: so.", style="us_state")) == ["QUESTION:"]


def test_two_blanks_after_the_colon_and_a_note_before_the_name() -> None:
    found = segmented("QUESTION:  Why?", "(As Translated)FOREIGN MINISTER VENN:  So.", style="us_state")
    turn = found.turns[1]
    assert (turn.label, turn.note, turn.speaker) == ("(As Translated)FOREIGN MINISTER VENN:", "As Translated", "VENN")
    assert (turn.text, found.turns[0].text) == ("So.", "Why?")
