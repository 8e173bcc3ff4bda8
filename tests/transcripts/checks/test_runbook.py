"""The runbook: who is woken by an alarm finds a section for each kind, and for each figure cause, how to see it, and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from transcripts.checks.policy import policy
from transcripts.cli import correct
from transcripts.health.model import KINDS

GUIDE = (Path(__file__).parents[3] / "docs" / "operations.md").read_text("utf-8")
RUNBOOK = GUIDE.partition("## Runbook, by alarm\n")[2].partition("\n## ")[0]
FIGURES = [(check.name, figure) for check in policy().checks.values() for figure in check.figures]


def section(kind: str) -> str:
    (found,) = re.findall(rf"^### {kind}: .*?(?=^### |\Z)", RUNBOOK, re.S | re.M)
    return str(found)


def check(name: str) -> str:
    (found,) = re.findall(rf"^\*\*`{name}`\*\* .*?(?=^\*\*`|\Z)", section("quality"), re.S | re.M)
    return str(found)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_it_says_where_to_look_what_to_do_and_when_it_is_over(kind: str) -> None:
    words = section(kind)
    for word in ("*Says*", "**Look first**", "**Over**"):
        assert word in words, word
    assert "**Do**" in words or "| do |" in words


@pytest.mark.parametrize(("name", "figure"), FIGURES)
def test_each_figure_has_cause_how_to_see_it_and_what_to_do(name: str, figure: str) -> None:
    (line,) = [
        line for line in check(name).splitlines() if line.startswith("- ") and f"`{figure}`" in line.partition(":")[0]
    ]
    for word in ("*cause*", "*See*", "*Do*"):
        assert word in line, word


def test_nothing_is_explained_that_is_not_measured() -> None:
    named = set(re.findall(r"^\*\*`(\w+)`\*\* ", section("quality"), re.M))
    assert named == set(policy().checks)
    lines = re.findall(r"^- (`[^:]*):", section("quality"), re.M)
    assert {name for line in lines for name in re.findall(r"`(\w+)`", line)} == {figure for _, figure in FIGURES}


@pytest.mark.parametrize("figure", ["in_the_future", "published_before_event"])
def test_a_wrong_date_is_said_to_be_one_that_the_operator_corrects(figure: str) -> None:
    (line,) = [line for line in check("dates").splitlines() if f"`{figure}`" in line.partition(":")[0]]
    assert "`transcripts correct date`" in line.partition("*Do*")[2] and "*Review*" in line.partition("*Do*")[2]
    assert "date" in {command.name for command in correct.app.registered_commands}, "and there is such a command"
