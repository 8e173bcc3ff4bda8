"""The published record: what a measurement adds, and what stands in the page and in the README."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.transcripts.evaluate.written import ferry, write
from transcripts.evaluate import measure, read_gold
from transcripts.evaluate.quality import BadRecord, publish, publish_figures, read_record
from transcripts.evaluate.render import MARKS

CORPUS = {"title": "Ferries", "short": "Ferries that we made up", "about": "All about ferries."}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A project of its own: docs with an empty record, a README with the marks, and a folder of gold."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "quality.json").write_text('{"corpora": {}, "measurements": []}', encoding="utf-8")
    name_corpus(folder)
    readme = f"# Ours\n\n{MARKS[0]}\nold\n{MARKS[1]}\n\nThe rest.\n"
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    write(tmp_path / "ferries")
    return folder


def name_corpus(docs: Path) -> None:
    import json

    record = read_record(docs)
    record["corpora"]["ferries"] = CORPUS
    (docs / "quality.json").write_text(json.dumps(record), encoding="utf-8")


def published(docs: Path, note: str, day: str) -> list[dict[str, Any]]:
    folder = docs.parent / "ferries"
    publish(docs, {folder: measure(read_gold(folder))}, note, day)
    measurements: list[dict[str, Any]] = read_record(docs)["measurements"]
    return measurements


def page(docs: Path) -> str:
    return (docs / "quality.md").read_text(encoding="utf-8")


def test_the_page_shows_groups_with_sizes_and_limits_and_hard_cases(docs: Path) -> None:
    published(docs, "The first score.", "2026-11-25")
    said = page(docs)
    assert "## Ferries\n\nAll about ferries.\n\nMeasured on 2026-11-25 with segmenter `" in said
    assert "*The first score.*" in said
    assert "| mid_ru en | 1 | 7 | 38 | 0.8333 | 1.0000 [0.607, 0.991] | 0.7142 [0.400, 0.889] | 0.000% |" in said
    assert "| inline | 0 of 2 | 0 of 0 | 0 of 0 | 0 of 0 |" in said
    assert "| reported fact | 1 | 0 |" in said
    assert "## Older tables\n\nThere are none yet." in said


def test_every_table_has_as_many_cells_as_headings(docs: Path) -> None:
    published(docs, "", "2026-11-25")
    for table in re.findall(r"(?:^\|.*\n)+", page(docs), re.M):
        assert len({line.count("|") for line in table.splitlines()}) == 1, table


def test_the_same_figures_again_make_no_new_table_but_say_that_they_held(docs: Path) -> None:
    published(docs, "", "2026-11-25")
    (one,) = published(docs, "", "2026-12-01")
    assert (one["date"], one["held"]["date"]) == ("2026-11-25", "2026-12-01")
    assert "; the same by segmenter `" in page(docs)


def test_other_figures_make_a_new_table_and_the_old_one_is_kept_below(docs: Path) -> None:
    published(docs, "The first score.", "2026-11-25")
    write(
        docs.parent / "ferries",
        gold={**ferry(), "turns": ferry()["turns"][:5], "exchanges_by_marker": [[[1], [2]], [[3], [4]]]},
    )
    assert [one["date"] for one in published(docs, "", "2026-12-01")] == ["2026-11-25", "2026-12-01"]
    current, _, older = page(docs).partition("## Older tables")
    assert "| mid_ru en | 1 | 5 | 38 | 1.0000 |" in current
    assert "### Ferries, 2026-11-25" in older
    assert "*The first score.*" in older
    assert "| mid_ru en | 1 | 7 | 38 | 0.8333 |" in older


def test_a_note_makes_a_table_of_its_own(docs: Path) -> None:
    published(docs, "", "2026-11-25")
    assert len(published(docs, "Nothing changed.", "2026-11-26")) == 2


def test_the_readme_gets_a_line_a_corpus_between_its_marks(docs: Path) -> None:
    published(docs, "", "2026-11-25")
    readme = (docs.parent / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# Ours\n\n{MARKS[0]}\n")
    assert readme.endswith(f"\n{MARKS[1]}\n\nThe rest.\n")
    assert (
        "- Ferries that we made up (1 documents, 7 turns): turn boundaries F1 0.8333, speakers' labels 1.0000,"
        in readme
    )
    assert "old" not in readme


def test_figures_of_other_steps_stand_in_the_page_in_order_of_name(docs: Path) -> None:
    publish_figures(docs, "boats", "## Boats\n\nAll counted.\n")
    publish_figures(docs, "anchors", "## Anchors\n\nAll found.")
    assert (docs / "figures" / "anchors.md").read_text(encoding="utf-8") == "## Anchors\n\nAll found.\n"
    both = "\n\n## Anchors\n\nAll found.\n\n## Boats\n\nAll counted.\n\n## Older tables\n"
    assert both in page(docs)
    published(docs, "", "2026-11-25")
    assert both in page(docs), "a measurement of the segmenter keeps them"


def test_figures_without_a_record_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadRecord, match=r"quality\.json: No such file"):
        publish_figures(tmp_path, "boats", "## Boats")
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_that_the_record_does_not_name_is_refused(docs: Path) -> None:
    folder = write(docs.parent / "boats")
    with pytest.raises(BadRecord, match=r"corpora: does not name boats \(known are ferries\)"):
        publish(docs, {folder: measure(read_gold(folder))}, "", "2026-11-25")
    assert not (docs / "quality.md").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file or directory; start one with"),
        ("{", "is no JSON"),
        ("{}", "must hold corpora and measurements"),
    ],
)
def test_a_record_that_cannot_be_read(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "quality.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadRecord, match=f"quality.json: {said}"):
        read_record(tmp_path)
