"""The view "Coverage", a day of it and a run's tab, as an operator gets them: each number leads to its documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from html import unescape
from itertools import pairwise
from typing import Any

import psycopg2
import pytest

from scraper.ministries import registry
from tests.scraper.tiny_site import Answer, html, listing, served
from tests.transcripts.collecting import MODULES, Here
from transcripts.collect import collect
from transcripts.decide import decide, now
from transcripts.decisions import Decision
from transcripts.process import process
from transcripts.store import coverage
from transcripts.suppress import suppress, undo

pytestmark = pytest.mark.database

RUN = {"dag_id": "collect_tiny", "run_id": "manual__one & two"}
MONTH = {"since": "2026-03-01", "until": "2026-03-31"}
EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def kept(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """In March: the 2nd whole, the 3rd silent, on the 4th one missing and one in quarantine, the 5th never asked for, the 6th blocked."""
    with pytest.MonkeyPatch.context() as patch, served() as site:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        here = Here(database_url, tmp_path_factory.mktemp("coverage"))
        site.publish(1, 2, day="2026-03-02")
        site.pages["/doc/2"] = html("<main><h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1><p>A word or two.</p></main>")
        site.pages["/list?day=2026-03-03"] = listing([], "2026-03-03")
        site.publish(3, 4, 5, day="2026-03-04")
        site.pages["/list?day=2026-03-04"].body = site.pages["/list?day=2026-03-04"].body.replace(
            b"Title of /doc/3", b"&lt;script&gt;alert(1)&lt;/script&gt;"
        )
        site.pages["/doc/4"] = Answer(404, b"<h1>not here</h1>")
        site.pages["/doc/5"] = html("<h1>Document 5</h1>")
        settings = {"archive": here.archive, "spool": str(here.spool), "address": site.address}
        collect(here.url, "tiny", "2026-03-02", "2026-03-04", asked_by={**RUN, "task_id": "crawl"}, **settings)
        site.pages["/list?day=2026-03-06"] = Answer(403, b"<h1>no</h1>")
        collect(here.url, "tiny", "2026-03-06", "2026-03-06", **settings)
        process(here.url, here.archive, 100)
        here.execute("UPDATE pipeline.attempt SET dag_id = 'process', run_id = 'scheduled__7'")
        yield here
    registry._read.cache_clear()


@pytest.fixture
def ada(kept: Here, operator: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ada's client, with what was kept behind it."""
    monkeypatch.setenv("TRANSCRIPTS_ARCHIVE", kept.archive)
    return operator


def cells(text: str) -> dict[str, tuple[str, str]]:
    """The calendar's cells by day: class and label."""
    found = re.findall(
        r'<a class="cell (\w+) shade-\d" href="[^"]*" title="[^"]*" aria-label="([\d-]+): ([^"]*)"', text
    )
    return {day: (mark, unescape(words)) for mark, day, words in found}


def funnel(text: str) -> list[tuple[str, int, list[int]]]:
    """The funnel's steps: name, how many, and how many left at each place."""
    table = text.partition('<table class="funnel">')[2].partition("</table>")[0]
    rows = re.findall(
        r'<th scope="row">(\w+)<br>.*?<td class="number">(?:<a [^>]*>)?(\d+).*?<td>(.*?)</td></tr>', table, re.S
    )
    return [(name, int(count), [int(n) for n in re.findall(r">(\d+) ", left)]) for name, count, left in rows]


def test_each_way_for_a_day_to_stand_has_its_mark_and_its_words(ada: Any) -> None:
    found = cells(ada.get("/coverage", params=MONTH).text)
    assert found["2026-03-02"] == ("complete", "2 documents")
    assert found["2026-03-03"] == ("silent", "the site says that nothing appeared")
    assert found["2026-03-04"] == ("gap", "2 documents, 1 missing, 1 in quarantine")
    assert found["2026-03-05"] == ("never", "never asked for")
    assert found["2026-03-06"] == ("blocked", "1 missing, the site turned us away")
    assert len(found) == 31


def test_days_that_want_a_look_stand_above_the_map_the_newest_first(ada: Any) -> None:
    text = ada.get("/coverage").text
    table = text.partition("Days that want a look</h2>")[2].partition("</table>")[0]
    assert re.findall(r'href="[^"]*/coverage/tiny/([\d-]+)"', table) == ["2026-03-06", "2026-03-04"]
    assert "BLOCKED: " in table and "en: 2 documents, 1 missing, 1 in quarantine" in table


def test_without_a_choice_the_days_that_hold_something_are_shown(ada: Any) -> None:
    assert sorted(cells(ada.get("/coverage").text)) == [f"2026-03-0{n}" for n in range(2, 7)]


def test_a_window_says_what_the_view_of_analysts_says(kept: Here) -> None:
    columns = (
        "day, language, status, listed, fetched, published, open_gaps, accepted_gaps, quarantined, waiting, set_aside,"
        " offsite, crawls, last_outcome"
    )
    theirs = kept.rows(f"SELECT {columns} FROM analysis.coverage WHERE day IS NOT NULL AND status <> 'not_collected'")
    with closing(psycopg2.connect(kept.url)) as connection:
        ours = coverage.days(connection, date(2026, 3, 1), date(2026, 3, 31))
    assert {tuple(row[name] for name in columns.split(", ")) for row in ours} == set(theirs)
    assert len(theirs) == 4


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"since": "2026-03-09", "until": "2026-03-01"}, "2026-03-09, is after the last, 2026-03-01"),
        ({"since": "2020-01-01", "until": "2026-01-01"}, "2193 days; a map holds at most 731"),
        ({"since": "2026-02-30"}, "is no day: write it as 2026-03-05"),
        ({"until": "0001-01-01"}, "is out of reach"),
        ({"ministry": EVIL}, "there is no ministry"),
        ({"language": "tlh"}, "there is no language 'tlh' here, but en"),
    ],
)
def test_what_cannot_be_asked_for_is_said_and_what_was_typed_is_kept(
    ada: Any, typed: dict[str, str], says: str
) -> None:
    answer = ada.get("/coverage", params=typed)
    assert answer.status_code == 422
    assert says in unescape(answer.text)
    assert EVIL not in answer.text
    for name in typed.keys() & {"since", "until"}:
        assert f'name="{name}" value="{typed[name]}"' in answer.text


def test_the_funnel_of_a_day_loses_no_document(ada: Any) -> None:
    steps = funnel(ada.get("/coverage/tiny/2026-03-04").text)
    assert steps == [
        ("listed", 3, [1]),
        ("fetched", 2, [1]),
        ("cleaned", 1, []),
        ("segmented", 1, []),
        ("published", 1, []),
    ]
    for (_, count, left), (_, then, _) in pairwise(steps):
        assert count == then + sum(left)


def test_behind_each_number_stand_its_documents(ada: Any, kept: Here) -> None:
    text = ada.get("/coverage/tiny/2026-03-04").text
    gone, rest = text.partition('<h2 id="gone">')[2].split('<h2 id="quarantined">')
    assert "Title of /doc/4" in gone and "http_404" in gone
    ((record,),) = kept.rows("SELECT record_id::text FROM pipeline.quarantine_queue")
    assert f"quarantine/{record}" in rest
    ((document,),) = kept.rows("SELECT document_id FROM corpus.document WHERE site_id = 'tiny/3'")
    assert f"documents/{document}" in rest
    assert "run?dag_id=collect_tiny&amp;run_id=manual__one%20%26%20two" in text
    assert "/coverage/tiny/2026-03-03" in text and "/coverage/tiny/2026-03-05" in text


def test_a_title_with_markup_is_text(ada: Any) -> None:
    text = ada.get("/coverage/tiny/2026-03-04").text
    assert EVIL not in text and EVIL in unescape(text)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/coverage/nowhere/2026-03-04", "there is no ministry 'nowhere' here"),
        ("/coverage/tiny/2026-3-4", "is no day: write it as 2026-03-05"),
        ("/coverage/tiny/9999-01-01", "is out of reach"),
    ],
)
def test_a_day_that_cannot_be_says_so(ada: Any, path: str, says: str) -> None:
    answer = ada.get(path)
    assert answer.status_code == 404
    assert says in unescape(answer.text)


def test_a_day_that_nobody_asked_for_says_so(ada: Any) -> None:
    answer = ada.get("/coverage/tiny/2001-03-04")
    assert answer.status_code == 200
    assert "Nobody asked the site for this day" in answer.text


def test_a_gap_is_accepted_with_a_reason_and_that_is_taken_back(ada: Any, kept: Here) -> None:
    gap = {"subject": "document", "key": "tiny/4", "language": "en"}
    answer = ada.post("/coverage/tiny/2026-03-04/accept", data={**gap, "reason": "  "})
    assert answer.status_code == 422 and "say why" in answer.text
    assert 'href="/../dags/collect_tiny"' in answer.text, "links of Airflow hold below whatever page"
    answer = ada.post("/coverage/tiny/2026-03-04/accept", data={**gap, "reason": "taken off"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/coverage/tiny/2026-03-04#gaps")
    text = ada.get("/coverage/tiny/2026-03-04").text
    assert re.search(r"Accepted by ada on [\d: -]+ UTC: taken off", text)
    assert "gone, says the site, and a person accepted that" in text
    late = ada.post("/coverage/tiny/2026-03-04/accept", data={**gap, "reason": "again"})
    assert late.status_code == 409 and re.search(r"ada accepted that it is missing on [\d-]+ at [\d:]+ UTC", late.text)
    assert 'You typed: <q dir="auto">again</q>' in late.text and "What is missing</h2>" in late.text
    twice = ada.post("/coverage/tiny/2026-03-04/accept", data={**gap, "reason": "taken off"}, follow_redirects=False)
    assert twice.status_code == 303, "a double click"
    ((decision, by),) = kept.rows("SELECT decision_id, by FROM pipeline.decision_standing")
    assert by == "ada"
    ada.post("/coverage/tiny/2026-03-04/undo", data={"decision": decision, "reason": "it is there"})
    assert kept.rows("SELECT count(*) FROM pipeline.decision_standing") == [(0,)]
    assert cells(ada.get("/coverage", params=MONTH).text)["2026-03-04"][0] == "gap"
    late = ada.post("/coverage/tiny/2026-03-04/undo", data={"decision": decision, "reason": "a slip"})
    assert late.status_code == 409 and "ada took that back on" in late.text
    assert "a slip" in late.text and "What is missing</h2>" in late.text, "the day as it is now, and what was typed"


def test_of_two_who_accept_a_gap_at_once_the_second_is_told_on_the_day_s_page(
    ada: Any, kept: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both looked at a gap that was open; bob's word is written between ada's look and hers."""
    from ui.pages import day

    seen, decided = day.store.gaps, []

    def bob_is_quicker(*asked: Any) -> Any:
        found = seen(*asked)
        if not decided:
            said = Decision("accept", "tiny", "document", "bob", "withdrawn", now(), "tiny/4", "en")
            decided.append(decide(kept.url, kept.archive, said))
        return found

    monkeypatch.setattr(day.store, "gaps", bob_is_quicker)
    gap = {"subject": "document", "key": "tiny/4", "language": "en", "reason": "not there, I think"}
    told = ada.post("/coverage/tiny/2026-03-04/accept", data=gap)
    ada.post("/coverage/tiny/2026-03-04/undo", data={"decision": decided[0], "reason": "it is there"})
    assert told.status_code == 409 and re.search(r"bob accepted that it is missing on [\d-]+ at [\d:]+ UTC", told.text)
    assert "not there, I think" in told.text and "What is missing</h2>" in told.text


def test_an_archive_that_is_out_of_reach_is_told_and_what_was_said_is_noted(
    ada: Any, kept: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRANSCRIPTS_ARCHIVE", "file:///dev/null/archive")
    gap = {"subject": "document", "key": "tiny/4", "language": "en", "reason": "taken off"}
    answer = ada.post("/coverage/tiny/2026-03-04/accept", data=gap)
    assert answer.status_code == 503 and "/dev/null/archive" in answer.text and "noted all the same" in answer.text
    ((decision, reason),) = kept.rows("SELECT decision_id, reason FROM pipeline.decision_standing")
    assert reason == "taken off"
    monkeypatch.setenv("TRANSCRIPTS_ARCHIVE", kept.archive)
    ada.post("/coverage/tiny/2026-03-04/undo", data={"decision": decision, "reason": "it is there"})


def test_a_blocked_day_is_accepted_as_a_whole(ada: Any, kept: Here) -> None:
    gap = {"subject": "day", "key": "", "language": "", "reason": "closed"}
    open_gaps = kept.rows("SELECT subject, key, language FROM pipeline.open_gap WHERE day = '2026-03-06'")
    gap |= dict(zip(("subject", "key", "language"), open_gaps[0], strict=True))
    assert ada.post("/coverage/tiny/2026-03-06/accept", data=gap, follow_redirects=False).status_code == 303
    ((decision, day),) = kept.rows("SELECT decision_id, day::text FROM pipeline.decision_standing")
    assert day == "2026-03-06"
    ada.post("/coverage/tiny/2026-03-06/undo", data={"decision": decision, "reason": "open again"})


def test_who_may_only_look_is_offered_no_form(ada: Any) -> None:
    from ui import access

    ada.app.dependency_overrides[access.may_act] = lambda: False
    text = ada.get("/coverage/tiny/2026-03-04").text
    assert "What is missing" in text and "<form" not in text


def test_the_tab_of_a_collecting_run_shows_its_crawl(ada: Any) -> None:
    text = ada.get("/run", params=RUN).text
    assert "PARTIAL" in text and "/coverage/tiny/2026-03-04" in text
    counts = re.findall(r'<td class="number">(\d+)</td>', text)
    assert counts[:6] == ["5", "4", "0", "1", "0", "0"]


def test_the_tab_of_a_run_that_was_turned_away_says_so_though_no_day_is_named(ada: Any, kept: Here) -> None:
    kept.execute("UPDATE archive.crawl SET dag_id = 'collect_tiny', run_id = 'manual__away' WHERE outcome = 'BLOCKED'")
    answer = ada.get("/run", params={"dag_id": "collect_tiny", "run_id": "manual__away"})
    assert answer.status_code == 200, "of a problem that belongs to no day"
    assert "<strong>BLOCKED</strong>" in answer.text and "What was wrong" in answer.text


def test_the_tab_of_a_processing_run_shows_what_each_step_made(ada: Any, kept: Here) -> None:
    text = unescape(ada.get("/run", params={"dag_id": "process", "run_id": "scheduled__7"}).text)
    assert "1 quarantined: pages read" in text and "3 done: published" in text
    ((record,),) = kept.rows("SELECT record_id::text FROM pipeline.quarantine_queue")
    assert f"quarantine/{record}" in text
    for (document,) in kept.rows("SELECT document_id FROM corpus.publication"):
        assert f"documents/{document}" in text


def test_the_tab_shows_what_checks_found(ada: Any, kept: Here) -> None:
    kept.execute("""
        INSERT INTO pipeline.check_result (name, ministry, at, value, high, ok, says, run_id)
        VALUES ('turn_length', 'tiny', now(), 5, 2, false, 'turns are <b>long</b>', 'manual__checks')
    """)
    other = ada.get("/run", params={"dag_id": "collect_tiny", "run_id": "manual__checks"}).text
    assert "turn_length" not in other, "ids of runs are told apart by their DAG"
    text = ada.get("/run", params={"dag_id": "checks", "run_id": "manual__checks"}).text
    assert "turn_length" in text and "turns are &lt;b&gt;long&lt;/b&gt;" in text


@pytest.mark.parametrize("dag_id", ["process", "collect_tiny", "watch", "upkeep", "strange"])
def test_a_run_that_left_nothing_says_so(ada: Any, dag_id: str) -> None:
    answer = ada.get("/run", params={"dag_id": dag_id, "run_id": "never"})
    assert answer.status_code == 200
    assert "No row in our database names the run" in answer.text


def test_neither_a_day_nor_a_run_names_what_is_suppressed_by_its_title(ada: Any, kept: Here) -> None:
    ((document, title),) = kept.rows("SELECT document_id, title FROM analysis.transcripts WHERE site_id = 'tiny/1'")
    pages = ("/coverage/tiny/2026-03-02", "/run?dag_id=process&run_id=scheduled__7")
    listed = "Title of /doc/1"
    assert listed in ada.get(pages[0]).text and title in ada.get(pages[1]).text
    suppress(kept.url, kept.archive, document, "ada", "by a court")
    try:
        for path in pages:
            text = ada.get(path).text
            assert title not in text and listed not in text and document in text
    finally:
        undo(kept.url, kept.archive, document, "ada", "settled")
    assert listed in ada.get(pages[0]).text and title in ada.get(pages[1]).text
