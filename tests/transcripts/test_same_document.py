"""A document that stands in two generations of a site is one for analysts: joined in any order, never with a stranger."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from launcher.postgres import Postgres
from tests.transcripts.importing import FIRST, SITE, Hand, Importing, tiny_modules
from tests.transcripts.replaying import Fresh, databases_of
from tests.transcripts.test_likeness import cut, edited, text
from transcripts.digest import digests
from transcripts.ids import document_id
from transcripts.process import pending, process
from transcripts.replay import replay

pytestmark = pytest.mark.database
NAME = "tiny_moved"


def moved(title: str, body: str, number: str = "", minutes: int = 0) -> bytes:
    """A page that prints when it was published: so many minutes after the first."""
    at = FIRST + timedelta(minutes=minutes)
    print_number = f"<b class='number'>{number}</b>" if number else ""
    return (
        f"<html lang='en'><body><main><h1>{title}</h1><time>{at:%d.%m.%Y %H:%M}</time>{print_number}"
        f"<div><p>{body}</p></div></main></body></html>"
    ).encode()


SPEECH, STATEMENT, TWIN = text(1), text(2), text(3)
#: By address: the pages of three generations. What stands for what is told by EXPECTED.
PAGES = {
    "oldest/1": moved("A speech", SPEECH, "1-28-02-2020"),
    "old/1": moved("A speech", cut(SPEECH, 0.9), "1-28-02-2020"),
    "new/1": moved("A speech", SPEECH + " " + text(9, 50), "1-28-02-2020"),
    # The number once more, on another day.
    "old/2": moved("A speech", text(4), "1-28-02-2020", minutes=60 * 24 * 40),
    # Two statements of one day and one title.
    "old/3": moved("A statement", STATEMENT, minutes=60),
    "new/3": moved("A statement", edited(STATEMENT, 0.02), minutes=60),
    "new/4": moved("A statement", text(5), minutes=60),
    # One text twice in one generation, and nothing that says which of the two the old one is.
    "old/5": moved("A notice", TWIN, minutes=90),
    "new/5": moved("A notice", TWIN, minutes=90),
    "new/6": moved("A notice", TWIN, minutes=90),
    # Twins of a day, told apart by their numbers.
    "old/7": moved("A list", TWIN, "7-28-02-2020", minutes=120),
    "new/7": moved("A list", TWIN, "7-28-02-2020", minutes=120),
    "new/8": moved("A list", TWIN, "8-28-02-2020", minutes=120),
}
EXPECTED = [("old/1", "new/1"), ("old/3", "new/3"), ("old/7", "new/7"), ("oldest/1", "new/1")]


def written(folder: Path, name: str, addresses: list[str]) -> Path:
    file = folder / f"{name}.warc.gz"
    with Hand(file) as hand:
        for address in addresses:
            hand.answer(f"{SITE}/{address}", PAGES[address], at=list(PAGES).index(address))
    return file


class House(Importing):
    """What somebody captured of the ministry that moved."""

    def joined(self) -> list[tuple[str, str]]:
        return self.rows(
            "SELECT a.site_id, d.site_id FROM corpus.same_document s JOIN corpus.document a ON a.document_id = s.alias_id"
            " JOIN corpus.document d ON d.document_id = s.document_id ORDER BY 1"
        )


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with tiny_modules():
        it = House(database_url, tmp_path_factory.mktemp("moved"))
        folder = Path(it.archive.removeprefix("file://")).parent
        for generation in ("new", "old", "oldest"):
            it.take(written(folder, generation, [a for a in PAGES if a.startswith(f"{generation}/")]), ministry=NAME)
        process(it.url, it.archive, 100)
        yield it


def test_each_is_joined_with_its_own_and_with_no_stranger(house: House) -> None:
    assert house.joined() == EXPECTED
    evidence = dict(house.rows(
        "SELECT a.site_id, s.evidence FROM corpus.same_document s JOIN corpus.document a ON a.document_id = s.alias_id"
    ))  # fmt: skip
    assert evidence["old/1"]["rule"] == "number" and evidence["old/1"]["text"] == 1.0
    assert evidence["old/3"]["rule"] == "time" and 0.9 < evidence["old/3"]["text"] < 1
    assert pending(house.url) == {"clean": 0, "segment": 0, "publish": 0, "align": 0, "countries": 0}


def test_analysts_see_one_and_the_old_id_leads_to_it(house: House) -> None:
    shown = {site_id for (site_id,) in house.rows("SELECT site_id FROM analysis.transcripts")}
    aliases = {alias for alias, _ in EXPECTED}
    assert shown == set(PAGES) - aliases
    assert house.rows("SELECT alias_site_id, site_id FROM analysis.same_documents ORDER BY 1") == EXPECTED
    [found] = house.rows("SELECT aliases FROM analysis.transcripts WHERE site_id = 'new/1'")
    assert sorted(found[0]) == sorted(document_id(NAME, alias, "en") for alias in ("old/1", "oldest/1"))
    assert house.rows("SELECT count(*) FROM analysis.transcripts WHERE aliases = '{}'") == [(len(shown) - 3,)]


def test_the_turns_of_the_old_one_lead_to_those_of_the_new_one(house: House) -> None:
    for alias, of in EXPECTED:
        old = house.rows(
            "SELECT t.turn_id FROM corpus.turn t JOIN corpus.publication p USING (segmentation_id)"
            f" WHERE p.document_id = '{document_id(NAME, alias, 'en')}'"
        )
        new = house.rows(
            f"SELECT turn_id FROM analysis.turns WHERE document_id = '{document_id(NAME, of, 'en')}' ORDER BY ordinal"
        )
        assert len(old) == len(new) == 1
        [(how, current, reason, score)] = house.rows(
            f"SELECT how, current_id, reason, score FROM analysis.resolve('{old[0][0]}')"
        )
        assert (how, current, reason) == ("redirected", new[0][0], "same_document")
        assert score > 0.9


@pytest.fixture
def fresh(postgres: Postgres, migrated: str) -> Iterator[Fresh]:
    with databases_of(postgres, migrated, "same") as make:
        yield make


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.full) for seed in (2, 3, 4))])
def test_no_order_counts(house: House, fresh: Fresh, seed: int) -> None:
    there = House(fresh(f"order_{seed}"), Path(house.archive.removeprefix("file://")).parent)
    replay(there.url, there.archive, order="random", seed=seed, on_crawl=lambda _: process(there.url, there.archive, 2))
    assert there.joined() == EXPECTED
    assert digests(there.url) == digests(house.url)


def test_a_new_text_is_compared_anew(house: House, fresh: Fresh, tmp_path: Path) -> None:
    there = House(fresh("changed"), tmp_path)
    there.take(written(tmp_path, "all", ["old/3", "new/3"]), ministry=NAME)
    process(there.url, there.archive, 100)
    assert there.joined() == [("old/3", "new/3")]
    with Hand(tmp_path / "later.warc.gz") as hand:
        hand.answer(f"{SITE}/new/3", moved("A statement", text(6), minutes=60), at=300)
    there.take(tmp_path / "later.warc.gz", ministry=NAME)
    process(there.url, there.archive, 100)
    assert there.joined() == []
    redirects = "SELECT reason FROM corpus.turn_redirect WHERE reason = 'same_document'"
    assert there.rows(redirects) == [], "both are shown, and neither leads to the other"


def test_a_person_joins_and_parts_and_takes_it_back(house: House) -> None:
    old, new = document_id(NAME, "old/5", "en"), document_id(NAME, "new/6", "en")
    say = house.run("same", "say", old, new, "--reason", "its address leads there", "--by", "ada")
    assert say.returncode == 0, say.stderr
    assert house.joined() == sorted([*EXPECTED, ("old/5", "new/6")])
    part = house.run(
        "same", "reject", document_id(NAME, "old/3", "en"), document_id(NAME, "new/3", "en"), "--reason", "x"
    )
    assert ("old/3", "new/3") not in house.joined()
    listed = json.loads(house.run("same", "list", "--json").stdout)
    assert {(one["alias"], one["score"]) for one in listed} >= {("old/5", 1.0)}
    assert "old/5 is" in house.run("same", "list", "--ministry", NAME).stdout
    for one in (say, part):
        assert house.run("same", "undo", one.stdout.strip(), "--reason", "a mistake").returncode == 0
    assert house.joined() == EXPECTED


def test_what_cannot_be_one_is_refused_in_words(house: House) -> None:
    ids = [document_id(NAME, site_id, "en") for site_id in ("new/5", "new/6")]
    for words, said in (
        (("say", *ids, "--reason", "x"), "are of one generation of the site: neither stands for the other"),
        (("say", *ids), "--reason is missing: say why, others read it"),
    ):
        done = house.run("same", *words)
        assert done.returncode == 2 and said in done.stderr, done


def test_pages_of_one_generation_are_never_joined(house: House) -> None:
    pairs = house.rows(
        "SELECT a.site_id, d.site_id FROM corpus.likeness l JOIN corpus.document a ON a.document_id = l.alias_id"
        " JOIN corpus.document d ON d.document_id = l.document_id"
    )
    assert pairs and all(a.partition("/")[0] != b.partition("/")[0] for a, b in pairs)
    assert {frozenset(pair) for pair in pairs}.isdisjoint(map(frozenset, itertools.product(["new/5"], ["new/6"])))
