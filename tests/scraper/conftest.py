"""The tests' own ministries, and the sample's month crawled once for all tests here."""

import os
import sys
from pathlib import Path

import pytest

from scraper.ministries import registry

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parent / "sample")]

from crawling import crawl, plan_for  # noqa: E402
from serving import known, served  # noqa: E402
from tiny_site import served as serve_tiny  # noqa: E402


@pytest.fixture(autouse=True, scope="module")
def ministries():
    """Ministries of the tests' own besides those of the project."""
    before = os.environ.get(registry.FOLDER_SETTING)
    os.environ[registry.FOLDER_SETTING] = str(HERE / "ministries")
    registry._read.cache_clear()
    yield
    os.environ.pop(registry.FOLDER_SETTING)
    if before is not None:
        os.environ[registry.FOLDER_SETTING] = before
    registry._read.cache_clear()


@pytest.fixture(scope="session")
def sample_site():
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def answers():
    return known()


@pytest.fixture(scope="session")
def month(sample_site, answers, tmp_path_factory):
    """The sample's whole month, crawled for the first time."""
    folder = tmp_path_factory.mktemp("month")
    return crawl(plan_for(folder, "sample", answers["since"], answers["until"], address=sample_site))


@pytest.fixture
def site():
    with serve_tiny() as site:
        yield site
