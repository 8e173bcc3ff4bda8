"""A month under sixty faults at once, from HTTP to rows: each does what the script says of it, and nothing else is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from sample.faults.scripts import read_script
from scraper.archive import Archive
from scraper.ministries import registry
from tests.sample.serving import known, served
from tests.transcripts.collecting import MODULES
from tests.transcripts.storming import MINISTRY, Storm, told
from transcripts.process import pending, process

pytestmark = [pytest.mark.database, pytest.mark.full, pytest.mark.usefixtures("cold")]

CASES = read_script("storm")
DOCUMENTS = [case for case in CASES if case.of == "document"]
LISTS = [case for case in CASES if case.of != "document"]
LANGUAGES = ("en", "ru", "fr", "es", "pt")
MEGABYTE = 1024 * 1024


@cache
def answers() -> dict[tuple[str, str], dict[str, Any]]:
    """The known answers of the languages that are crawled, by site id and language."""
    documents = known()["documents"]
    return {(one["site_id"], one["language"]): one for one in documents if one["language"] in LANGUAGES}


@pytest.fixture(scope="module")
def storm(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    with pytest.MonkeyPatch.context() as patch, served("--faults", "storm") as address:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        it = Storm(database_url, tmp_path_factory.mktemp("storm"), address)
        it.faults = {one["fault"]: one for one in told("storm")}
        it.report = it.collect()
        process(it.url, it.archive, 100)
        yield it
    registry._read.cache_clear()


@pytest.mark.parametrize("case", DOCUMENTS, ids=[case.name for case in DOCUMENTS])
def test_each_document_ends_as_the_script_says(storm: Storm, case: Any) -> None:
    one = storm.faults[case.name]
    fate = storm.fates()[one["site_id"], one["language"]]
    said = ": ".join(filter(None, (fate.fate, fate.reason)))
    assert said == case.crawl or (": " in case.crawl and said.startswith(case.crawl))
    assert storm.became(one["site_id"], one["language"]) == case.process


@pytest.mark.parametrize("case", LISTS, ids=[case.name for case in LISTS])
def test_each_list_is_read_as_the_script_says(storm: Storm, case: Any) -> None:
    language, day = case.find.get("language"), storm.faults[case.name]["day"]
    name = {"feed": "rss", "robots": "robots.txt", "sitemap": "sitemap"}.get(case.of, case.find.get("list"))
    found = [
        problem
        for problem in storm.report.problems
        if problem.get("list") == name
        and problem.get("language") == language
        and (case.of == "feed" or problem.get("day") == day)
    ]
    if case.crawl == "OK":
        assert found == []
    else:
        outcome, _, words = case.crawl.partition(": ")
        assert [one for one in found if one["outcome"] == outcome and words in one["what"]], found


def test_what_no_fault_was_thrown_at_is_published_to_the_letter(storm: Storm) -> None:
    struck = {(one["site_id"], one["language"]) for one in storm.faults.values() if one["of"] == "document"}
    wanted = {key: one["title"] for key, one in answers().items()}
    query = "SELECT site_id, language, title FROM analysis.transcripts WHERE ministry = %s"
    found = {row[:2]: row[2] for row in storm.rows(query, MINISTRY)}
    assert {key: found.get(key) for key in wanted.keys() - struck} == {
        key: wanted[key] for key in wanted.keys() - struck
    }


def test_nothing_is_lost_every_listed_document_has_one_fate(storm: Storm) -> None:
    counts = storm.report.counts
    assert answers().keys() <= storm.fates().keys(), "and what is found by reference in other languages besides"
    assert counts["listed"] == sum(counts[fate] for fate in ("fetched", "unchanged", "failed", "refused", "gone"))
    expected = Counter(case.crawl.partition(":")[0] for case in DOCUMENTS)
    assert (counts["failed"], counts["refused"]) == (expected["failed"], expected["refused"])
    assert storm.report.outcome == "DRIFT"
    assert sum(pending(storm.url).values()) == 0


def test_what_came_is_kept_as_it_came(storm: Storm) -> None:
    archive = Archive(storm.archive)
    for fault, encoding in (("gzip-bomb", "gzip"), ("brotli-bomb", "br"), ("broken-gzip", "gzip")):
        (line,) = storm.snapshots(fault)
        assert archive.record(line.file, line.offset, line.length).headers["Content-Encoding"] == encoding
    statuses = {name: [line.status for line in storm.snapshots(name)] for name in storm.faults}
    assert statuses["500-for-ever"] == [500] * 4
    assert statuses["503-for-an-hour"] == [503]
    assert statuses["cookies-required"] == [302]
    assert statuses["redirect-loop"] == [302] * 6
    assert statuses["502-once"] == [502, 200]
    assert statuses["cut-without-length"] == [200] * 4
    assert statuses["50-megabytes"] == statuses["50-megabytes-untold"] == []


def test_bombs_and_fifty_megabytes_take_little_memory(storm: Storm) -> None:
    assert 0 < storm.peak < 300 * MEGABYTE


def test_what_was_odd_and_read_all_the_same_is_told(storm: Storm) -> None:
    query = (
        "SELECT r.notices FROM corpus.reading r JOIN corpus.revision USING (revision_id)"
        " JOIN corpus.document USING (document_id) WHERE (ministry, site_id, language) = (%s, %s, %s)"
    )
    odd = {
        "wrong-charset": "charset: declared utf-8, read as windows-1251",
        "double-encoded": "charset: UTF-8 taken for cp1251, undone",
        "double-encoded-whole": "charset: UTF-8 taken for cp1252, undone",
        "length-too-short": "page: its html element does not end",
    }
    for fault, notice in odd.items():
        one = storm.faults[fault]
        ((notices,),) = storm.rows(query, MINISTRY, one["site_id"], one["language"])
        assert any(said.startswith(notice) for said in notices), (fault, notices)


@pytest.mark.parametrize("fault", [case.name for case in DOCUMENTS if case.process == "published"])
def test_what_is_published_is_what_the_ministry_said(storm: Storm, fault: str) -> None:
    one = storm.faults[fault]
    answer = answers()[one["site_id"], one["language"]]
    query = (
        "SELECT t.text FROM analysis.turns t JOIN analysis.transcripts d USING (document_id)"
        " WHERE (d.ministry, site_id, d.language) = (%s, %s, %s) ORDER BY ordinal"
    )
    found = [row[0] for row in storm.rows(query, MINISTRY, one["site_id"], one["language"])]
    assert found == [turn["text"] for turn in answer["turns"]]


def test_the_balance_explains_every_difference_by_the_fault_that_made_it(storm: Storm) -> None:
    month = (MINISTRY, "2026-03-01", "2026-03-31")
    struck = {(one["site_id"], one["language"]): one for one in storm.faults.values() if one["of"] == "document"}
    columns = "site_id, language, state, coalesce(reason, '')"
    items = storm.rows(f"SELECT {columns} FROM pipeline.balance_items(%s, %s, %s)", *month)
    short = {(site_id, language): (state, reason) for site_id, language, state, reason in items if state != "published"}
    assert len(short) > 25
    for key, (state, reason) in short.items():
        expected = struck[key]["expected"]
        said = f"{state}: {reason}"
        assert said.startswith((expected["crawl"], expected["process"])), (struck[key]["fault"], said)
    days = storm.rows(
        "SELECT listed, fetched, unchanged, refused, failed, gone, published, quarantined, missing, balanced"
        " FROM pipeline.balance_days(%s, %s, %s)",
        *month,
    )
    for listed, fetched, unchanged, refused, failed, gone, published, quarantined, missing, balanced in days:
        assert listed == fetched + unchanged + refused + failed + gone
        assert listed == published + quarantined + missing, "no document but for those is unaccounted for"
        assert balanced == (missing == 0)
    sums = [sum(day[n] for day in days) for n in (0, 6, 7, 8)]
    assert sums == [len(items), len(items) - len(short), *(sums[2:])]
    assert sums[2] + sums[3] == len(short)
