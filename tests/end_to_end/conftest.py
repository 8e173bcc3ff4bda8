"""One installation for all tests here: made by `make run`, used by each, stopped at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.house import House, house


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for further ministries' modules; empty when the installation starts."""
    return tmp_path_factory.mktemp("ministries")


@pytest.fixture(scope="session")
def main_job(tmp_path_factory: pytest.TempPathFactory, modules: Path) -> Iterator[House]:
    """`make run` from nothing, with what it printed and how long it took."""
    with house(tmp_path_factory.mktemp("house") / "var", TRANSCRIPTS_MINISTRIES=str(modules)) as it:
        began = time.monotonic()
        it.printed = it.make("run", timeout=400).stdout
        it.seconds = time.monotonic() - began
        yield it
