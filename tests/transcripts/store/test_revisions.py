"""Which revisions a document has, by what its snapshots read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.store.revisions import Change, Sighting, State, changes, changes_with

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(hour: int) -> datetime:
    return NOON + timedelta(hours=hour)


def sighting(hour: int, digest: str) -> Sighting:
    return Sighting(at(hour), f"record at {hour}", digest)


def state(number: int, hour: int, digest: str, *, read: bool = True) -> State:
    return State(number, at(hour), f"record at {hour}", digest, read)


def test_the_first_snapshot_makes_a_revision() -> None:
    assert changes([], [sighting(0, "a")]) == [Change(sighting(0, "a"))]


def test_the_same_again_makes_none() -> None:
    assert changes([state(1, 0, "a")], [sighting(0, "a"), sighting(1, "a")]) == []


def test_a_change_makes_one_and_a_change_back_makes_a_third() -> None:
    seen = [sighting(0, "a"), sighting(1, "b"), sighting(2, "a")]
    assert changes([state(1, 0, "a")], seen) == [Change(seen[1]), Change(seen[2])]


def test_a_snapshot_that_comes_late_counts_by_its_fetch_time() -> None:
    states, seen = [state(1, 0, "a"), state(2, 4, "b")], [sighting(0, "a"), sighting(4, "b")]
    assert changes(states, [*seen, sighting(2, "a")]) == []
    assert changes(states, [*seen, sighting(2, "c")]) == [Change(sighting(2, "c"))]
    assert changes(states, [*seen, sighting(2, "b")]) == [Change(sighting(2, "b"), 2, moved=True, read=True)]


def test_one_that_comes_late_between_two_of_the_same_shows_that_the_state_returned() -> None:
    seen = [sighting(0, "a"), sighting(2, "a"), sighting(3, "a"), sighting(1, "b")]
    assert changes([state(1, 0, "a")], seen) == [Change(sighting(1, "b")), Change(sighting(2, "a"))]


def test_a_new_cleaner_reads_a_revision_anew_and_makes_no_other() -> None:
    old = [state(1, 0, "read by the old cleaner", read=False), state(2, 2, "and this", read=False)]
    seen = [sighting(0, "x"), sighting(1, "x"), sighting(2, "x")]
    assert changes(old, seen) == [Change(seen[0], 1), Change(seen[2], 2)]


def test_where_a_revisions_own_snapshot_cannot_be_read_the_next_one_stands_in() -> None:
    old = [state(1, 0, "a", read=False)]
    assert changes(old, [sighting(1, "a")]) == [Change(sighting(1, "a"), 1)]
    assert changes(old, [sighting(1, "b")]) == [Change(sighting(1, "b"))]
    assert changes([replace(old[0], read=True)], [sighting(1, "a")]) == []


def test_where_the_archive_has_lost_a_page_the_next_that_shows_the_same_stands_in() -> None:
    seen = [sighting(hour, digest) for hour, digest in enumerate("abaac")]
    states, names = [state(1, 0, "a")], [one.record_id for one in seen]
    assert changes_with(states, seen, names) == changes(states, seen)
    assert [one.first for one in changes_with(states, seen, names[:2] + names[3:])] == [seen[1], seen[3], seen[4]]
    with pytest.raises(LookupError, match="record at 3"):
        changes_with(states, seen, names[:2] + names[4:])


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=9), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(digests: list[str], data: st.DataObject, random: Random) -> None:
    arrivals = [sighting(hour, digest) for hour, digest in enumerate(digests)]
    random.shuffle(arrivals)
    size = data.draw(st.integers(1, len(arrivals)))
    stored = arrive(arrivals, size)
    assert [(s.first_seen, s.digest) for s in stored] == [
        (at(hour), digest) for hour, digest in enumerate(digests) if hour == 0 or digests[hour - 1] != digest
    ]


def arrive(arrivals: Sequence[Sighting], size: int) -> list[State]:
    """The revisions after the sightings have come in batches of so many."""
    states: dict[int, State] = {}
    for start in range(0, len(arrivals), size):
        for change in changes(list(states.values()), arrivals[: start + size]):
            number = change.revision_id or len(states) + 1
            first = change.first
            states[number] = State(number, first.fetched_at, first.record_id, first.digest)
    return sorted(states.values(), key=lambda s: s.first_seen)
