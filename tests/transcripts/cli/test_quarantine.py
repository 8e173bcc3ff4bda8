"""`transcripts quarantine`: what could not be read is a queue that a person can work to its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.ministries import registry
from tests.scraper.tiny_site import document, html, served
from tests.transcripts.collecting import MODULES
from tests.transcripts.reviewing import Reviewing
from transcripts.process import process

pytestmark = pytest.mark.database
ODD = html("<article><h1>New design</h1>\x1b[31m<p>Words \u202e of 2</p></article>", X_Odd="a\x1bb")
NO_TITLE = html("<main><p>Words of 3</p></main>")


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """1 and 4 are published; 2 has another layout, 3 no title; of 4 a later page has no title."""
    with pytest.MonkeyPatch.context() as patch, served() as site:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        it = Reviewing(database_url, tmp_path_factory.mktemp("quarantine"), site)
        site.pages |= {"/doc/2": ODD, "/doc/3": NO_TITLE}
        site.publish(1, 2, 3, 4)
        it.collect(site)
        it.process()
        site.pages["/doc/4"] = NO_TITLE
        it.collect(site)
        it.process()
        yield it
    registry._read.cache_clear()


def queue(house: Reviewing, *words: str) -> dict[str, dict]:
    done = house.run("quarantine", "list", "--json", *words)
    assert done.returncode == 0, done.stderr
    return {row["site_id"]: row for row in json.loads(done.stdout)}


def record(house: Reviewing, number: int) -> str:
    return str(queue(house, "--all")[f"tiny/{number}"]["record_id"])


def done(house: Reviewing, *words: str) -> str:
    ended = house.run("quarantine", *words)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
    return ended.stdout


def test_the_queue_names_document_reason_selector_and_what_is_published(house):
    found = queue(house)
    assert set(found) == {"tiny/2", "tiny/3", "tiny/4"}
    two = found["tiny/2"]
    assert (two["reason"], two["selector"], two["times"], two["published"]) == ("unknown_layout", "main", 1, False)
    assert found["tiny/4"]["published"] is True, "its earlier page is what analysts see"
    text = done(house, "list")
    assert "tiny tiny/4 en" in text and "an earlier page is published" in text and text.endswith("3 pages wait\n")
    assert done(house, "list", "--reason", "unknown_layout").endswith("1 pages wait\n")
    assert done(house, "list", "--ministry", "sample") == "0 pages wait\n"
    assert json.loads(house.run("status", "--json").stdout)["quarantine"] == {"field_missing": 2, "unknown_layout": 1}


def test_a_page_is_shown_as_stored_with_the_selectors_that_hit_and_nothing_that_steers_a_terminal(house):
    text = done(house, "show", record(house, 2)[:8])
    assert "unknown_layout: page: nothing at main" in text
    assert re.search(r"- +! recognise +main\n", text) and re.search(r"\+1 +! title +h1\n", text)
    assert "HTTP status 200\n" in text and "x-odd: a\\u001bb\n" in text
    assert "<h1>New design</h1>\\u001b[31m<p>Words \\u202e of 2</p>" in text and "\x1b" not in text


def test_a_page_can_be_written_to_a_file_byte_for_byte(house, tmp_path: Path):
    file = tmp_path / "page.html"
    text = done(house, "show", record(house, 2), "--out", str(file))
    assert file.read_bytes() == ODD.body and "<article>" not in text
    told = json.loads(done(house, "show", record(house, 3), "--json"))
    assert told["reason"] == "field_missing" and told["today"]["reads"] is False
    assert {"layout": "page", "part": "title", "selector": "h1", "count": 0, "needed": True} in told["selectors"]


def test_what_is_read_again_is_on_the_work_list_once_and_comes_back_when_it_still_cannot_be_read(house):
    before = queue(house)
    assert "1 pages are read again" in done(house, "again", record(house, 3), "--by", "ada")
    assert set(queue(house)) == {"tiny/2", "tiny/4"}
    kept = house.rows("SELECT detail FROM pipeline.attempt WHERE step = 'clean' AND outcome = 'failed'")
    assert kept == [("to be read again, says ada; was: field_missing: page: no title at h1",)]
    assert process(house.url, house.archive, 100)["clean"] == {"quarantined": 1}
    assert queue(house) == before
    assert "2 pages are read again" in done(house, "again", "--reason", "field_missing")
    assert "1 pages are read again" in done(house, "again", "--all")
    assert queue(house) == {}
    assert process(house.url, house.archive, 100)["clean"] == {"quarantined": 3}
    assert queue(house) == before


def test_nothing_is_changed_where_one_of_several_cannot_be_read_again(house):
    before = queue(house)
    ended = house.run("quarantine", "again", record(house, 2), "00000000")
    assert (ended.returncode, ended.stdout) == (2, "") and "no page in quarantine has this record" in ended.stderr
    assert house.run("quarantine", "again").returncode == 2
    assert house.run("quarantine", "again", "--all", "--reason", "x").returncode == 2
    assert house.run("quarantine", "show", "ab").stderr.count("\n") == 1
    assert queue(house) == before


def test_what_is_no_transcript_leaves_the_queue_until_that_is_taken_back(house):
    number = record(house, 2)
    noted = done(house, "not-transcript", number, "--reason", "a form", "--by", "ada")
    key = re.fullmatch(r"noted as ([0-9a-f]{16})\n", noted)[1]
    assert set(queue(house)) == {"tiny/3", "tiny/4"}
    assert queue(house, "--all")["tiny/2"]["set_aside"] == key
    assert house.rows("SELECT document_id FROM corpus.set_aside") == []
    house.site.pages["/doc/2"] = document(2)
    house.collect(house.site)
    assert house.process()["clean"] == {"read": 1}, "so that a replay makes the same, whenever it was decided"
    assert house.rows("SELECT document_id FROM corpus.set_aside") == [(house.id(2),)], "and it is not shown"
    assert f"decision {key} is taken back" in done(house, "undo", number, "--reason", "it is one", "--by", "bo")
    assert house.rows("SELECT document_id FROM corpus.set_aside") == []
    assert set(queue(house)) == {"tiny/3", "tiny/4"}, "its newest page is read"
    assert "no decision" in house.run("quarantine", "undo", key, "--reason", "again").stderr


def test_a_published_document_can_be_set_aside_by_its_id(house):
    document_id = house.id(1)
    done(house, "not-transcript", document_id, "--reason", "an accreditation notice", "--by", "ada")
    [row] = house.rows("SELECT document_id, by, reason, at IS NOT NULL FROM corpus.set_aside")
    assert row == (document_id, "ada", "an accreditation notice", True)
    done(house, "undo", document_id, "--reason", "no", "--by", "ada")
    assert house.rows("SELECT * FROM corpus.set_aside") == []
    ended = house.run("quarantine", "undo", document_id, "--reason", "twice", "--by", "ada")
    assert ended.returncode == 2 and "is not set aside" in ended.stderr
    assert "there is no document" in house.run("quarantine", "not-transcript", "a" * 16, "--reason", "x").stderr


def test_decisions_come_back_with_the_archive(house, tmp_path: Path):
    done(house, "not-transcript", record(house, 3), "--reason", "a menu", "--by", "ada")
    names = [path.name for path in Path(house.archive.removeprefix("file://")).glob("decisions/*.json")]
    key = queue(house, "--all")["tiny/3"]["set_aside"]
    assert f"{key}.json" in names
    done(house, "undo", key, "--reason", "no", "--by", "ada")
