"""Which revision a snapshot's reading belongs to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from transcripts.store.revisions import State, place

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(hour: int) -> datetime:
    return NOON + timedelta(hours=hour)


def state(number: int, hour: int, digest: str) -> State:
    return State(number, at(hour), f"record at {hour}", digest)


def test_the_first_snapshot_makes_a_revision() -> None:
    decision = place([], "r", at(0), "a")
    assert (decision.what, decision.state.revision_id, decision.state.first_seen) == ("new", None, at(0))


def test_the_same_again_makes_none() -> None:
    assert place([state(1, 0, "a")], "r", at(1), "a").what == "seen"


def test_a_change_makes_one_and_a_change_back_makes_a_third() -> None:
    assert place([state(1, 0, "a")], "r", at(1), "b").what == "new"
    assert place([state(1, 0, "a"), state(2, 1, "b")], "r", at(2), "a").what == "new"


def test_a_snapshot_that_comes_late_counts_by_its_fetch_time() -> None:
    states = [state(1, 0, "a"), state(2, 4, "b")]
    assert place(states, "r", at(2), "a").what == "seen"
    assert place(states, "r", at(2), "c").what == "new"
    earlier = place(states, "r", at(2), "b")
    assert (earlier.what, earlier.state.revision_id, earlier.state.first_seen) == ("earlier", 2, at(2))


def test_a_new_cleaner_reads_a_revision_anew_and_makes_no_other() -> None:
    old = State(1, at(0), "record", "read by the old cleaner", read=False)
    decision = place([old], "record", at(0), "read by the new one")
    assert (decision.what, decision.state.revision_id) == ("own", 1)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=8))
def test_revisions_are_the_changes_in_order_of_time(digests: list[str]) -> None:
    assert revisions_of(list(enumerate(digests))) == changes_of(digests)


@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter_where_no_state_returns(lengths: list[int], random: Random) -> None:
    digests = [letter for letter, length in zip("abcd", lengths, strict=False) for _ in range(length)]
    arrivals = list(enumerate(digests))
    random.shuffle(arrivals)
    assert revisions_of(arrivals) == changes_of(digests)


def revisions_of(arrivals: list[tuple[int, str]]) -> list[str]:
    states: list[State] = []
    for hour, digest in arrivals:
        states = place(states, f"record at {hour}", at(hour), digest).apply(states)
    return [state.digest for state in sorted(states, key=lambda s: s.first_seen)]


def changes_of(digests: list[str]) -> list[str]:
    return [digest for n, digest in enumerate(digests) if n == 0 or digests[n - 1] != digest]
