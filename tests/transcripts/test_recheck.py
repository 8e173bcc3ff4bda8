"""Documents that we have are asked for again, and what became of them is told: the chain on a tiny site, with real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from scraper.evidence import Report
from scraper.ministries import get
from tests.scraper.tiny_site import Answer, Asked, Site, document, html
from tests.transcripts.collecting import Here
from transcripts.cli.app import app
from transcripts.process import process
from transcripts.recheck import cost, costs, recheck, told
from transcripts.store.rechecks import Load

pytestmark = pytest.mark.database

FILLER = "<p>The minister opened the new harbour and thanked all who had built it.</p>" * 4
MONTHS = timedelta(days=31)


def again(here: Here, site: Site, **more: Any) -> Report | None:
    """As a run that comes a month later; then the steps."""
    site.asked.clear()
    later = datetime.now(UTC) + MONTHS
    settings = {"archive": here.archive, "spool": str(here.spool), "address": site.address, "now": later, **more}
    report = recheck(here.url, "tiny", **settings)
    process(here.url, here.archive, 100)
    return report


def conditional(number: int) -> Any:
    """A page with a validator: 304 for who has it."""

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("If-None-Match") == '"v1"':
            return Answer(304)
        page = document(number)
        return Answer(200, page.body, {**page.headers, "ETag": '"v1"'})

    return answer


def framed(counter: int, text: str = FILLER) -> Answer:
    """A page whose menu, side box, "read also" and counter change, and the text does not."""
    menu = "".join(f'<a href="/news/{n}">News {n}</a>' for n in range(counter, counter + 5))
    return html(
        f"<nav>{menu}</nav><main><h1>Document 3</h1>{text}</main>"
        f"<aside><h2>Read also</h2><a href='/doc/{counter + 90}'>Another text of today</a></aside>"
        f"<footer>Read {counter * 131} times. {counter} visitors are here.</footer>",
        Set_Cookie=f"seen={counter}",
    )


def changed(number: int) -> Answer:
    return document(number, FILLER + "<p>And the ferries sail on Monday.</p>")


def test_pages_that_change_go_and_come_back(here: Here, site: Site) -> None:
    site.publish(1, 2, 3, 4, 5)
    site.pages |= {"/doc/1": conditional(1), "/doc/3": framed(1)}
    here.collect(site)
    process(here.url, here.archive, 100)
    first = here.rows("SELECT t::text FROM corpus.reading t ORDER BY 1")

    site.pages |= {"/doc/2": changed(2), "/doc/3": framed(2), "/doc/4": Answer(404), "/doc/5": Answer(500)}
    report = again(here, site)
    assert report is not None
    assert (report.kind, report.outcome) == ("recheck", "PARTIAL"), "one page answers with an error"
    assert {name: report.counts[name] for name in ("fetched", "unchanged", "gone", "failed")} == {
        "fetched": 2, "unchanged": 1, "gone": 1, "failed": 1,
    }  # fmt: skip
    assert not [path for path in site.paths() if path.startswith("/list")]
    assert revisions(here) == {"tiny/1": 1, "tiny/2": 2, "tiny/3": 1, "tiny/4": 1, "tiny/5": 1}
    assert set(first) < set(here.rows("SELECT t::text FROM corpus.reading t ORDER BY 1")), "the old text stays"
    assert withdrawals(here) == [("tiny/4", 1, 1, "http_404", False)]
    withdrawn = here.rows(
        "SELECT d.site_id, s.withdrawn_at = n.fetched_at, s.last_seen_at < s.withdrawn_at FROM corpus.document d"
        " JOIN corpus.document_state s USING (document_id) JOIN corpus.withdrawal w USING (document_id)"
        " JOIN archive.snapshot n USING (record_id) WHERE s.withdrawn_at IS NOT NULL"
    )
    assert withdrawn == [("tiny/4", True, True)]
    assert here.rows("SELECT count(*) FROM corpus.publication") == [(5,)], "what went is still shown"

    site.pages |= {"/doc/2": document(2), "/doc/4": document(4), "/doc/5": document(5)}
    report = again(here, site)
    assert report is not None and report.outcome == "OK"
    assert revisions(here) == {"tiny/1": 1, "tiny/2": 3, "tiny/3": 1, "tiny/4": 1, "tiny/5": 1}
    assert withdrawals(here) == [("tiny/4", 1, 1, "http_404", True)]
    assert here.rows("SELECT count(*), max(times_withdrawn) FROM corpus.document_state WHERE withdrawn_at IS NULL") == [
        (5, 1)
    ]

    assert recheck(here.url, "tiny", archive=here.archive, spool=str(here.spool), address=site.address) is None
    report = again(here, site, budget=2)
    assert report is not None and report.counts["listed"] == 2, "no more than the budget"
    lines = told(get("tiny"), costs(here.url, "tiny", now=datetime.now(UTC) + MONTHS))
    assert lines[2].startswith("younger than 365 days: every 30 days: 5 documents, 5 due")


def test_what_a_schedule_costs() -> None:
    ministry = get("mid_ru")
    month = cost(ministry, 2, Load(2, 82_000, 500))
    assert (round(month.requests_a_day), round(month.hours_a_day, 1), month.whole.days) == (2733, 7.6, 9)
    assert told(ministry, [cost(ministry, 0, Load(0, 40, 7)), month]) == [
        "younger than 2 days: every 6 hours: 40 documents, 7 due; 160 requests a day, 0.4 hours; all of them once: 0.111 hours",
        "younger than 365 days: every 30 days: 82,000 documents, 500 due; 2,733 requests a day, 7.6 hours; all of them once: 9.49 days",
        "in all 2,893 requests a day, 8.0 hours at 10 s",
        "budget 300 a run (0:50:00 at most); 9.6 runs a day are needed",
    ]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--dry-run", "--documents", "82000"), "82,000 documents, 82,000 due"),
        (("--documents", "5"), "--documents goes with --dry-run"),
        (("--budget", "-1"), "numbers above zero"),
    ],
)
def test_the_command_says_what_documents_would_cost_and_what_it_does_not_take(
    words: tuple[str, ...], wanted: str
) -> None:
    done = CliRunner().invoke(app, ["recheck", "--ministry", "mid_ru", *words])
    assert wanted in " ".join(done.output.split())


def revisions(here: Here) -> dict[str, int]:
    query = "SELECT d.site_id, count(*) FROM corpus.revision JOIN corpus.document d USING (document_id) GROUP BY 1"
    return dict(here.rows(query))


def withdrawals(here: Here) -> list[tuple[Any, ...]]:
    return here.rows(
        "SELECT d.site_id, w.ordinal, w.answers, w.reason, w.returned_at IS NOT NULL FROM analysis.withdrawals w"
        " JOIN corpus.document d USING (document_id) ORDER BY 1, 2"
    )
