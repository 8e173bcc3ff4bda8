"""A page's text is segmented in a few milliseconds, and a text made to be slow does not take minutes."""

import time
from collections.abc import Callable
from string import ascii_lowercase

import pytest

from .texts import segmented

SENTENCE = "The ferry sails at six: nobody waits, and Minister Venn knows it. "


def spent(work: Callable[[], object], times: int) -> float:
    """Seconds of the processor's time in the best of so many runs."""
    best = float("inf")
    for _ in range(times):
        before = time.process_time()
        work()
        best = min(best, time.process_time() - before)
    return best


PAIRS = [a + b for a in ascii_lowercase for b in ascii_lowercase]


@pytest.mark.parametrize("style", ["mid_ru", "us_state"])
def test_a_page_of_16_kilobytes(style: str) -> None:
    lines = ["QUESTION: Why?", "MINISTER VENN: " + SENTENCE * 9] * 26
    assert 15_500 < len("\n".join(lines)) < 17_000
    assert len(segmented(*lines, style=style).turns) == 52
    assert spent(lambda: segmented(*lines, style=style), 10) < 0.02


@pytest.mark.parametrize(
    "lines",
    [
        [f"Orl{pair} Ven{pair[::-1]}: So." for pair in PAIRS],
        [*(f"Orl{a}{b} Venn: So." for a in PAIRS[:8] for b in PAIRS), "Venn " * 20_000],
        [*(f"Minister Orl{a}{b} Venn: So." for a in PAIRS[:4] for b in PAIRS)],
        [*(f"Minister Ven{a}{b}: So." for a in PAIRS[:4] for b in PAIRS)],
        [*(f"Minister Orl{pair} Ven{pair}: So." for pair in PAIRS), *["The Minister: So."] * 700],
        [*["Nobody knows. "] * 4_000, *(f"Orl{a}{b} Ven{b}{a}: So?" for a in PAIRS[:6] for b in PAIRS)],
        ["Question: " + "a: " * 100_000],
        ["Question: So.Question: Why?" * 3_000],
        ["(" * 50_000 + ":", "Question " + "(a" * 50_000 + ":"],
        ["Question: this is " + "Orla Venn " * 20_000, "Moderator: " + "Orla Venn, " * 20_000],
        ["e\u0301" * 50_000],
        pytest.param([f"SECRETARY VENN{n}: So." for n in range(10_000)], marks=pytest.mark.full),
        pytest.param([f"Minister Orla{n} Venn{n}: So {n}." for n in range(10_000)], marks=pytest.mark.full),
        ["3 March 2021"] * 10_000,
        ["\u0633\u0624\u0627\u0644: \u0644\u0645\u0627\u0630\u0627\u061f \u0633\u064a\u0631\u063a\u064a \u0644\u0627\u0641\u0631\u0648\u0641: \u0646\u0639\u0645. " * 20_000],
    ],
    ids=["names", "family", "ministers", "misprints", "offices", "far", "colons", "glued", "parentheses", "introductions", "decomposed",
         "secretaries", "titled", "same lines", "after blanks"],
)  # fmt: skip
def test_a_text_made_to_be_slow(lines: list[str]) -> None:
    assert spent(lambda: segmented("Question: Why?", "Sergey Lavrov: So.", *lines), 1) < 5
