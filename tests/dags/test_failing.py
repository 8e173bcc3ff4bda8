"""Whatever goes wrong in a task of ours, the first line says what it was at, the cause and the next step, and whether it is tried again."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from types import SimpleNamespace

import psycopg2
import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

from dags.common import batches, failing
from scraper.ministries.registry import UnknownMinistry
from transcripts.backup.manifest import BadBackup
from transcripts.backup.programs import ProgramFailed
from transcripts.checks.policy import BadPolicy
from transcripts.store.connection import DatabaseDown
from transcripts.store.crawls import MinistryBusy
from transcripts.store.entirety import Busy
from transcripts.store.guard import SchemaMismatch

FULL = OSError(errno.ENOSPC, "archive s3://bucket: No space left on device", "toy/1/00001.warc.gz")
WAYS = {
    "database": (
        DatabaseDown("the database u@h:5432/t does not answer: refused"),
        "the database u@h:5432/t does not answer",
        True,
    ),
    "disk": (FULL, "No space left on device", True),
    "busy": (MinistryBusy("another crawl of toy is under way"), "another crawl of toy is under way", True),
    "ministry": (UnknownMinistry("no ministry 'tyo': there are toy"), "no ministry 'tyo'", False),
    "policy": (BadPolicy("checks.toml: dates.seconds must be a number"), "checks.toml: dates.seconds", False),
    "tables": (
        psycopg2.errors.UndefinedTable('relation "x" does not exist\nLINE 1'),
        'the database says: relation "x"',
        False,
    ),
    "rights": (
        psycopg2.errors.InsufficientPrivilege("permission denied for schema corpus"),
        "permission denied",
        False,
    ),
    "ours": (KeyError("segmenter"), "KeyError: 'segmenter'", True),
    "no words": (RuntimeError(), "RuntimeError", True),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_first_line_says_all(way):
    error, cause, again = WAYS[way]
    with pytest.raises(AirflowException) as told, failing.told("toy 2026-03-09..2026-03-10"):
        raise error
    line = str(told.value)
    assert line.startswith("toy 2026-03-09..2026-03-10 FAILED: ")
    assert cause in line
    assert ". Next: " in line and len(line.split(". Next: ")[1]) > 20
    assert "\n" not in line
    assert isinstance(told.value, AirflowFailException) is not again, "tried again where it may pass"
    assert told.value.__cause__ is error


@pytest.mark.parametrize(
    "error",
    [
        SchemaMismatch("the database's schema is 3, older than this code's 4: `transcripts migrate` brings it up"),
        Busy("another backup of this database is under way: wait for its end"),
        ProgramFailed("pg_dump u@h:5432/t: server version mismatch. Set TRANSCRIPTS_POSTGRES_BIN"),
        BadBackup("/srv/2026/manifest.json: no manifest that can be read: take another backup's"),
    ],
)
def test_what_says_itself_what_to_do_is_neither_a_full_disk_nor_an_error_of_ours(error):
    with pytest.raises(AirflowException) as told, failing.told("upkeep, backup"):
        raise error
    assert str(told.value) == f"upkeep, backup FAILED: {error}. Next: do what it says; then clear this task"


@pytest.mark.parametrize("own", [AirflowFailException("a verdict"), AirflowSkipException("nothing due")])
def test_a_verdict_and_a_skip_pass_as_they_are(own):
    with pytest.raises(type(own)) as told, failing.told("toy"):
        raise own
    assert told.value is own


def _down(*_, **__):
    raise DatabaseDown("the database u@h:5432/t went away")


CONTEXT = {
    "params": {},
    "ti": SimpleNamespace(
        dag_id="d", run_id="r", task_id="t", map_index=None, try_number=1, xcom_push=lambda **_: None
    ),
    "dag_run": SimpleNamespace(
        start_date=None,
        run_after=datetime(2026, 3, 10, tzinfo=UTC),
        conf={},
        run_type="manual",
        data_interval_start=None,
        data_interval_end=None,
    ),
    "outlet_events": {},
}


@pytest.mark.parametrize(
    ("what", "call", "about"),
    [
        ("take", lambda: batches.take_corrections(), "taking corrections"),
        ("work", lambda: batches.plan("clean", CONTEXT), "planning clean"),
        ("run_batch", lambda: batches.run({"step": "clean", "ministry": "toy", "keys": ["a"]}, CONTEXT), "clean toy undated: 1 from a"),
        ("settle", lambda: batches.count([[], [], [], [], []], CONTEXT), "bringing what is shown in line"),
        ("pending", lambda: batches.balance([[], [], [], [], []], CONTEXT), "the balance of recent days"),
    ],
)  # fmt: skip
def test_every_step_of_process_says_so_where_the_database_is_away(monkeypatch, settings, what, call, about):
    import transcripts.process

    monkeypatch.setattr(transcripts.process, what, _down)
    with pytest.raises(AirflowException) as told:
        call()
    assert str(told.value).startswith(f"{about}")
    assert " FAILED: the database u@h:5432/t went away. Next: " in str(told.value)


def test_a_check_and_a_crawl_and_a_recheck_and_a_canary_say_so_too(settings):
    """Over a server that is really not there."""
    from dags.common import canaries, names
    from dags.operators.check import CheckOperator
    from dags.operators.crawl import CrawlOperator
    from dags.operators.recheck import RecheckOperator

    settings.setenv("AIRFLOW_CONN_TRANSCRIPTS_DB", "postgres://owner:secret@127.0.0.1:1/transcripts")
    more = {"ministry": "sample", "timezone": "UTC", "archive_asset": names.archive_asset("sample")}
    context = {**CONTEXT, "params": {"since": "2026-03-01", "until": "2026-03-02"}}
    for about, run in {
        "check dates": lambda: CheckOperator(task_id="dates", check="dates").execute(context),
        "sample 2026-03-01..2026-03-02": lambda: CrawlOperator(task_id="crawl", **more).execute(context),
        "sample, documents that are due,": lambda: RecheckOperator(task_id="crawl", **more).execute(context),
        "sample, its canary,": lambda: canaries.run("sample", context),
    }.items():
        with pytest.raises(AirflowException) as told:
            run()
        line = str(told.value)
        assert line.startswith(f"{about} FAILED: the database owner@127.0.0.1:1/transcripts does not answer"), line
        assert ". Next: " in line
        assert "secret" not in line


def test_a_batch_is_not_larger_than_a_transaction_bears(settings):
    settings.setenv("AIRFLOW_VAR_TRANSCRIPTS_BATCH_SIZE", "6000")
    with pytest.raises(AirflowFailException, match=r"clean: a batch of 6000 documents, more than 5000\. Next: "):
        batches.plan("clean", CONTEXT)
