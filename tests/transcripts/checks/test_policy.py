"""The file of the checks' bounds: what cannot be used is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcripts.checks.model import Bounds
from transcripts.checks.policy import FILE, BadPolicy, policy


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('severity = "bad"', 'severity = "loud"', "severity must be warn or bad, not 'loud'"),
        ("high = 0\n", "", "needs low or high"),
        ("high = 0\n", "high = -1\n", "high must be a number from 0, not -1"),
        ("high = 0\n", "hihg = 0\n", "no entry hihg"),
        ("low = 5\nhigh = 400", "low = 400\nhigh = 5", "low is 400, above high, 5"),
        ("seconds = 60\n", 'seconds = "ten"\n', "seconds must be a number from 0, not 'ten'"),
        ("recent_days = 14", "recent_days = true", "recent_days must be a number from 0, not True"),
        ("[parameters]", "[ministry.toy.turns]\nhigh = 3\n[parameters]", "ministry.toy.turns: no check measures it"),
        ("[parameters]", "[parameters", "cannot be read"),
    ],
)
def test_a_policy_that_cannot_be_used_names_the_file_and_the_entry(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    (file := tmp_path / "checks.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadPolicy) as error:
        policy(file)
    assert str(error.value).startswith(f"{file}: ")
    assert said in str(error.value)


def test_a_ministry_may_have_bounds_of_its_own_in_the_file(tmp_path: Path) -> None:
    (file := tmp_path / "checks.toml").write_text(
        FILE.read_text("utf-8") + "\n[ministry.toy.longest_words]\nhigh = 7\n", "utf-8"
    )
    assert policy(file).checks["turn_lengths"].figures["longest_words"].of_ministry == {"toy": Bounds(None, 7)}
