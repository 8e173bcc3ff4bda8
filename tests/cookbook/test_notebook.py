"""docs/analysis.ipynb runs from its first cell to its last, and what is stored in it is what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from nbclient.exceptions import CellExecutionError

from cookbook.notebook import ADDRESS, NAME, executed, shown

pytestmark = pytest.mark.database

FILE = Path(__file__).resolve().parents[2] / "docs" / NAME


@pytest.fixture(scope="module")
def run(month_url: str) -> Any:
    return executed(FILE, month_url)


def test_it_shows_what_is_stored_in_it(run: Any) -> None:
    stored = shown(nbformat.read(FILE, as_version=4))
    assert shown(run) == stored, f"docs/{NAME} is stale: run `make cookbook`"
    assert ["picture"] in stored


def test_its_kernel_ends_with_it(run: Any) -> None:
    kernels = [child for child in psutil.Process().children() if "ipykernel_launcher" in child.cmdline()]
    assert kernels == [], "and its session on the database with it"


def test_it_warns_of_nothing(run: Any) -> None:
    assert [line for cell in shown(run) for line in cell if line.startswith(("stderr", "error"))] == []


def test_without_an_address_it_says_what_to_set() -> None:
    with pytest.raises(CellExecutionError, match=f"{ADDRESS} is not set: export the analyst's address"):
        executed(FILE, None)


def test_no_password_and_no_path_of_a_machine_stands_in_it() -> None:
    text = FILE.read_text("utf-8")
    assert "for-the-cookbook" not in text and "/tmp/" not in text and "/home/" not in text and "/root/" not in text
