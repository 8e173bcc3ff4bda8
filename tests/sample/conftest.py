"""A served sample and its known answers, made once for all tests here."""

import pytest

from tests.sample.serving import known, served


@pytest.fixture(scope="session")
def site():
    with served("--faults", "none") as address:
        yield address


@pytest.fixture(scope="session")
def answers():
    return known()
