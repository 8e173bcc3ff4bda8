"""The past of the old portal comes in from somebody else's archive: the sample's captures, from the file to what analysts see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from launcher.postgres import Postgres
from tests.sample.serving import known, sample, served
from tests.transcripts.importing import Importing
from tests.transcripts.replaying import databases_of
from transcripts.digest import digests
from transcripts.process import process
from transcripts.replay import replay

pytestmark = [pytest.mark.database, pytest.mark.full, pytest.mark.timeout(300)]


class Past(Importing):
    """A month that was collected, and the old portal's pages that were imported after it; ``told``: what is known of them."""

    told: dict[str, Any]
    counted: dict[str, Any]


@pytest.fixture(scope="module")
def past(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    folder = tmp_path_factory.mktemp("past")
    it = Past(database_url, folder)
    written = sample("warc", folder / "captures.warc.gz")
    assert written.returncode == 0, written.stderr
    it.told = json.loads(written.stdout)
    with served("--faults", "none") as address:
        words = ("--since", "2026-03-01", "--until", "2026-03-31", "--address", address)
        assert it.run("collect", "--ministry", "sample", *words).returncode == 0
    process(it.url, it.archive, 200)
    done = it.run("import", str(folder / "captures.warc.gz"), "--json")
    assert done.returncode == 0, done.stderr
    it.counted = json.loads(done.stdout)
    process(it.url, it.archive, 200)
    yield it


def test_what_is_taken_and_what_is_left_is_as_the_file_s_maker_knows_it(past: Past) -> None:
    assert past.counted["new"] == {"sample": past.told["captures"]}
    assert past.counted["left_out"] == past.told["left_out"]


def test_the_pages_read_as_they_were_printed(past: Past) -> None:
    for document in past.told["documents"]:
        shown = past.rows(
            "SELECT r.title, r.published_at, r.body FROM corpus.revision v JOIN corpus.reading r USING (revision_id)"
            " JOIN corpus.document d USING (document_id)"
            f" WHERE d.site_id = '{document['site_id']}' AND d.language = '{document['language']}' ORDER BY v.first_seen LIMIT 1"
        )
        body = "\n".join(paragraph["text"] for paragraph in document["paragraphs"])
        assert shown == [(document["title"], datetime.fromisoformat(document["published_at"]), body)]


def test_analysts_see_the_document_of_today_and_are_led_to_it_from_the_old_one(past: Past) -> None:
    aliases = past.rows("SELECT alias_site_id FROM analysis.same_documents")
    assert aliases
    shown = past.rows("SELECT site_id FROM analysis.transcripts")
    assert not set(aliases) & set(shown)


def test_a_page_that_is_older_than_what_we_hold_is_an_earlier_revision(past: Past) -> None:
    (earlier,) = [one for one in past.told["documents"] if one["what"] == "earlier"]
    answers = {(one["site_id"], one["language"]): one for one in known()["documents"]}
    whole = "\n".join(one["text"] for one in answers[earlier["site_id"], earlier["language"]]["paragraphs"])
    revisions = past.rows(
        "SELECT r.ordinal, r.shown, r.body FROM analysis.revisions r JOIN corpus.document d USING (document_id)"
        f" WHERE d.site_id = '{earlier['site_id']}' AND d.language = 'en' ORDER BY 1"
    )
    assert [(ordinal, shown) for ordinal, shown, _ in revisions] == [(1, False), (2, True)]
    assert revisions[1][2] == whole and whole.startswith(revisions[0][2]) and len(revisions[0][2]) < len(whole)


def test_documents_that_moved_are_one_and_strangers_are_not(past: Past) -> None:
    joined = past.rows(
        "SELECT a.site_id, d.site_id, a.language FROM corpus.same_document s"
        " JOIN corpus.document a ON a.document_id = s.alias_id JOIN corpus.document d ON d.document_id = s.document_id"
    )
    assert sorted(joined) == sorted((one["alias"], one["document"], one["language"]) for one in past.told["same"])
    assert len(joined) == 5 and past.told["not_same"]


def test_a_replay_makes_the_same_of_it(past: Past, postgres: Postgres, migrated: str) -> None:
    with databases_of(postgres, migrated, "past") as fresh:
        there = Importing(fresh("replayed"), Path(past.archive.removeprefix("file://")).parent)
        replay(
            there.url, there.archive, order="random", seed=3, on_crawl=lambda _: process(there.url, there.archive, 200)
        )
        assert digests(there.url) == digests(past.url)


def test_importing_it_again_and_the_same_month_again_writes_nothing(past: Past, tmp_path: Path) -> None:
    before = digests(past.url)
    file = Path(past.archive.removeprefix("file://")).parent / "captures.warc.gz"
    again = json.loads(past.run("import", str(file), "--json").stdout)
    assert again["new"] == {} and again["left_out"]["held_already"] == past.told["captures"]
    process(past.url, past.archive, 200)
    assert digests(past.url) == before
