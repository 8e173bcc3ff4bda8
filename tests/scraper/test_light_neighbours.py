"""What the store and the DAGs use of this room starts fast, and hands no secret to a crawl."""

import itertools
import json
import os
import re
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from crawling import crawl, plan_for
from tiny_site import DAY, Answer

from scraper.environment import for_crawl
from scraper.evidence import Gap, Plan
from scraper.ministries import UnknownMinistry
from scraper.process import read_log_line, run_crawl

pytestmark = pytest.mark.usefixtures("cold")

ROOT = Path(__file__).parents[2]
NEIGHBOURS = "scraper.process, scraper.archive, scraper.recovery, scraper.journal, scraper.ministries, scraper.evidence"


def test_the_neighbours_import_no_scrapy_and_no_airflow():
    heavy = ("scrapy", "twisted", "airflow", "fsspec", "warcio", "lxml", "parsel", "babel", "psycopg2")
    script = f"import sys, {NEIGHBOURS}; print([name for name in {heavy!r} if name in sys.modules])"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.stdout.strip() == "[]"
    assert after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime < 0.5, "seconds of the processor"


def test_a_crawl_gets_what_it_needs_and_no_secret():
    ours = {
        "PATH": "/bin",
        "LC_ALL": "C.UTF-8",
        "TRANSCRIPTS_MINISTRIES": "/x",
        "AIRFLOW_HOME": "/a",
        "AIRFLOW__CORE__FERNET_KEY": "k",
        "AIRFLOW_CONN_TRANSCRIPTS_DB": "postgres://",
        "TRANSCRIPTS_DATABASE_URL": "postgresql://",
        "PGPASSWORD": "p",
        "SOME_TOKEN": "t",
        "AWS_SECRET_ACCESS_KEY": "s",
        "TRANSCRIPTS_S3_ENDPOINT": "http://store",
    }
    given = {"PATH", "LC_ALL", "TRANSCRIPTS_MINISTRIES", "PYTHONUNBUFFERED", "PYTHONIOENCODING"}
    assert set(for_crawl(ours, "file:///archive")) == given
    store = {"AWS_SECRET_ACCESS_KEY", "TRANSCRIPTS_S3_ENDPOINT"}
    assert set(for_crawl(ours, "s3://bucket/archive")) == given | store


def test_the_crawl_s_process_really_has_no_secret_and_no_remote_control(site, tmp_path, monkeypatch):
    monkeypatch.setenv("TRANSCRIPTS_DATABASE_URL", "postgresql://somebody:secret@nowhere/db")
    seen, loaded = [], set()
    site.publish(1)

    def look() -> None:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (
                    b"scraper.crawl" in (process / "cmdline").read_bytes()
                    and str(tmp_path).encode() in (process / "cmdline").read_bytes()
                ):
                    seen.append((process / "environ").read_bytes())
                    loaded.update(re.findall(r"/site-packages/(\w+)/", (process / "maps").read_text()))
            except OSError:
                continue

    crawl(plan_for(tmp_path, "tiny", DAY, address=site.address), on_line=lambda *_: look())
    assert seen and not any(b"secret" in one for one in seen)
    assert (
        "lxml" in loaded and "aiohttp" not in loaded
    )  # no server in it, and nothing else of Scrapy's that takes no part


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"ministry": "atlantis"}, UnknownMinistry, "unknown ministry 'atlantis'.*tiny"),
        ({"until": "2026-03-01"}, ValueError, "ends on 2026-03-01, before its start on 2026-03-02"),
        ({"since": "02.03.2026"}, ValueError, "since: '02.03.2026' is no day"),
        ({"crawl": "../other"}, ValueError, "crawl '../other'"),
        ({"crawl": ""}, ValueError, "crawl ''"),
        ({"ca_file": "/no/such.pem"}, ValueError, "/no/such.pem: no such file"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_before_anything_is_written(tmp_path, change, error, words):
    plan = replace(plan_for(tmp_path, "tiny", DAY), **change)
    with pytest.raises(error, match=words):
        run_crawl(plan)
    assert list(tmp_path.iterdir()) == []


def test_a_plan_is_read_as_it_was_written_and_nonsense_is_named(tmp_path):
    plan = plan_for(tmp_path, "tiny", DAY, gaps=(Gap("a", "de", "tiny/1"),), asked_by={"dag_id": "collect_tiny"})
    plan.write(tmp_path / "plan.json")
    assert Plan.read(tmp_path / "plan.json") == plan
    (tmp_path / "plan.json").write_text("{}")
    with pytest.raises(ValueError, match=r"plan\.json: no plan of a crawl"):
        Plan.read(tmp_path / "plan.json")


def test_by_hand_a_crawl_of_a_bad_plan_ends_with_status_2(tmp_path):
    plan = replace(plan_for(tmp_path, "tiny", DAY), until="2026-03-01")
    plan.write(tmp_path / "plan.json")
    command = [sys.executable, "-m", "scraper.crawl", str(tmp_path / "plan.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ})
    assert done.returncode == 2
    assert "before its start" in json.loads(done.stdout.splitlines()[-1])["message"]


def test_log_lines_come_with_level_logger_and_message_in_one_piece():
    line = json.dumps({"level": 40, "logger": "scrapy.core", "message": "Oh\nTraceback"}).encode()
    assert read_log_line(line) == (40, "scrapy.core", "Oh\nTraceback")
    assert read_log_line(b"Fatal Python error: \xff") == (30, "crawl", "Fatal Python error: \ufffd")
    assert read_log_line(b"3") == (30, "crawl", "3")


def test_the_log_tells_the_level_of_each_line(site, tmp_path):
    site.publish(1, 2)
    site.pages["/doc/2"] = site.pages["/nothing"] = Answer(404, b"gone")
    done = crawl(plan_for(tmp_path, "tiny", DAY, address=site.address))
    told = {message: level for level, _, message in done.log}
    assert told["fetched: tiny/1 en"] == 20
    assert told["failed (http_404): tiny/2 en"] == 30
    assert any(level == 40 and message.startswith("PARTIAL: 1 of 2") for message, level in told.items())


def test_on_poll_is_called_about_every_second(site, tmp_path):
    site.publish(1)
    site.pages["/doc/1"] = Answer(200, b"<main>x</main>", seconds=1.9)
    calls = []
    crawl(plan_for(tmp_path, "tiny", DAY, address=site.address), on_poll=lambda: calls.append(time.monotonic()))
    assert len(calls) >= 2
    assert all(0.9 < later - earlier < 1.5 for earlier, later in itertools.pairwise(calls))
