"""Too many pages of a run that could not be read make `process` red, for each ministry by its own bound."""

from __future__ import annotations

from dags.common import drift


def batch(ministry: str, **counts: int) -> dict:
    return {"ministry": ministry, **counts}


def test_a_run_with_few_pages_in_quarantine_is_well():
    assert drift.told([]) is None and drift.told([None, [], []]) is None
    assert drift.told([[batch("sample", read=90, quarantined=10)], [], []]) is None
    assert drift.told([[batch("sample", read=0, quarantined=2)], [], []]) is None, "too few to tell"


def test_a_run_with_many_names_the_ministry_and_the_way_on():
    said = drift.told(
        [[batch("sample", read=90), batch("mid_ru", read=5, quarantined=2), batch("mid_ru", quarantined=2)], []]
    )
    assert said is not None
    assert said.startswith(
        "DRIFT: mid_ru: 4 of 9 pages that were cleaned could not be read. Next: `transcripts quarantine list`"
    )


def test_one_ministrys_many_good_pages_do_not_hide_anothers_bad_ones():
    assert drift.told([[batch("sample", read=1000, failed=4), batch("mid_ru", quarantined=3)]]) is not None
