"""A newer aligner, and pairs that fail: named, tried again, and none takes another with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.transcripts.steps.talks import BY, EN, FR, Talks, hours_after
from transcripts.steps import align

pytestmark = pytest.mark.database


def test_a_newer_aligner_puts_its_pairs_in_the_place_of_the_old_ones(
    talks: Talks, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks.publish("en", EN)
    talks.publish("fr", FR)
    monkeypatch.setattr(align, "VERSION", "0-old")
    align.run(talks.connection, "toy", [1, 2], BY)
    monkeypatch.undo()
    assert talks.due() != []
    assert talks.align() == {"aligned": 1, "turn_pairs": 4}
    assert talks.rows("SELECT aligner FROM corpus.version_pair") == [(align.VERSION,)]
    assert talks.rows("SELECT count(*) FROM corpus.turn_pair") == [(4,)]


def test_one_pair_that_fails_is_named_tried_again_and_takes_no_other_with_it(
    talks: Talks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        for language, lines in (("en", EN), ("fr", FR)):
            talks.publish(language, lines, f"bitrix/{number}", published=hours_after(number))
    whole = align.align

    def breaks(one: Any, other: Any) -> Any:
        if one.site_id == "bitrix/1":
            raise ZeroDivisionError("of our own")
        return whole(one, other)

    monkeypatch.setattr(align, "align", breaks)
    assert talks.align() == {"aligned": 1, "turn_pairs": 4, "failed": 1}
    ((detail,),) = talks.rows("SELECT detail FROM pipeline.attempt WHERE step = 'align' AND outcome = 'failed'")
    assert detail.startswith("with segmentation ") and detail.endswith(": ZeroDivisionError: of our own")
    monkeypatch.undo()
    assert talks.align() == {"aligned": 1, "turn_pairs": 4}


def test_a_pair_that_the_database_refuses_takes_no_other_with_it(talks: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        for language, lines in (("en", EN), ("fr", FR)):
            talks.publish(language, lines, f"bitrix/{number}", published=hours_after(number))
    whole = align.align

    def says_what_cannot_be(one: Any, other: Any) -> Any:
        found = whole(one, other)
        return replace(found, tie=replace(found.tie, score=0.0)) if one.site_id == "bitrix/1" else found

    monkeypatch.setattr(align, "align", says_what_cannot_be)
    assert talks.align() == {"aligned": 1, "turn_pairs": 4, "failed": 1}
    ((detail,),) = talks.rows("SELECT detail FROM pipeline.attempt WHERE step = 'align' AND outcome = 'failed'")
    assert "CheckViolation" in detail
    monkeypatch.undo()
    assert talks.align() == {"aligned": 1, "turn_pairs": 4}
