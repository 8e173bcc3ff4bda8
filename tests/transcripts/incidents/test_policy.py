"""The file that says when an alarm is over and how it is told."""

from __future__ import annotations

from datetime import timedelta
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


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("bad = 24", "bad = -1", r"bad of \[remind_hours\] is -1"),
        ("warn = 168", "", r"\[remind_hours\] is .*hours for warn and bad are wanted, 0 for never"),
        ('guide = "docs/operations.md"', "guide = 5", "guide is 5: a text is wanted"),
        ("quarantine =", "quarantine = 5 #", r"\[about_pages\] is"),
    ],
)
def test_reminders_and_links_that_cannot_be_used_are_refused_by_name(
    tmp_path: Path, old: str, new: str, wrong: str
) -> None:
    from transcripts.incidents import policy as module

    text = module.FILE.read_text("utf-8")
    head, _, rest = text.partition("[about_pages]")
    text = (
        text.replace(old, new, 1)
        if not old.startswith("quarantine")
        else head + "[about_pages]" + rest.replace(old, new, 1)
    )
    (file := tmp_path / "alarms.toml").write_text(text, "utf-8")
    with pytest.raises(BadPolicy, match=wrong):
        policy(file)


def test_no_reminder_is_zero_hours(tmp_path: Path) -> None:
    from transcripts.incidents import policy as module

    (file := tmp_path / "alarms.toml").write_text(
        module.FILE.read_text("utf-8").replace("warn = 168", "warn = 0"), "utf-8"
    )
    assert policy(file).reminders == {"bad": timedelta(hours=24)}


def test_each_kind_has_its_section_in_the_runbook() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "operations.md").read_text("utf-8")
    headings = {line.removeprefix("### ") for line in guide.splitlines() if line.startswith("### ")}
    assert set(policy().runbook) == set(KINDS)
    assert set(policy().runbook.values()) <= headings
