"""What a person accepted makes no red day: a PARTIAL crawl is sorted into what is accepted and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from transcripts.accepted import Missing, sort_out

LIST = {"outcome": "PARTIAL", "what": "list news en: 2 missing", "list": "news", "language": "en", "day": "2026-03-02"}
DAY = {"outcome": "PARTIAL", "what": "nothing is listed", "day": "2026-03-03"}
STOPPED = {"outcome": "PARTIAL", "what": "the crawl was stopped before its end"}


def said(subject: str, key: str, language: str, day: str) -> dict[str, Any]:
    return {"subject": subject, "key": key, "language": language, "day": day, "by": "ada", "reason": "so it is"}


def document(accepted: bool) -> dict[str, Any]:
    by = {"decision_id": "1", "accepted_by": "ada", "accepted_because": "lost"} if accepted else {"decision_id": None}
    return {"address": "http://x/1", "language": "en", "fate": "failed", "reason": "http_404", **by}


@pytest.mark.parametrize(
    ("decision", "accepted"),
    [
        (said("list", "news", "en", "2026-03-02"), True),
        (said("list", "news", "", "2026-03-02"), True),
        (said("day", "", "", "2026-03-02"), True),
        (said("list", "news", "fr", "2026-03-02"), False),
        (said("list", "archive", "en", "2026-03-02"), False),
        (said("list", "news", "en", "2026-03-01"), False),
    ],
)
def test_the_rest_of_a_list_is_accepted_for_its_day_and_language(decision: dict[str, Any], accepted: bool) -> None:
    found = sort_out("PARTIAL", [LIST], [], [decision])
    assert found == (
        Missing((), ("list news en: 2 missing, accepted by ada (so it is)",))
        if accepted
        else Missing((LIST["what"],), ())
    )


def test_a_day_is_accepted_as_a_whole_and_a_list_s_decision_is_none_about_it() -> None:
    assert not sort_out("PARTIAL", [DAY], [], [said("day", "", "", "2026-03-03")]).open
    assert sort_out("PARTIAL", [DAY], [], [said("list", "news", "", "2026-03-03")]).open


def test_documents_are_accepted_one_by_one() -> None:
    found = sort_out("PARTIAL", [], [document(True), document(False)], [])
    assert found.open == ("http://x/1 en: failed, http_404",)
    assert found.accepted == ("http://x/1 en: failed, http_404, accepted by ada (lost)",)


def test_what_has_no_day_and_what_is_worse_than_partial_cannot_be_accepted() -> None:
    everything = [said("day", "", "", day) for day in ("2026-03-02", "2026-03-03")]
    assert sort_out("PARTIAL", [STOPPED], [], everything).open == (STOPPED["what"],)
    assert sort_out("PARTIAL", [{**LIST, "outcome": "DRIFT"}], [], everything).open
    worse = sort_out("BLOCKED", [LIST], [document(True)], everything)
    assert len(worse.open) == 2
    assert worse.accepted == ()
