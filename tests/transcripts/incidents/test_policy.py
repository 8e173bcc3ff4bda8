"""The file that says when an alarm is over and how it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcripts.health.model import KINDS
from transcripts.incidents.policy import BadPolicy, policy


def test_each_kind_of_finding_has_a_page() -> None:
    assert set(policy().pages) == set(KINDS)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("gone_looks = 0", "gone_looks is 0: a whole number above zero"),
        ('gone_looks = "two"', "gone_looks is 'two'"),
        ("gone_looks = 2", "named is None"),
        ("[pages", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(tmp_path: Path, line: str, wrong: str) -> None:
    file = tmp_path / "alarms.toml"
    file.write_text(f"{line}\n")
    with pytest.raises(BadPolicy, match=wrong):
        policy(file)


def test_a_kind_without_a_page_is_refused_by_name(tmp_path: Path) -> None:
    from transcripts.incidents import policy as module

    file = tmp_path / "alarms.toml"
    file.write_text(module.FILE.read_text("utf-8").replace("drift =", "draft ="), "utf-8")
    with pytest.raises(BadPolicy, match=r"\[pages\] has draft, no drift"):
        policy(file)
