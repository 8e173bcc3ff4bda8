"""The reader as a client sees it: the list, a document as turns, its versions and revisions, its permanent addresses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup

from tests.transcripts.reviewing import Reviewing, reviewing


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Three published documents of six turns."""
    with reviewing(database_url, tmp_path_factory.mktemp("reading"), range(1, 4)) as it:
        yield it


def page(operator: object, path: str, status: int = 200) -> BeautifulSoup:
    """A page that was asked for, as its elements."""
    answer = operator.get(path, follow_redirects=False)
    assert answer.status_code == status, answer.text[:2000]
    return BeautifulSoup(answer.text, "html.parser")


def words(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


def test_the_list_names_each_document_and_leads_to_it(operator, house):
    shelf = page(operator, "/documents")
    assert "3 documents, newest first" in words(shelf)
    assert {a["href"] for a in shelf.select("td.title a")} == {f"/documents/{house.id(n)}" for n in (1, 2, 3)}


def test_words_are_found_in_turns_and_marked(operator, house):
    found = page(operator, "/documents?words=ships")
    assert len(found.select("ol.hits mark")) == 3
    turn = found.select_one(f'a[href="/documents/{house.id(1)}#{house.turn_id(1, 1)}"]')
    assert turn is not None and "question (turn 1)" in turn.text


def test_a_document_is_turns_with_speakers_and_exchanges(operator, house):
    read = page(operator, f"/documents/{house.id(1)}")
    answer = read.find(id=house.turn_id(1, 2))
    assert "Sergey Lavrov" in words(answer) and "confidence" in words(answer)
    assert [one["aria-label"] for one in read.select("section.exchange")] == ["Exchange 1", "Exchange 2"]
    first = read.select_one("section.exchange")
    assert [one["id"] for one in first.select("article")][:2] == [house.turn_id(1, 1), house.turn_id(1, 2)]


def test_a_permanent_address_leads_to_the_document_and_the_turn(operator, house):
    document, turn = house.id(2), house.turn_id(2, 3)
    for public_id, way in {document: f"/documents/{document}", turn: f"/documents/{document}#{turn}"}.items():
        answer = operator.get(f"/id/{public_id}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, way)


@pytest.mark.parametrize(
    "path", ["/documents/aaaabbbbccccdddd", "/id/aaaabbbbccccdddd", "/id/nonsense", "/documents/x/revisions"]
)
def test_an_unknown_id_is_404_and_named(operator, house, path):
    assert path.split("/")[2] in words(page(operator, path, 404))
