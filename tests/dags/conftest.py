"""Airflow as these tests want it: a home of their own, no database, our settings in the environment.

The environment is set before the first import of Airflow, which reads it once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.alarms.postbox import Postbox, postbox

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(tempfile.mkdtemp(prefix="transcripts-airflow-"))

for name in [name for name in os.environ if name.startswith("AIRFLOW")]:
    del os.environ[name]
os.environ.update(
    AIRFLOW_HOME=str(HOME),
    AIRFLOW__CORE__DAGS_FOLDER=str(ROOT / "dags"),
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
)


@pytest.fixture(scope="session", autouse=True)
def _home_is_deleted() -> Iterator[None]:
    yield
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def bag():
    """The DAGs, as Airflow's DAG processor reads them from the folder."""
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(str(ROOT / "dags"))


@pytest.fixture
def settings(monkeypatch):
    """The connection and the Variables of an installation, by the environment."""
    monkeypatch.setenv("AIRFLOW_CONN_TRANSCRIPTS_DB", "postgres://owner:a%2Fb@db.example:5433/transcripts")
    monkeypatch.setenv("AIRFLOW_VAR_TRANSCRIPTS_ARCHIVE", "s3://bucket/archive")
    monkeypatch.setenv("AIRFLOW_VAR_TRANSCRIPTS_SPOOL", "/srv/spool")
    return monkeypatch


@pytest.fixture
def box(postboxes):
    postboxes.refusal, postboxes.refused = "", 0
    postboxes.raw.clear()
    postboxes.recipients.clear()
    return postboxes


@pytest.fixture(scope="module")
def postboxes():
    with postbox() as it:
        yield it


@pytest.fixture
def house(database_url, monkeypatch):
    """An installation without a channel and without an incident."""
    with closing(psycopg2.connect(database_url)) as link, link.cursor() as cursor:
        cursor.execute("TRUNCATE pipeline.incident")
        link.commit()
    monkeypatch.setenv("AIRFLOW_CONN_TRANSCRIPTS_DB", database_url.replace("postgresql://", "postgres://", 1))
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "https://airflow.example/here")
    return monkeypatch


@pytest.fixture
def mailed(house, box: Postbox):
    house.setenv("AIRFLOW_CONN_TRANSCRIPTS_MAIL", box.connection())
    return box
