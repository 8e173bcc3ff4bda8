"""Attachments are printed relative to their page; analysts get addresses that can be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urljoin

import psycopg2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection

pytestmark = pytest.mark.database

PAGE = "https://site.example/en/news/12/?lang=en#top"
PART = st.sampled_from(["a", "b.pdf", "..", ".", "", "c d", "é"])
PAGES = st.builds(
    lambda parts, query: "https://site.example" + "".join(f"/{part}" for part in parts) + query,
    st.lists(st.sampled_from(["a", "b", "c.html", ""]), max_size=4),
    st.sampled_from(["", "?lang=en", "#top", "?a=/b/../c#d"]),
).filter(lambda page: "//" not in page[8:].split("?")[0])
PRINTED = st.builds(
    lambda start, parts, end: start + "/".join(parts) + end,
    st.sampled_from(["", "/", "../", "./"]),
    st.lists(PART, max_size=5),
    st.sampled_from(["", "?x=1", "#y", "?x=/../z"]),
).filter(lambda printed: printed and not printed.startswith("//") and "//" not in printed.split("?")[0])


@pytest.fixture(scope="module")
def connection(database_url: str) -> Iterator[Connection]:
    with closing(psycopg2.connect(database_url)) as connection:
        yield connection


def absolute(connection: Connection, page: str, printed: str | None) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT corpus.absolute_address(%s, %s)", (page, printed))
        (found,) = cursor.fetchone()
        return found


@pytest.mark.parametrize(
    ("printed", "address"),
    [
        ("/files/a.pdf", "https://site.example/files/a.pdf"),
        ("//static.example/a.pdf", "https://static.example/a.pdf"),
        ("a.pdf", "https://site.example/en/news/12/a.pdf"),
        ("../a.pdf", "https://site.example/en/news/a.pdf"),
        ("../../../../../a.pdf", "https://site.example/a.pdf"),
        ("./x/./a.pdf?v=1#p", "https://site.example/en/news/12/x/a.pdf?v=1#p"),
        ("/x/../a.pdf", "https://site.example/a.pdf"),
        ("..", "https://site.example/en/news/"),
        ("?file=7", "https://site.example/en/news/12/?file=7"),
        ("#annex", "https://site.example/en/news/12/?lang=en#annex"),
        ("", "https://site.example/en/news/12/?lang=en"),
        (" /files/a.pdf\n", "https://site.example/files/a.pdf"),
        ("http://other.example/a.pdf", "http://other.example/a.pdf"),
        ("HTTPS://other.example/a.pdf", "HTTPS://other.example/a.pdf"),
        ("mailto:press@site.example", "mailto:press@site.example"),
        ("a:b.pdf/c", "a:b.pdf/c"),
        ("a/b:c.pdf", "https://site.example/en/news/12/a/b:c.pdf"),
    ],
)
def test_what_is_printed_becomes_absolute(connection: Connection, printed: str, address: str) -> None:
    assert absolute(connection, PAGE, printed) == address


def test_a_page_without_a_path_is_a_folder(connection: Connection) -> None:
    assert absolute(connection, "https://site.example", "a.pdf") == "https://site.example/a.pdf"
    assert absolute(connection, "https://site.example?x=/y/", "a.pdf") == "https://site.example/a.pdf"


def test_nothing_printed_is_nothing(connection: Connection) -> None:
    assert absolute(connection, PAGE, None) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAGES, PRINTED)
def test_it_is_what_pythons_library_makes_of_it(connection: Connection, page: str, printed: str) -> None:
    assert absolute(connection, page, printed) == urljoin(page, printed)
