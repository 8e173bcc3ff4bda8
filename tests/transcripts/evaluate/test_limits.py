"""Limits against values that stand in books, and the bootstrap's promises."""

import pytest

from transcripts.evaluate.limits import DRAWS, beta_below, beta_limits, beta_quantile, drawn_limits


@pytest.mark.parametrize(
    ("share", "a", "b", "known"),
    [
        (0.05, 1, 1, 0.05),  # uniform
        (0.05, 8, 1, 0.05 ** (1 / 8)),
        (0.95, 1, 30, 1 - 0.05 ** (1 / 30)),
        (0.5, 7, 7, 0.5),  # symmetric
        # The exact (Clopper-Pearson) 95% limits of 5 of 10, 1 of 10 and 10 of 20, as tables print them.
        (0.025, 5, 6, 0.1871),
        (0.975, 6, 5, 0.8129),
        (0.025, 1, 10, 0.0025),
        (0.975, 2, 9, 0.4450),
        (0.025, 10, 11, 0.2720),
        (0.975, 11, 10, 0.7280),
    ],
)
def test_quantiles_are_those_of_the_books(share: float, a: int, b: int, known: float) -> None:
    assert beta_quantile(share, a, b) == pytest.approx(known, abs=5e-5)


def test_a_quantile_has_its_share_below() -> None:
    for a, b in ((1, 1), (967, 1), (1, 967), (418, 15), (40_000, 300)):
        for share in (0.05, 0.5, 0.95):
            assert beta_below(beta_quantile(share, a, b), a, b) == pytest.approx(share, abs=1e-9)


def test_a_share_that_is_all_right_is_still_in_doubt() -> None:
    low, high = beta_limits(22, 22)
    assert (round(low, 3), round(high, 3)) == (0.878, 0.998)


def test_mass_below_the_ends() -> None:
    assert (beta_below(0, 3, 4), beta_below(1, 3, 4)) == (0, 1)


def share(sums: list[int]) -> float:
    return sums[0] / sums[1]


def test_two_documents_say_nothing_of_how_documents_differ() -> None:
    assert drawn_limits([(1, 2), (2, 2)], share) is None
    assert drawn_limits([(1, 2), (2, 2), (2, 2)], share) is not None


def test_the_same_documents_give_the_same_limits() -> None:
    documents = [(9, 10), (10, 10), (4, 10), (10, 10), (7, 10)]
    assert drawn_limits(documents, share) == drawn_limits(documents, share)


def test_one_bad_document_makes_limits_wider_than_its_turns_alone() -> None:
    """Ten documents, one all wrong: 90% are right, but the next ten documents may well hold two bad ones, or none."""
    limits = drawn_limits([(100, 100)] * 9 + [(0, 100)], share)
    assert limits is not None
    low, high = limits
    assert (low, high) == (pytest.approx(0.7), 1.0)
    beta_low, beta_high = beta_limits(900, 1000)
    assert high - low > 5 * (beta_high - beta_low)


def test_limits_are_the_5_and_95_percent_quantiles_of_the_draws() -> None:
    drawn: list[float] = []

    def seen(sums: list[int]) -> float:
        drawn.append(share(sums))
        return drawn[-1]

    low, high = drawn_limits([(i, 20) for i in range(21)], seen) or (0, 0)
    assert len(drawn) == DRAWS
    assert sum(one < low for one in drawn) <= DRAWS * 0.05 <= sum(one <= low for one in drawn)
    assert sum(one > high for one in drawn) <= DRAWS * 0.05 <= sum(one >= high for one in drawn)
