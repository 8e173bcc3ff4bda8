"""`transcripts canary`: pins are made from what was collected, read live through the same crawl, and say what holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.ministries import registry
from tests.scraper.tiny_site import DAY, Answer, document, html, listing, served
from tests.transcripts.collecting import MODULES
from tests.transcripts.reviewing import LINES, Reviewing

pytestmark = pytest.mark.database
NUMBERS = range(1, 8)


def page(number: int, more: str = "") -> Answer:
    return document(number, "".join(f"<p>{line.format(n=number)}</p>" for line in LINES) + more)


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with pytest.MonkeyPatch.context() as patch, served() as site:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        it = Reviewing(database_url, tmp_path_factory.mktemp("canary"), site)
        site.pages |= {f"/doc/{number}": page(number) for number in NUMBERS}
        site.publish(*NUMBERS)
        site.pages[f"/list?day={DAY}"] = listing([f"/doc/{number}" for number in NUMBERS])
        it.collect(site)
        yield it
    registry._read.cache_clear()


@pytest.fixture(scope="module")
def pins(house: Reviewing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pins") / "tiny.toml"
    asked = len(house.site.asked)
    for number in NUMBERS[:-1]:
        said = canary(house, file, "--pin", f"/doc/{number}").stdout
        assert said == f"pinned in {file}: /doc/{number}: 'Document {number}', 4 turns\n"
    said = canary(house, file, "--pin-list", "news", "--language", "en", "--day", DAY).stdout
    assert said == f"pinned in {file}: list news en {DAY}: 7 entries\n"
    assert len(house.site.asked) == asked, "pins are made from the archive"
    return file


def canary(house: Reviewing, file: Path, *words: str, status: int = 0):
    done = house.run("canary", "tiny", "--address", house.site.address, "--pins", str(file), *words)
    assert done.returncode == status, f"{done.stdout}\n{done.stderr}"
    return done


def test_what_is_as_it_was_holds_and_the_archive_gets_revisits_only(house, pins):
    asked = len(house.site.asked)
    found = json.loads(canary(house, pins, "--json").stdout)
    assert {one["verdict"] for one in found["findings"]} == {"holds"} and found["wrong"] == 0
    assert found["findings"][0]["holds"] == ["address", "layout page", "title", "published", "number", "text", "turns"]
    assert [one.path for one in house.site.asked[asked:]] == [
        "/robots.txt", f"/list?day={DAY}", *(f"/doc/{n}" for n in NUMBERS[:-1]),
    ], "what the list names is not asked for"  # fmt: skip
    assert not any("If-None-Match" in one.headers for one in house.site.asked[asked:])
    query = (
        f"SELECT DISTINCT record_type FROM archive.snapshot WHERE crawl = '{found['crawl']}' AND purpose = 'document'"
    )
    assert house.rows(query) == [("revisit",)]
    assert house.rows(f"SELECT kind FROM archive.crawl WHERE crawl = '{found['crawl']}'") == [("canary",)]


def test_each_change_is_told_by_what_made_it(house, pins):
    house.site.pages |= {
        "/doc/1": page(1, "<p>Question: And then?</p><p>Sergey Lavrov: Later.</p>"),
        "/doc/2": html("<article><h1>Document 2</h1></article>"),
        "/doc/3": Answer(404),
        "/doc/4": html(f"<main>{page(4).body.decode()}</main><footer>new</footer>"),
        f"/list?day={DAY}": listing([f"/doc/{n}" for n in (1, 2, 3, 4, 5, 6, 8)]),
    }
    spoiled = pins.with_name("spoiled.toml")
    text = pins.read_text()
    spoiled.write_text(text.replace('title = "Document 6"', 'title = "Read otherwise"'))
    done = canary(house, spoiled, "--json", status=3)
    found = {one["what"]: one for one in json.loads(done.stdout)["findings"]}
    verdicts = {what: one["verdict"] for what, one in found.items()}
    assert verdicts == {
        "/doc/1 (en)": "source",
        "/doc/2 (en)": "layout",
        "/doc/3 (en)": "address",
        "/doc/4 (en)": "holds",
        "/doc/5 (en)": "holds",
        "/doc/6 (en)": "reading",
        f"list news en {DAY}": "source",
    }
    assert found["/doc/1 (en)"]["changed"] == ["text: another digest", "turns: was 4, is 6"]
    assert "selector 'main' (page, recognise) hit then and hits nothing now" in found["/doc/2 (en)"]["changed"]
    assert found["/doc/3 (en)"]["changed"] == ["failed: http_404"]
    assert found[f"list news en {DAY}"]["changed"] == [
        "1 entries are missing: tiny/7",
        "1 entries are new: tiny/8",
    ]
    lines = canary(house, spoiled, status=3).stdout.splitlines()
    assert "BAD /doc/2 (en): the site's layout changed" in lines
    assert lines[-1].startswith("2 of 7 pins hold; crawl ")


def test_a_list_that_looks_different_is_the_layouts_change(house, pins):
    house.site.pages[f"/list?day={DAY}"] = html("<h1>A new design</h1>")
    found = json.loads(canary(house, pins, "--json", status=3).stdout)["findings"][-1]
    assert found["verdict"] == "layout" and "no count of entries at 'p.count'" in found["changed"][0]


def test_without_pins_it_says_how_to_make_them(house, tmp_path):
    done = canary(house, tmp_path / "none.toml", status=2)
    assert "tiny has no pins" in done.stderr and "--pin ADDRESS" in done.stderr and done.stderr.count("\n") == 1


def test_what_was_never_collected_cannot_be_pinned(house, tmp_path):
    file = tmp_path / "new.toml"
    assert "the archive has no document from" in canary(house, file, "--pin", "/doc/99", status=2).stderr
    never = canary(house, file, "--pin-list", "news", "--language", "en", "--day", "2020-01-01", status=2)
    assert "no crawl has read the list news en for 2020-01-01" in never.stderr
    assert "wants --language and --day" in canary(house, file, "--pin-list", "news", status=2).stderr
    assert not file.exists()
