"""How far a share can be trusted: limits from counts, and limits from drawing documents anew.

A share is ``right`` of ``total``. Its limits are the 5% and 95% quantiles of Beta(right + 1, wrong + 1), what one should
believe of it when nothing was known before (T. Bayes 1763; A. Gelman et al., Bayesian Data Analysis, section 2.4).
Turns of one document are not independent, so F1 and words get limits by the bootstrap over documents (B. Efron and
R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13, percentile limits).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

Limits = tuple[float, float]
LOW, HIGH = 0.05, 0.95
#: Fewer documents than these say nothing of how documents differ.
DOCUMENTS = 3
DRAWS, SEED = 2000, 20261125


def beta_limits(right: int, total: int) -> Limits:
    """The 5% and 95% quantiles of Beta(right + 1, total - right + 1)."""
    return beta_quantile(LOW, right + 1, total - right + 1), beta_quantile(HIGH, right + 1, total - right + 1)


def beta_quantile(share: float, a: int, b: int) -> float:
    """The x where Beta(a, b) has ``share`` of its mass below, by bisection to the last bits of a float."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if beta_below(middle, a, b) < share else (low, middle)
    return high


def beta_below(x: float, a: int, b: int) -> float:
    """The mass of Beta(a, b) below x, exactly: at least ``a`` of a + b - 1 tries hit at chance x.

    Source: M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.5.24.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    tries = a + b - 1
    # The shorter tail is summed.
    if b <= a:
        return _hits(x, tries, range(a, tries + 1))
    return 1 - _hits(x, tries, range(a))


def _hits(x: float, tries: int, hits: range) -> float:
    log_x, log_y, log_all = math.log(x), math.log1p(-x), math.lgamma(tries + 1)
    return math.fsum(
        math.exp(log_all - math.lgamma(k + 1) - math.lgamma(tries - k + 1) + k * log_x + (tries - k) * log_y)
        for k in hits
    )


def drawn_limits(documents: Sequence[Sequence[int]], share: Callable[[Sequence[int]], float]) -> Limits | None:
    """The 5% and 95% quantiles of a share over documents drawn anew with replacement; None below three documents.

    A document is its counts; ``share`` takes the sums of those drawn. The same documents give the same limits.
    """
    if len(documents) < DOCUMENTS:
        return None
    # No secret hangs on it: the draws must be the same each time.
    draw = random.Random(SEED)
    shares = sorted(
        share([sum(column) for column in zip(*draw.choices(documents, k=len(documents)), strict=True)])
        for _ in range(DRAWS)
    )
    return shares[int(LOW * DRAWS)], shares[int(HIGH * DRAWS) - 1]
