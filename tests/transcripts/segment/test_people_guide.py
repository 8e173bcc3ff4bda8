"""The guide beside the people's data: its example is read as any file is."""

import re
from pathlib import Path

from transcripts.segment.people_file import PEOPLE, load


def test_the_example_is_an_entry_that_can_be_read(tmp_path: Path) -> None:
    guide = (PEOPLE / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", guide, re.S)
    file = tmp_path / "people.toml"
    file.write_text(f'source = "here"\n{example}', encoding="utf-8")
    (person,) = load(file)
    assert [office.code for office in person.offices] == ["deputy_minister", "foreign_minister"]
    assert [name.text for name in person.names["en"]] == ["Orla Venn", "Orla Sand"]
    missing = [key for key in ("id", "name", "role", "names", "office", "source") if f"| `{key}` |" not in guide]
    assert missing == []
