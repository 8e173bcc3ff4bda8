"""The production shape at work, as far as it goes without containers: every service's command and every health check."""

from __future__ import annotations

import fsspec
import psycopg2
import pytest

from launcher.rest import RestError
from tests.deploy.native_stack import AIRFLOW

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]


@pytest.mark.parametrize("name", ["postgres", "redis", "store", "sample", *AIRFLOW])
def test_a_service_is_well_by_its_own_health_check(stack, name):
    done = stack.check(name)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_api_server_says_that_every_part_is_well(stack):
    health = stack.ui.health()
    parts = ("metadatabase", "scheduler", "dag_processor", "triggerer")
    assert {part: health[part]["status"] for part in parts} == dict.fromkeys(parts, "healthy")


def test_only_the_generated_password_opens_the_ui(stack):
    assert stack.ui.call("GET", "/dags")["total_entries"] > 0
    stranger = stack.ui
    stranger._login["password"] = "admin"
    with pytest.raises(RestError) as refused:
        stranger.call("GET", "/dags")
    assert refused.value.status == 401


def test_no_dag_fails_to_be_read(stack):
    """Also the plugin is loaded where neither the database nor the archive is known: scheduler, dag-processor, triggerer."""
    assert [one["stack_trace"].splitlines()[-3:] for one in stack.ui.import_errors()] == []
    for name in ("scheduler", "dag-processor", "triggerer"):
        assert "TRANSCRIPTS_DATABASE_URL" not in stack.environment(name)
        assert "Failed to import plugin" not in stack.log(name)


def test_the_store_refuses_whoever_has_no_key(stack):
    endpoint = {"endpoint_url": stack.environment("worker")["TRANSCRIPTS_S3_ENDPOINT"]}
    with pytest.raises(PermissionError):
        fsspec.filesystem("s3", anon=True, client_kwargs=endpoint, skip_instance_cache=True).ls("transcripts")


def analyst(stack, password):
    """A session of the role analyst."""
    owner = stack.environment("worker")["TRANSCRIPTS_DATABASE_URL"]
    return psycopg2.connect(owner.replace(f"transcripts:{stack.env['TRANSCRIPTS_DB_PASSWORD']}", f"analyst:{password}"))


def test_init_may_run_again_and_sets_a_changed_password(stack):
    """As after an edit of `.env`: the analyst's old password opens the database for reading, then only the new one does."""
    link = analyst(stack, stack.env["ANALYST_DB_PASSWORD"])
    try:
        with link.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM analysis.turns")
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute("DELETE FROM corpus.document")
    finally:
        link.close()
    done = stack.run("init", PREPARE_ANALYST_PASSWORD="another")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "already exists" in done.stdout
    analyst(stack, "another").close()
    with pytest.raises(psycopg2.OperationalError):
        analyst(stack, stack.env["ANALYST_DB_PASSWORD"])
