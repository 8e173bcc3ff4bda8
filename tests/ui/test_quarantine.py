"""The pages that the cleaner cannot read, as an operator sees and works them; a stored page beside, which does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import escape

from scraper.ministries import registry
from tests.scraper.tiny_site import html, served
from tests.transcripts.collecting import MODULES, Here
from transcripts.process import process
from ui import access

pytestmark = pytest.mark.database

SPY = (
    "<script>document.title = 'alive'; fetch('/x')</script><link rel=preconnect href=https://spy.example>"
    '<meta http-equiv=refresh content="0;url=https://spy.example"><img src="https://spy.example/p.gif" onerror="x()">'
    '<p style="background: url(https://spy.example)">A page without a layout.</p><form action="https://spy.example"></form>'
)


#: What a form of our own brings along.
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def queue(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """Three pages that cannot be read, one of them made to spy, and one that can."""
    with pytest.MonkeyPatch.context() as patch, served() as site:
        patch.setenv(registry.FOLDER_SETTING, str(MODULES))
        registry._read.cache_clear()
        here = Here(database_url, tmp_path_factory.mktemp("queue"))
        patch.setenv("TRANSCRIPTS_ARCHIVE", here.archive)
        site.pages["/doc/1"] = html(SPY)
        site.pages["/doc/2"] = html("<main>Nothing but &lt;i&gt;this&lt;/i&gt;</main>")
        site.pages["/doc/3"] = html("<p>Nothing.</p>")
        site.publish(1, 2, 3, 4)
        assert here.collect(site).outcome == "DRIFT", "the pages look otherwise than the module says"
        process(here.url, here.archive, 100)
        yield here
    registry._read.cache_clear()


def record(here: Here, number: int) -> str:
    (found,) = here.rows(f"SELECT record_id::text FROM archive.snapshot WHERE site_id = 'tiny/{number}'")
    return str(found[0])


def test_the_queue_names_each_page_with_its_reason_and_counts_them(queue: Here, operator) -> None:
    page = operator.get("/quarantine").text
    assert all(f"/quarantine/{record(queue, number)}" in page for number in (1, 2, 3))
    assert record(queue, 4) not in page
    assert "3 wait" in page and "tiny (3)" in page
    reasons = dict(queue.rows("SELECT reason, count(*) FROM pipeline.quarantine_queue GROUP BY 1"))
    assert all(f"{reason} ({count})" in page for reason, count in reasons.items())


def test_filters_narrow_it_and_a_filter_that_meets_nothing_says_so(queue: Here, operator) -> None:
    (reason,) = queue.rows("SELECT reason FROM pipeline.quarantine_queue WHERE site_id = 'tiny/1'")[0]
    others = queue.rows(f"SELECT record_id::text FROM pipeline.quarantine_queue WHERE reason <> '{reason}'")
    page = operator.get("/quarantine", params={"reason": reason, "ministry": "tiny"}).text
    assert record(queue, 1) in page
    assert not [one for (one,) in others if one in page]
    assert "Nothing waits by these filters" in operator.get("/quarantine", params={"ministry": "no_such"}).text


def test_a_page_stands_beside_what_was_read_of_it(queue: Here, operator) -> None:
    page = operator.get(f"/quarantine/{record(queue, 1)}").text
    assert 'sandbox=""' in page and f"/stored/{record(queue, 1)}" in page
    (reason, detail) = queue.rows("SELECT reason, detail FROM pipeline.quarantine_queue WHERE site_id = 'tiny/1'")[0]
    assert reason in page and str(escape(detail)) in page
    assert "that are needed do not hit" in page, "which selectors hit is shown"
    read = operator.get(f"/quarantine/{record(queue, 4)}").text
    assert "Document 4" in read and "The cleaner reads it" in read


def test_a_page_that_cannot_be_read_opens_at_what_is_found_of_a_document(queue: Here, operator) -> None:
    assert '<main id="transcripts-paragraph-1">' in operator.get(f"/stored/{record(queue, 2)}").text, "a body, no title"
    assert "transcripts-paragraph" not in operator.get(f"/stored/{record(queue, 3)}").text, "nothing is found"


def test_a_stored_page_can_do_nothing(queue: Here, operator) -> None:
    answer = operator.get(f"/stored/{record(queue, 1)}")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;") and "default-src 'none'" in policy and "script-src" not in policy
    assert "allow-" not in policy, "neither scripts nor our origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "A page without a layout." in answer.text
    assert not [word for word in ("script", "spy.example", "refresh", "onerror", "link") if word in answer.text]


def test_its_source_is_text_and_its_bytes_are_those_that_came(queue: Here, operator) -> None:
    source = operator.get(f"/stored/{record(queue, 1)}?as=source")
    assert source.headers["content-type"] == "text/plain; charset=utf-8" and SPY in source.text
    kept = operator.get(f"/stored/{record(queue, 1)}?as=bytes")
    assert kept.headers["content-disposition"].startswith("attachment") and kept.content == source.content


@pytest.mark.parametrize("record", ["nothing", "00000000-0000-4000-8000-000000000000", "%00", "' OR 1=1"])
def test_a_record_that_is_not_there_is_named(queue: Here, operator, record: str) -> None:
    for path in ("/quarantine", "/stored"):
        answer = operator.get(f"{path}/{record}")
        assert answer.status_code in (404, 422)
        assert "no document&#39;s page in the archive" in answer.text or "no text" in answer.text


def test_setting_aside_and_taking_back_note_who_and_why(queue: Here, operator) -> None:
    path = f"/quarantine/{record(queue, 2)}"
    done = operator.post(f"{path}/aside", data={"reason": "a <form>"}, headers=OURS, follow_redirects=False)
    assert done.status_code == 303 and done.headers["location"].endswith(f"{path}?done=aside")
    assert record(queue, 2) not in operator.get("/quarantine").text
    assert record(queue, 2) in operator.get("/quarantine?aside=1").text
    page = operator.get(path).text
    assert "ada" in page and "a &lt;form&gt;" in page and "Take back" in page
    assert queue.rows("SELECT by, reason FROM pipeline.not_transcript") == [("ada", "a <form>")]
    operator.post(f"{path}/back", data={"reason": "it is one"}, headers=OURS)
    assert queue.rows("SELECT by FROM pipeline.not_transcript") == []
    assert "it is one" in operator.get(path).text and record(queue, 2) in operator.get("/quarantine").text


def test_a_decision_without_a_reason_is_refused_beside_the_form(queue: Here, operator) -> None:
    answer = operator.post(f"/quarantine/{record(queue, 2)}/aside", data={"reason": "  "}, headers=OURS)
    assert answer.status_code == 422 and "&#39;reason&#39; is empty" in answer.text
    assert queue.rows("SELECT FROM pipeline.not_transcript") == []


def test_reading_again_says_what_comes_next_and_is_not_said_twice(queue: Here, operator) -> None:
    path = f"/quarantine/{record(queue, 3)}"
    page = operator.post(f"{path}/again", headers=OURS).text
    assert "read again by the next run of the DAG process" in page and "dags/process" in page
    assert "to be read again, says ada" in page
    twice = operator.post(f"{path}/again", headers=OURS, follow_redirects=False)
    assert twice.status_code == 303, "the same form again"
    operator.app.dependency_overrides[access.operator] = lambda: "bob"
    other = operator.post(f"{path}/again", headers=OURS)
    assert other.status_code == 409 and "ada had it read again by the next run of `process` on" in other.text
    process(queue.url, queue.archive, 100)
    assert "In quarantine" in operator.get(path).text, "it still cannot be read"


def test_all_of_a_reason_are_read_again_together(queue: Here, operator) -> None:
    (reason, count) = queue.rows("SELECT reason, count(*) FROM pipeline.quarantine_queue GROUP BY 1 ORDER BY 2 DESC")[0]
    page = operator.post("/quarantine/again", data={"reason": reason, "ministry": "tiny"}, headers=OURS).text
    assert f"{count} page" in page
    assert queue.rows(f"SELECT FROM pipeline.quarantine WHERE reason = '{reason}'") == []
    process(queue.url, queue.archive, 100)
    assert operator.post("/quarantine/again", headers=OURS).status_code == 422


def test_who_may_only_look_is_offered_no_form(queue: Here, operator) -> None:
    operator.app.dependency_overrides[access.may_act] = lambda: False
    for path in ("/quarantine", f"/quarantine/{record(queue, 1)}"):
        assert "<form" not in operator.get(path).text


def test_a_file_that_the_archive_lost_is_said_plainly(queue: Here, operator) -> None:
    (file,) = queue.rows("SELECT DISTINCT file FROM archive.snapshot WHERE site_id = 'tiny/1'")[0]
    place = Path(queue.archive.removeprefix("file://")) / file
    kept = place.read_bytes()
    try:
        place.unlink()
        answers = [operator.get(f"/quarantine/{record(queue, 1)}"), operator.get(f"/stored/{record(queue, 1)}")]
        assert [one.status_code for one in answers] == [200, 410]
        assert all(file in one.text for one in answers), "the file is named"
        place.write_bytes(kept[: len(kept) // 2])
        assert operator.get("/quarantine").status_code == 200
        damaged = operator.get(f"/quarantine/{record(queue, 4)}")
        assert damaged.status_code == 200
    finally:
        place.write_bytes(kept)


@pytest.mark.parametrize("path", ["/quarantine", "/review", "/suppressed", "/quarantine/x", "/review/x", "/stored/x"])
def test_without_a_database_the_page_says_so(operator, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setenv("TRANSCRIPTS_DATABASE_URL", "postgresql://transcripts:x@127.0.0.1:1/transcripts")
    answer = operator.get(path)
    assert answer.status_code == 503 and "does not answer" in answer.text
