"""README.md names all that analysts can ask, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.schema.contract import pinned

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
ASK = README[README.index("## Ask") : README.index("## Collect from a live site")]


def named() -> set[str]:
    """What stands in the table of the section, without arguments."""
    rows = [line.split("|")[2] for line in ASK.splitlines() if line.startswith("| ") and "`" in line]
    return {name for row in rows for name in re.findall(r"`(\w+)[`(]", row)}


def test_it_names_every_view_and_function_and_no_other() -> None:
    promised = pinned()
    assert named() == set(promised["views"]) | set(promised["functions"])


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!http)([\w./-]+)", README))))
def test_a_link_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists()


def test_its_queries_ask_only_what_is_promised() -> None:
    asked = set(re.findall(r"\banalysis\.(\w+)", "\n".join(re.findall(r"^```sql\n(.*?)^```", ASK, re.M | re.S))))
    assert len(asked) >= 5
    assert asked <= named()
