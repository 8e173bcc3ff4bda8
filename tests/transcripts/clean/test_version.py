"""Readings that change without a new version fail here: every page read before would have to be read again."""

import json
import os
from pathlib import Path

from transcripts.clean import NUMBER, VERSION
from transcripts.cli.clean import as_json
from transcripts.version import version_of

from .pages import page, reading_of

GOLDEN = Path(__file__).parent / "golden.json"
HOW = "raise NUMBER in transcripts/clean/__init__.py, look at the difference, and record with RECORD_GOLDEN=1"
PAGES = {
    "statement": page(when="28 June 2022 11:44", more='<b class="number">12-28-06-2022</b>'),
    "briefing": page(
        "<h2>Contents</h2><p><a href='#1'>1. Ferries</a></p><p><a href='#2'>2. Answers to questions</a></p>"
        "<p align=center>Ferries</p><p>They sail.<br><br>They come back.</p><p>Back to contents</p>"
        "<p align=center>From answers to questions:</p><p><b>Question</b>: When?</p><p>* * *</p><p>Orla Venn: Soon.</p>",
        title="Briefing by Orla Venn, Porto, March 3, 2021",
    ),
    "interview": page(
        "<div><i>The talk took place in spring.</i></div><div>Вопрос: Почему?</div><div>О.Венн: Потому что так и было.</div>",
        title="Интервью О.Венн газете «Маяк», Порту, 3 марта 2021 года",
        when="03.03.21 10:05",
        lang="ru",
    ),
    "title_only": page("", title="Joint communiqué", more='<div class="files"><a href="/a.pdf">A</a></div>'),
    "odd blanks": page("<p>a\u00a0b\u2009c ze\u200bro cafe\u0301</p><p>&nbsp;</p><p align=right>Press office</p>"),
}


def readings() -> dict[str, object]:
    return {name: as_json(reading_of(html, url="https://harbour.example/1")) for name, html in PAGES.items()}


def test_golden_readings_hold_as_long_as_the_number_does() -> None:
    if os.environ.get("RECORD_GOLDEN"):
        recorded = {"number": NUMBER, "readings": readings()}
        GOLDEN.write_text(json.dumps(recorded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert golden["number"] == NUMBER, HOW
    assert golden["readings"] == readings(), HOW


def test_a_changed_data_file_changes_the_version(tmp_path: Path) -> None:
    file = tmp_path / "en.toml"
    file.write_text("a = 1\n", encoding="utf-8")
    before = version_of(NUMBER, file)
    file.write_text("a = 2\n", encoding="utf-8")
    assert version_of(NUMBER, file) != before
    assert version_of(NUMBER + 1, file) != version_of(NUMBER, file)
    assert VERSION.startswith(f"{NUMBER}-")
