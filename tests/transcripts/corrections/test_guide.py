"""docs/operations.md says of corrections what is so."""

from __future__ import annotations

import re
from pathlib import Path

from transcripts.corrections import ACTIONS, from_toml
from transcripts.corrections.check import FIELDS

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8")
SECTION = GUIDE.partition("## Review and corrections\n")[2].partition("\n## ")[0]


def test_its_file_of_corrections_is_one() -> None:
    [example] = re.findall(r"```toml\n(.*?)```", SECTION, re.DOTALL)
    found = from_toml(example, "the guide")
    assert [one.action for one in found] == ["split", "kind", "date"]
    assert found[0].at == "2026-03-05T12:00:00+00:00"


def test_it_names_every_command_and_every_field() -> None:
    assert [action for action in ACTIONS if f"correct {action} " not in SECTION] == []
    assert [name for name in FIELDS if f"`{name}`" not in SECTION] == []


def test_it_explains_every_reason_that_analysts_are_told_of() -> None:
    comments = (ROOT / "schema" / "migrations" / "V0008__corrections.sql").read_text("utf-8")
    [said] = re.findall(r"COMMENT ON COLUMN analysis\.review\.reasons IS '(.*)';", comments)
    code = "".join(
        (ROOT / "transcripts" / "segment" / name).read_text("utf-8") for name in ("review.py", "suspects.py")
    )
    reasons = set(re.findall(r'Doubt\(\s*"(\w+)"', code))
    assert len(reasons) >= 6
    assert [one for one in sorted(reasons) if one not in said] == [], "in the database"
    table = " ".join(line for line in SECTION.splitlines() if line.startswith("| `"))
    assert [one for one in sorted(reasons) if f"`{one}`" not in table] == [], "in the guide"
