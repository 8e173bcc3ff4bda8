"""How batches of `process` are named and counted, and when the next run is worth starting."""

from __future__ import annotations

import pytest

from dags.common import batches


def test_a_batch_is_named_by_its_ministry_and_its_keys():
    assert batches.name({"step": "clean", "ministry": "toy", "keys": [7, 8, 12]}) == "toy 7..12 (3)"


def test_counts_of_batches_are_added_up_and_words_left_out():
    counts = [{"ok": 3, "failed": 1, "note": "slow"}, {"ok": 2, "unchanged": 4}]
    assert batches.total(counts) == {"ok": 5, "failed": 1, "unchanged": 4}
    assert batches.total([]) == {}


@pytest.mark.parametrize(
    ("counts", "got_on"),
    [({}, False), ({"failed": 3}, False), ({"ok": 0, "failed": 3}, False), ({"ok": 1, "failed": 3}, True)],
)
def test_a_run_that_only_failed_does_not_start_itself_again(counts, got_on):
    assert batches.got_on(counts) is got_on
