"""Gaps as an operator meets them: named, healed by later crawls, accepted by a person, and a balance that shows each by name."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2
import pytest
from psycopg2.extras import RealDictCursor

from tests.scraper.tiny_site import DAY, Answer, Site, document, html, listing
from tests.transcripts.collecting import Here
from transcripts.accepted import missing
from transcripts.collect import collect
from transcripts.decide import decide
from transcripts.decisions import Decision
from transcripts.process import process
from transcripts.store.balance import unbalanced, unexplained
from transcripts.store.connection import connected
from transcripts.store.gaps import open_gaps

pytestmark = pytest.mark.database

NOW = datetime.now(UTC)


def rows(here: Here, query: str) -> list[dict[str, Any]]:
    with closing(psycopg2.connect(here.url)) as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(query)
        return [dict(row) for row in cursor.fetchall()]


def crawl(here: Here, site: Site, since: str = DAY, until: str = DAY, ministry: str = "tiny", **more: Any) -> Any:
    return collect(
        here.url, ministry, since, until, archive=here.archive, spool=str(here.spool), address=site.address, **more
    )


def later(here: Here) -> None:
    """Three days pass."""
    here.rows("UPDATE archive.crawl SET started_at = started_at - interval '3 days'; COMMIT; SELECT 1")
    here.rows("UPDATE corpus.document SET first_seen = first_seen - interval '3 days'; COMMIT; SELECT 1")


def states(here: Here) -> dict[str, tuple[str, str | None]]:
    found = rows(here, "SELECT key, state, reason FROM pipeline.balance_item")
    return {row["key"]: (row["state"], row["reason"]) for row in found}


def test_each_document_of_a_day_is_accounted_for_by_name(here: Here, site: Site) -> None:
    site.publish(*range(1, 9))
    site.pages[f"/list?day={DAY}"] = listing([f"/doc/{n}" for n in range(1, 9)] + ["http://other.example/x"], total=11)
    site.pages[f"/list?day={DAY}&page=2"] = listing([], total=11)
    site.pages["/robots.txt"] = Answer(200, b"User-agent: *\nDisallow: /doc/3\n")
    site.pages["/doc/1"], site.pages["/doc/2"] = Answer(404), html("<main><h1>Nul\0</h1></main>")
    report = crawl(here, site)
    assert report.outcome == "PARTIAL"
    assert unexplained_of(here, NOW - timedelta(hours=1)) == [], "what came after the run began may be on its way"
    process(here.url, here.archive, 10)
    assert states(here) == {
        "tiny/1": ("failed", "http_404"),
        "tiny/2": ("quarantined", states(here)["tiny/2"][1]),
        "tiny/3": ("refused", "robots"),
        "http://other.example/x": ("offsite", "offsite"),
        **{f"tiny/{n}": ("published", None) for n in range(4, 9)},
    }
    (row,) = rows(here, "SELECT * FROM pipeline.balance")
    assert {name: value for name, value in row.items() if value} == {
        "ministry": "tiny", "day": row["day"], "language": "en", "listed": 9, "site_count": 11, "fetched": 6, "failed": 1,
        "refused": 2, "cleaned": 5, "quarantined": 1, "segmented": 5, "published": 5, "missing": 4,
    }  # fmt: skip
    assert row["missing"] == 4, "a 404, one that robots.txt refuses, and two that the site counts and does not list"
    assert not row["balanced"]
    with connected(here.url) as connection:
        assert unbalanced(connection) == [{"ministry": "tiny", "day": DAY, "missing": 4, "waiting": 0}]
    assert unexplained_of(here, datetime.now(UTC)) == [], "gaps are named elsewhere"


def unexplained_of(here: Here, before: datetime) -> list[tuple[str, str]]:
    with connected(here.url) as connection:
        return [
            (one["address"].rpartition("/")[2], one["state"]) for one in unexplained(connection, before.isoformat())
        ]


def test_what_was_fetched_and_is_nowhere_is_named(here: Here, site: Site) -> None:
    site.publish(1, 2)
    assert crawl(here, site).outcome == "OK"
    after = datetime.now(UTC) + timedelta(seconds=1)
    assert unexplained_of(here, after) == [("1", "waiting"), ("2", "waiting")]
    process(here.url, here.archive, 10)
    assert unexplained_of(here, after) == []
    here.rows("DELETE FROM archive.fate WHERE site_id = 'tiny/1'; COMMIT; SELECT 1")
    assert unexplained_of(here, after) == [], "it is held, whatever is said of it"
    here.rows("SELECT set_config('corpus.publishing', 'yes', true); DELETE FROM corpus.publication; COMMIT; SELECT 1")
    assert unexplained_of(here, after) == [("1", "segmented"), ("2", "segmented")]


def test_gaps_heal_by_later_crawls_and_a_person_s_word_makes_the_rest_green(here: Here, site: Site) -> None:
    site.publish(1, 2, 3)
    site.pages["/doc/1"], site.pages["/doc/2"] = Answer(404), Answer(404)
    report = crawl(here, site)
    said = missing(here.url, vars_of(report))
    assert said.open == (f"{site.address}/doc/1 en: failed, http_404", f"{site.address}/doc/2 en: failed, http_404")
    site.pages["/doc/1"] = document(1)
    site.pages["/list?day=2026-03-03"] = listing([])
    later(here)
    healed = crawl(here, site, "2026-03-03", "2026-03-03")
    assert (healed.outcome, healed.counts["fetched"], healed.counts["gone"]) == ("OK", 1, 1)
    listed = here.run("gaps", "list", "--json")
    (gap,) = json.loads(listed.stdout)
    assert (gap["key"], gap["tries"], gap["accepted"]) == ("tiny/2", 2, False)
    done = here.run(
        "gaps", "accept", "--ministry", "tiny", "--document", gap["address"], "--reason", "lost", "--by", "ada"
    )
    assert done.returncode == 0, done.stderr
    decision = done.stdout.split()[0]
    again = crawl(here, site)
    assert again.outcome == "PARTIAL", "its list still names it"
    assert missing(here.url, vars_of(again)).accepted == (
        f"{site.address}/doc/2 en: failed, http_404, accepted by ada (lost)",
    )
    process(here.url, here.archive, 10)
    (row,) = rows(here, f"SELECT * FROM pipeline.balance WHERE day = '{DAY}'")
    assert (row["missing"], row["accepted"], row["balanced"]) == (0, 1, True)
    assert "0 gaps" in here.run("gaps", "list").stdout
    assert "accepted by ada (lost)" in here.run("gaps", "list", "--all", "--ministry", "tiny").stdout
    assert here.run("gaps", "undo", decision, "--reason", "it is there").returncode == 0
    assert "1 gaps" in here.run("gaps", "list").stdout
    status = here.run("status").stdout
    assert "gaps        tiny: 1 documents" in status
    assert f"unbalanced  tiny {DAY}: 1 missing, 0 on their way" in status


def vars_of(report: Any) -> dict[str, Any]:
    return {name: getattr(report, name) for name in ("crawl", "ministry", "outcome", "problems")}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--document", "tiny/77"], "no document 'tiny/77' of tiny is missing"),
        (["--document", "tiny/2", "--day", DAY], "a document is accepted by itself"),
        ([], "say what is accepted"),
        (["--list", "nws", "--day", DAY], "tiny has no list 'nws', but news"),
        (["--day", "2 March"], "2 March: no day"),
        (["--day", "2026-03-05..2026-03-02"], "-2 days"),
        (["--day", DAY, "--language", "xx"], "not collected in 'xx', but in en"),
    ],
)
def test_what_cannot_be_accepted_is_told(here: Here, words: list[str], said: str) -> None:
    from typer.testing import CliRunner

    from transcripts.cli.gaps import app

    done = CliRunner().invoke(app, ["accept", "--ministry", "tiny", "--reason", "x", *words], env={**here.environment})
    assert done.exit_code == 2
    assert said in done.output


def test_a_ministry_that_is_not_known_is_told_and_not_said_to_have_no_gaps(here: Here) -> None:
    from typer.testing import CliRunner

    from transcripts.cli.gaps import app

    done = CliRunner().invoke(app, ["list", "--ministry", "tinny"], env={**here.environment})
    assert (done.exit_code, "0 gaps" in done.output) == (2, False)
    assert "tinny" in done.output


def test_gaps_of_a_ministry_whose_module_is_gone_are_listed_and_accepted(here: Here, site: Site) -> None:
    """What was found once stays told until it is mended or accepted, and nobody can mend this any more."""
    from typer.testing import CliRunner

    from transcripts.cli.gaps import app

    def run(*words: str) -> Any:
        return CliRunner().invoke(app, list(words), env={**here.environment})

    site.publish(1, 2)
    site.pages["/doc/1"] = Answer(404)
    crawl(here, site)
    here.rows("UPDATE archive.crawl SET ministry = 'formerly'; COMMIT; SELECT 1")
    here.rows("UPDATE corpus.document SET ministry = 'formerly'; COMMIT; SELECT 1")
    listed = run("list", "--ministry", "formerly")
    assert (listed.exit_code, "1 gaps" in listed.output) == (0, True), listed.output
    wrong = run("accept", "--ministry", "formerly", "--list", "nws", "--day", DAY, "--reason", "x")
    assert "formerly has no module any more, and no gap of a list 'nws'" in wrong.output
    wrong = run("accept", "--ministry", "formerly", "--language", "xx", "--day", DAY, "--reason", "x")
    assert "formerly has no module any more, and no gap in the language 'xx'" in wrong.output
    done = run("accept", "--ministry", "formerly", "--document", "tiny/1", "--reason", "the site is gone")
    assert done.exit_code == 0, done.output
    assert "0 gaps" in run("list", "--ministry", "formerly").output
    assert run("accept", "--ministry", "formerly", "--day", DAY, "--reason", "the site is gone").exit_code == 0
    never = run("accept", "--ministry", "nowhere", "--day", DAY, "--reason", "x")
    assert (never.exit_code, "unknown ministry 'nowhere'" in never.output) == (2, True)


def test_days_that_were_missed_are_asked_for_by_the_next_run_and_named_until_then(here: Here, site: Site) -> None:
    today = NOW.date()
    days = [(today - timedelta(days=n)).isoformat() for n in range(5)]
    for number, day in enumerate(days):
        site.publish(number, day=day)
    crawl(here, site, days[1], days[0], asked_by={"run_id": "scheduled__1"})
    here.rows(
        "UPDATE archive.crawl SET since = since - 3, until = until - 3, started_at = started_at - interval '3 days';"
        "COMMIT; SELECT 1"
    )
    with connected(here.url) as connection:
        assert [row["day"] for row in open_gaps(connection)] == [days[1], days[2], days[3]]
    healed = crawl(here, site, days[1], days[0], missed_days=31)
    assert (healed.outcome, healed.counts["listed"]) == ("OK", 4)
    assert (
        rows(here, "SELECT days::text FROM archive.crawl ORDER BY started_at")[-1]["days"] == f"{{{days[3]},{days[2]}}}"
    )
    with connected(here.url) as connection:
        assert open_gaps(connection) == []


def test_documents_that_only_pages_link_to_are_followed_once_no_list_has_named_them(here: Here, site: Site) -> None:
    links = '<nav><a href="/en/doc/5">before</a><a href="/doc/6">de</a><a href="http://x.example/doc/7">x</a></nav>'
    site.publish(1)
    site.pages["/doc/1"] = html(f"<main><h1>Document 1</h1><p>The minister spoke of the new harbour.</p></main>{links}")
    site.pages["/en/doc/5"] = site.pages["/doc/1"] = html(
        f"<main><h1>Document</h1><p>The minister spoke of the new harbour.</p></main>{links.replace('/6', '/9')}"
    )
    crawl(here, site, ministry="tiny_linked")
    process(here.url, here.archive, 10)
    asked = len(site.asked)
    crawl(here, site, ministry="tiny_linked")
    assert not any("/5" in path or "/9" in path for path in site.paths()[asked:]), "a list may still name it"
    later(here)
    followed = crawl(here, site, ministry="tiny_linked")
    assert (followed.outcome, followed.counts["fetched"], followed.reasons) == ("OK", 1, {"reference: http_404": 1})
    process(here.url, here.archive, 10)
    assert {row["site_id"] for row in rows(here, "SELECT site_id FROM corpus.document")} == {"tiny/1", "tiny/5"}
    with connected(here.url) as connection:
        assert [(row["key"], row["reason"]) for row in open_gaps(connection)] == [("tiny/9", "reference: http_404")]
    later(here)
    site.pages["/doc/9"] = document(9)
    assert crawl(here, site, ministry="tiny_linked").counts["fetched"] == 1


def test_a_span_is_accepted_around_the_days_that_somebody_accepted_already(here: Here, site: Site) -> None:
    from typer.testing import CliRunner

    from transcripts.cli.gaps import app

    site.publish(1)
    here.collect(site)
    runner, words = CliRunner(), ["accept", "--ministry", "tiny", "--reason", "strike", "--by", "ada"]
    bob = [*words[:-3], "closed", "--by", "bob", "--day", "2026-02-03"]
    assert runner.invoke(app, bob, env={**here.environment}).exit_code == 0
    done = runner.invoke(app, [*words, "--day", "2026-02-01..2026-02-05"], env={**here.environment})
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 4)
    assert "2026-02-03: bob accepted that it is missing" in done.stderr
    by = here.rows("SELECT day::text, by FROM pipeline.decision_standing WHERE day < '2026-02-06' ORDER BY day")
    assert by == [(f"2026-02-0{n}", "bob" if n == 3 else "ada") for n in range(1, 6)]
    done = runner.invoke(app, [*words[:-1], "eve", "--day", "2026-02-01..2026-02-02"], env={**here.environment})
    assert done.exit_code == 2 and done.stderr.count("ada accepted") == 2


def test_the_rest_of_a_list_is_accepted_for_its_day(here: Here, site: Site) -> None:
    site.publish(1)
    site.pages[f"/list?day={DAY}"] = listing(["/doc/1"], total=3)
    site.pages[f"/list?day={DAY}&page=2"] = listing([], total=3)
    report = crawl(here, site)
    assert missing(here.url, vars_of(report)).open
    words = ("tiny", "list", "ada", "the site miscounts", NOW.isoformat(), "news", "", DAY)
    decide(here.url, here.archive, Decision("accept", *words))  # type: ignore[arg-type]
    process(here.url, here.archive, 10)
    (row,) = rows(here, "SELECT * FROM pipeline.balance")
    assert report.outcome == "PARTIAL"
    assert missing(here.url, vars_of(report)).open == ()
    assert (row["missing"], row["accepted"], row["balanced"]) == (0, 2, True)
