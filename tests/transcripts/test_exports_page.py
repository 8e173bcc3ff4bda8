"""docs/exports.md: what it says to load with loads, and it names all that is written."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest

from tests.transcripts.exporting import exported, published
from tests.transcripts.reviewing import Reviewing
from transcripts.cli.export import ONLY, Format
from transcripts.store.published import BY_DOCUMENT, BY_PERSON

pytestmark = pytest.mark.database
PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text()


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with published(database_url, tmp_path_factory.mktemp("house")) as it:
        yield it


@pytest.fixture(scope="module")
def folder(house: Reviewing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All formats in one folder, as the page's examples have it."""
    parent = tmp_path_factory.mktemp("exports")
    for what in (("csv",), ("parquet",), ("tei",), ("jsonl", "--nested")):
        shutil.copytree(exported(house, parent / what[0], "--format", *what), parent / "all", dirs_exist_ok=True)
    return parent / "all"


def test_python_of_the_page_runs(folder: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    assert len(blocks) == 4
    for block in blocks:
        names: dict[str, object] = {"pandas": pandas, "json": json}
        exec(block.replace("FOLDER", str(folder)), names)  # noqa: S102 (the page's own)
        assert any(len(names[name]) for name in ("turns", "documents", "spoken") if name in names), block  # type: ignore[arg-type]


def test_pandas_as_the_page_calls_it_keeps_the_code_of_namibia(tmp_path: Path) -> None:
    header, row = "published_at,published_on,code,outlet,note", '2026-03-02 08:00:00+00:00,2026-03-02,"NA","None",'
    (tmp_path / "turns.csv").write_text(f"{header}\r\n{row}\r\n", "utf-8")
    (block,) = (block for block in re.findall(r"```python\n(.*?)```", PAGE, re.S) if "read_csv" in block)
    names: dict[str, Any] = {}
    exec(block.replace("FOLDER", str(tmp_path)), names)  # noqa: S102 (the page's own)
    (read,) = names["turns"].itertuples()
    assert (read.code, read.outlet) == ("NA", "None") and pandas.isna(read.note) and read.published_on.day == 2


def test_sql_for_duckdb_of_the_page_runs(folder: Path) -> None:
    blocks = re.findall(r"```sql\n(.*?)```", PAGE, re.S)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("SELECT")]
    assert len(lines) == 2
    for line in lines:
        assert duckdb.sql(line.partition("--")[0].strip().rstrip(";").replace("FOLDER", str(folder))).fetchall(), line


def test_the_page_names_every_table_option_and_format() -> None:
    for name in (*BY_DOCUMENT, *BY_PERSON, "--language", "--gzip", "--nested", *Format):
        assert f"`{name}" in PAGE, name
    assert {"--language", "--gzip", "--nested"} <= ONLY.keys()
