"""One installation for all tests here, with the sample's month in it: made by `make run`, stopped at the end.

Tests share it: what one changes it changes in documents of its own, and no test counts what others may add.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.house import House, house


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The installation, running."""
    with house(tmp_path_factory.mktemp("browser") / "var") as it:
        it.printed = it.make("run", timeout=400).stdout
        yield it
