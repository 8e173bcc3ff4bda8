"""The published record: docs/quality.json holds every measurement, docs/quality.md and README's lines are made of it.

Figures of other steps stand in docs/figures, a page each, which its own command writes; docs/quality.md has them all.

A corpus is known by its folder's path from the project's root. The same figures on the same gold by a later version of
the segmenter make no new measurement; the old one then says until when it held.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from transcripts.evaluate.files import write_json
from transcripts.evaluate.measure import Measurement
from transcripts.evaluate.render import between_marks, page, readme_lines
from transcripts.evaluate.show import as_json

RECORD, PAGE, FIGURE_PAGES = "quality.json", "quality.md", "figures"
#: What two measurements must share to be one.
FIGURES = ("gold", "groups", "hard", "traps")


class BadRecord(ValueError):
    """The record cannot be read, or there is none."""


def publish(docs: Path, measured: dict[Path, Measurement], note: str, today: str) -> None:
    """Adds measurements (by their corpus's folder) to the record, and writes what is made of it.

    Raises BadRecord for a record that cannot be read or a corpus that it does not know.
    """
    record = read_record(docs)
    for folder, one in measured.items():
        name = os.path.relpath(folder.resolve(), docs.resolve().parent)
        if name not in record["corpora"]:
            known = ", ".join(record["corpora"])
            raise BadRecord(
                f"{docs / RECORD}: corpora: does not name {name} (known are {known}); give it a title there and say what it is"
            )
        add(record, name, one, note, today)
    write_json(docs / RECORD, record)
    write_pages(docs, record)


def read_record(docs: Path) -> dict[str, Any]:
    """The record: ``corpora`` (title and about, by folder) and ``measurements``, oldest first. Raises BadRecord."""
    path = docs / RECORD
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRecord(
            f'{path}: {error.strerror or error}; start one with {{"corpora": {{}}, "measurements": []}}'
        ) from error
    except ValueError as error:
        raise BadRecord(f"{path}: is no JSON: {error}") from error
    if set(record) != {"corpora", "measurements"}:
        raise BadRecord(f"{path}: must hold corpora and measurements")
    return record


def add(record: dict[str, Any], corpus: str, measured: Measurement, note: str, today: str) -> None:
    """Puts a measurement at the record's end, or says of the newest one that it still holds."""
    figures = as_json(measured)
    newest = newest_of(record, corpus)
    if newest and not note and all(newest[key] == figures[key] for key in FIGURES):
        newest["held"] = {"date": today, "segmenter": measured.segmenter}
        return
    said = {"date": today, "corpus": corpus, "segmenter": measured.segmenter, "note": note, "held": None}
    record["measurements"].append({**said, **{key: figures[key] for key in FIGURES}})


def newest_of(record: dict[str, Any], corpus: str) -> dict[str, Any] | None:
    """A corpus's newest measurement."""
    return next((one for one in reversed(record["measurements"]) if one["corpus"] == corpus), None)


def write_pages(docs: Path, record: dict[str, Any]) -> None:
    """docs/quality.md, and the lines of the README beside the folder docs where it has the marks for them."""
    (docs / PAGE).write_text(page(record, figure_pages(docs)), encoding="utf-8")
    readme = docs.resolve().parent / "README.md"
    if readme.is_file():
        text = readme.read_text(encoding="utf-8")
        readme.write_text(between_marks(text, readme_lines(record)), encoding="utf-8")


def publish_figures(docs: Path, name: str, figures: str) -> None:
    """Writes docs/figures/NAME.md, which begins with a heading of the second level, and docs/quality.md anew with it.

    Raises BadRecord where docs holds no record of measurements.
    """
    record = read_record(docs)
    (docs / FIGURE_PAGES).mkdir(exist_ok=True)
    (docs / FIGURE_PAGES / f"{name}.md").write_text(figures.strip() + "\n", encoding="utf-8")
    write_pages(docs, record)


def figure_pages(docs: Path) -> list[str]:
    """The pages of docs/figures, in order of their names."""
    return [file.read_text(encoding="utf-8") for file in sorted((docs / FIGURE_PAGES).glob("*.md"))]
