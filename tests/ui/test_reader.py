"""The reader as a client sees it: the list, a document as turns, its revisions, its permanent addresses; and what may go wrong."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.scraper.tiny_site import html
from tests.transcripts.reviewing import LINES, Reviewing, reviewing
from tests.ui.long import lengthen
from transcripts.decide import decide, now
from transcripts.decisions import Decision
from transcripts.suppress import suppress, undo
from ui import access

#: Documents of the site by what they are here for.
PLAIN, REVISED, ASIDE, MARKUP, EMPTY, LONG, WITHHELD = range(1, 8)
TITLE = "<script>alert(1)</script> & \u201cferries\u201d"
TURNS = 5000


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Published documents: one was revised, one set aside, one has markup in its title, one no text, one 5,000 turns."""
    with reviewing(database_url, tmp_path_factory.mktemp("reading"), [PLAIN, REVISED, ASIDE, LONG, WITHHELD]) as it:
        escaped = TITLE.replace("&", "&amp;").replace("<", "&lt;")
        it.site.pages[f"/doc/{MARKUP}"] = html(f"<main><h1>{escaped}</h1><p>{LINES[0]}</p><p>{LINES[1]}</p></main>")
        it.site.pages[f"/doc/{EMPTY}"] = html("<main><h1>A list of ferries</h1></main>")
        lines = [line.format(n=REVISED) for line in LINES]
        it.publish({REVISED: [lines[0].replace("ships", "ferries"), *lines[1:5], "Question: Is there more?"]})
        it.execute(
            "UPDATE corpus.reading SET attachments = '{/files/list.pdf,javascript:alert(1)}' WHERE kind = 'title_only'"
        )
        lengthen(it.url, it.id(LONG), TURNS)
        decide(
            it.url,
            it.archive,
            Decision("not_transcript", "tiny", "document", "ada", "a timetable", now(), f"tiny/{ASIDE}"),
        )
        yield it


def page(client: Any, path: str, status: int = 200) -> BeautifulSoup:
    """A page that was asked for, as its elements."""
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == status, answer.text[:2000]
    return BeautifulSoup(answer.text, "html.parser")


def words(element: Any) -> str:
    return " ".join(element.get_text(" ").split())


def test_the_list_names_what_is_shown_and_leads_to_it(operator, house):
    shelf = page(operator, "/documents")
    assert "6 documents, newest first" in words(shelf)
    links = {a["href"] for a in shelf.select("td.title a")}
    assert links == {f"/documents/{house.id(n)}" for n in (PLAIN, REVISED, MARKUP, EMPTY, LONG, WITHHELD)}
    marks = {a["href"]: a.text for a in shelf.select("a.tag")}
    assert marks == {f"/documents/{house.id(REVISED)}/revisions": "2 revisions"}


def test_words_are_found_in_turns_and_marked(operator, house):
    found = page(operator, "/documents?words=ships&language=en&ministry=tiny")
    assert {mark.text for mark in found.select("ol.hits mark")} == {"ships"}
    turn = found.select_one(f'a[href="/documents/{house.id(PLAIN)}#{house.turn_id(PLAIN, 1)}"]')
    assert turn is not None and "question (turn 1)" in turn.text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("since=2026-04-01&until=2026-03-01", "since 2026-04-01 is after until 2026-03-01"),
        ("since=yesterday", "since 'yesterday' is no day"),
        ("words=-ships", "only what must not stand there"),
        ("words=the", "only stop words"),
        ("words=zebra", "Nothing is found by this"),
        ("words=ships&ministry=nowhere", "nowhere"),
        ("page=99", "There is no page 99"),
    ],
)
def test_what_cannot_be_answered_is_said_on_the_page(operator, house, query, says):
    assert says in words(page(operator, f"/documents?{query}").main)


def test_a_document_is_turns_with_speakers_and_exchanges(operator, house):
    read = page(operator, f"/documents/{house.id(PLAIN)}")
    answer = read.find(id=house.turn_id(PLAIN, 2))
    assert "Sergey Lavrov" in words(answer) and "Rule person_known, confidence 0.99" in words(answer)
    first = read.select_one("section.exchange[aria-label='Exchange 1']")
    assert [one.get("id") for one in first.select("article")] == [house.turn_id(PLAIN, 1), house.turn_id(PLAIN, 2)]
    facts = words(read.select_one(".facts"))
    for fact in ("digest of the bytes sha256:", "WARC record", "cleaner", 'cite as "Document 1", Ministry of Harbours'):
        assert fact in facts
    frame = read.select_one("iframe")
    assert frame["src"].startswith("/stored/") and "sandbox" in frame.attrs


@pytest.mark.parametrize("number", [PLAIN, REVISED, ASIDE, MARKUP, EMPTY])
def test_every_character_of_the_body_stands_on_the_page(operator, house, number):
    read = page(operator, f"/documents/{house.id(number)}")
    query = "SELECT r.body FROM corpus.publication p JOIN corpus.segmentation s USING (segmentation_id)"
    ((body,),) = house.rows(
        f"{query} JOIN corpus.reading r USING (reading_id) WHERE p.document_id = '{house.id(number)}'"
    )
    assert "".join(piece.get_text() for piece in read.select("[data-k]")) == body


def test_5000_turns_are_one_page_in_a_second_and_each_has_its_place(operator, house):
    operator.get("/documents")
    before = time.process_time()
    answer = operator.get(f"/documents/{house.id(LONG)}")
    assert time.process_time() - before < 1.0, "of our own processor time; the database's questions are by key"
    assert answer.text.count('<article class="turn') == TURNS
    (low,) = re.findall(r'<article class="turn low" id="(.*?)">', answer.text)
    assert low == house.turn_id(LONG, 7)
    assert f'id="{house.turn_id(LONG, TURNS)}"' in answer.text


def test_a_title_is_text_whatever_stands_in_it(operator, house):
    for path in (f"/documents/{house.id(MARKUP)}", f"/documents/{house.id(MARKUP)}/revisions"):
        read = page(operator, path)
        assert read.h1.text == TITLE and read.select("h1 script") == []


def test_a_document_without_text_gives_its_attached_files_and_no_address_that_acts(operator, house):
    read = page(operator, f"/documents/{house.id(EMPTY)}")
    assert "This document has no turns: the page has a title and no text" in words(read)
    assert f"{house.site.address}/files/list.pdf" in {a["href"] for a in read.select("main a")}
    assert not [a for a in read.select("a") if a["href"].startswith("javascript")]


def test_revisions_show_the_words_that_were_put_in_and_taken_out(operator, house):
    read = page(operator, f"/documents/{house.id(REVISED)}/revisions")
    said = words(read.table)
    assert "the first that we saw" in said and "2 added, 1 removed, 1 altered, 0 moved, 2 as they were" in said
    altered = read.select_one("article.altered")
    assert [(one.name, one.text) for one in altered.select(".words ins, .words del")] == [
        ("del", "ships"),
        ("ins", "ferries"),
    ]
    back = page(operator, f"/documents/{house.id(REVISED)}/revisions?before=2&after=1")
    assert ("ins", "ships") in [(one.name, one.text) for one in back.select(".words ins, .words del")]
    assert "they are numbered from 1 to 2" in words(
        page(operator, f"/documents/{house.id(REVISED)}/revisions?after=3", 404)
    )


def test_a_permanent_address_leads_to_the_document_and_the_turn(operator, house):
    document, turn = house.id(PLAIN), house.turn_id(PLAIN, 3)
    for public_id, way in {
        document: f"/documents/{document}",
        turn: f"/documents/{document}?turn={turn}#{turn}",
    }.items():
        answer = operator.get(f"/id/{public_id}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, way)


def test_an_old_id_leads_to_the_turn_as_it_is_now_and_the_page_says_what_changed(operator, house):
    query = "SELECT turn_id, new_id FROM analysis.turn_redirects WHERE new_id IS NOT NULL"
    ((old, new),) = house.rows(f"{query} AND document_id = '{house.id(REVISED)}'")
    way = operator.get(f"/id/{old}", follow_redirects=False).headers["location"]
    assert way == f"/documents/{house.id(REVISED)}?was={old}&turn={new}#{new}"
    said = words(page(operator, way).select_one("[role=status]"))
    assert old in said and new in said and "the ministry changed its words" in said


def test_a_turn_that_was_removed_is_gone_and_its_words_are_kept(operator, house):
    query = "SELECT turn_id FROM analysis.turn_redirects WHERE new_id IS NULL"
    ((old,),) = house.rows(f"{query} AND document_id = '{house.id(REVISED)}'")
    read = page(operator, f"/id/{old}", 410)
    assert "is removed" in words(read) and "There is bread." in words(read.blockquote)


@pytest.mark.parametrize(
    "path", ["/documents/aaaabbbbccccdddd", "/id/aaaabbbbccccdddd", "/id/nonsense", "/documents/x/revisions"]
)
def test_an_unknown_id_is_404_and_named(operator, house, path):
    assert path.split("/")[2] in words(page(operator, path, 404))


def test_what_is_set_aside_can_be_read_and_says_who_hid_it_and_why(operator, house):
    read = page(operator, f"/documents/{house.id(ASIDE)}")
    said = words(read.select_one(".note.bad"))
    assert "Analysts do not see this document" in said and "ada" in said and "a timetable" in said
    assert operator.get(f"/id/{house.id(ASIDE)}", follow_redirects=False).headers["location"].startswith("/documents/")


def test_what_is_suppressed_shows_no_words_but_to_those_who_may_act(operator, house):
    id, turn = house.id(WITHHELD), house.turn_id(WITHHELD, 2)
    suppress(house.url, house.archive, id, "ada", "by a court")
    paths = (f"/documents/{id}", f"/documents/{id}/revisions", f"/documents?words=harbour+{WITHHELD}", f"/id/{turn}")
    try:
        assert "ada" in words(page(operator, paths[0])) and "by a court" in words(page(operator, paths[0]))
        assert "Sergey Lavrov" in words(page(operator, paths[0]))
        operator.app.dependency_overrides[access.may_act] = lambda: False
        for path in paths:
            answer = operator.get(path)
            assert "Sergey Lavrov" not in answer.text and f"Document {WITHHELD}" not in answer.text
        assert "is suppressed" in words(page(operator, paths[0])) and "is suppressed" in words(
            page(operator, paths[3], 410)
        )
    finally:
        undo(house.url, house.archive, id, "ada", "the court took it back")
    assert "Sergey Lavrov" in words(page(operator, paths[0]))


def test_a_document_that_is_no_version_is_not_put_beside(operator, house):
    read = page(operator, f"/documents/{house.id(PLAIN)}?beside={house.id(REVISED)}", 404)
    assert "is no other language version" in words(read)


def test_the_page_stays_up_when_the_archive_is_lost(operator, house):
    folder = Path(house.archive.removeprefix("file://"))
    shutil.move(folder, folder.with_name("elsewhere"))
    try:
        assert "Sergey Lavrov" in words(page(operator, f"/documents/{house.id(PLAIN)}"))
    finally:
        shutil.move(folder.with_name("elsewhere"), folder)


@pytest.mark.parametrize("path", ["/documents", "/documents/aaaabbbbccccdddd", "/id/aaaabbbbccccdddd"])
def test_without_a_database_the_page_says_so(operator, monkeypatch, path):
    monkeypatch.setenv("TRANSCRIPTS_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")
    assert "does not answer" in words(page(operator, path, 503))
