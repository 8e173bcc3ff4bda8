"""The version: of the mechanism a number, of the names a digest, of CLDR babel's version. Changed answers need a changed one."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import sys
from pathlib import Path

from transcripts.countries import NUMBER, VERSION, find, languages
from transcripts.countries.names import listed, names
from transcripts.countries.tables import files
from transcripts.version import version_of

GOLDEN = Path(__file__).parent / "golden.json"
TEXTS = Path(__file__).parents[2] / "countries" / "texts"
HOW = (
    "mentions are found in another way: raise NUMBER in transcripts/countries/__init__.py where code (no data file, no babel) did "
    "that, then write them anew: python -m tests.transcripts.countries.test_version"
)


def answers() -> dict[str, str]:
    """What is found in our own texts, and a digest over all names, by text and language."""
    found = {
        path.stem: _digest(
            [[one.start, one.end, one.code, one.rule] for one in find(path.read_text("utf-8"), path.stem[:2])]
        )
        for path in sorted(TEXTS.glob("*.txt"))
    }
    forms = {
        tag: _digest(
            sorted((form, *map(str, (one.code, one.rule, one.exact))) for form, one in names(tag).forms.items())
        )
        for tag in languages()
    }
    return {**found, **forms, "listed": _digest(listed())}


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def test_it_names_the_number_the_data_and_babel() -> None:
    babel = importlib.metadata.version("babel")
    assert f"{version_of(NUMBER, *files())}-babel{babel}" == VERSION
    assert VERSION.startswith(f"{NUMBER}-")


def test_another_data_file_makes_another_version(tmp_path: Path) -> None:
    other = tmp_path / "en.toml"
    other.write_text("locales = []", encoding="utf-8")
    assert version_of(NUMBER, *files()) != version_of(NUMBER, *files()[:-1], other)


def test_golden_mentions_hold_as_long_as_the_version_does() -> None:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    assert golden["version"] == VERSION, HOW
    assert golden["answers"] == answers(), HOW


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps({"version": VERSION, "answers": answers()}, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{GOLDEN}: written\n")
