"""Each secret is changed as docs/operations.md says it: the old one opens nothing any more, and nothing that was kept is lost."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace
from urllib.parse import urlsplit

import fsspec
import psycopg2
import pytest
import redis
from cryptography.fernet import Fernet, InvalidToken

from deploy import make_env
from launcher import binaries
from tests.deploy.compose_file import SECRET
from tests.deploy.native_stack import AIRFLOW, GROUND
from tests.deploy.native_work import ran, rows

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]

ENTERED = {"connection_id": "entered", "conn_type": "http", "password": "said-in-the-ui"}
VARIABLE = {"key": "entered", "value": "of-a-variable"}
ROLES = {"transcripts": "TRANSCRIPTS_DB_PASSWORD", "airflow": "AIRFLOW_DB_PASSWORD", "analyst": "ANALYST_DB_PASSWORD"}
DATABASES = {"analyst": "transcripts", "postgres": "postgres"}


@pytest.fixture(scope="module")
def changed(landed, nginx):
    """All secrets changed in the two rounds of the guide, and what was seen on the way."""
    stack, old = landed.stack, dict(landed.stack.env)
    secrets = [name for name in old if SECRET.search(name) and name not in ("UI_PASSWORD", "AIRFLOW_FERNET_KEY")]
    new = {name: make_env.secret(name) for name in (*secrets, "AIRFLOW_FERNET_KEY")}
    stack.ui.call("POST", "/connections", ENTERED)
    stack.ui.call("POST", "/variables", VARIABLE)
    with nginx.client(stack.map.ui) as browser:
        log_in(browser, stack)
        first = {
            "AIRFLOW_FERNET_KEY": f"{new['AIRFLOW_FERNET_KEY']},{old['AIRFLOW_FERNET_KEY']}",
            "AIRFLOW_API_SECRET": new.pop("AIRFLOW_API_SECRET"),
        }
        seen = SimpleNamespace(
            stack=stack, old=old, new={**new, **first}, anew=[stack.up(**first)], entered=[kept(stack)]
        )
        seen.sessions = [browser.get("/transcripts/coverage").status_code]
        done = stack.run("worker", "airflow", "rotate-fernet-key")
        assert done.returncode == 0, done.stdout + done.stderr
        password_of_postgres(stack, old["POSTGRES_PASSWORD"], new["POSTGRES_PASSWORD"])
        seen.anew.append(stack.up(**new))
        seen.entered.append(kept(stack))
        seen.sessions.append(browser.get("/transcripts/coverage").status_code)
        log_in(browser, stack)
        seen.sessions.append(browser.get("/transcripts/coverage").status_code)
    return seen


def log_in(browser, stack):
    """Gives the browser the token that a login ends with."""
    user = stack.services["init"]["environment"]["PREPARE_UI_USER"]
    answer = browser.post("/auth/token", json={"username": user, "password": stack.env["UI_PASSWORD"]})
    assert answer.status_code == 201, answer.text
    browser.cookies.clear()
    browser.cookies.set("_token", answer.json()["access_token"])


def kept(stack):
    """What was entered in the UI, as it stands in Airflow's database."""
    with opened(stack, "airflow", stack.env["AIRFLOW_DB_PASSWORD"]) as link, link.cursor() as cursor:
        cursor.execute("SELECT password FROM connection WHERE conn_id = %s", (ENTERED["connection_id"],))
        found = [cursor.fetchone()[0]]
        cursor.execute("SELECT val FROM variable WHERE key = %s", (VARIABLE["key"],))
        return [*found, cursor.fetchone()[0]]


def opened(stack, role, password):
    """A session of a role of the database."""
    port = stack.map.port["postgres"]
    return psycopg2.connect(host="127.0.0.1", port=port, user=role, password=password, dbname=DATABASES.get(role, role))


def password_of_postgres(stack, old, new):
    """`psql`, then `\\password postgres`, without a terminal."""
    words = [
        str(binaries.folder() / "psql"),
        "-h",
        "127.0.0.1",
        "-p",
        str(stack.map.port["postgres"]),
        "-U",
        "postgres",
    ]
    said = f"\\password postgres\n{new}\n{new}\n"
    done = subprocess.run(
        words, input=said, env={"PGPASSWORD": old}, capture_output=True, text=True, start_new_session=True, timeout=30
    )
    assert done.returncode == 0, done.stderr


def test_what_uses_a_changed_secret_starts_anew(changed):
    assert changed.anew == [list(AIRFLOW), [*GROUND, *AIRFLOW]]


def test_what_was_entered_in_the_ui_reads_by_the_new_fernet_key_alone(changed):
    old, new = Fernet(changed.old["AIRFLOW_FERNET_KEY"]), Fernet(changed.stack.env["AIRFLOW_FERNET_KEY"])
    before, after = changed.entered
    said = [ENTERED["password"].encode(), VARIABLE["value"].encode()]
    for one in before:
        with pytest.raises(InvalidToken):  # without the command it would be lost
            new.decrypt(one)
    assert [old.decrypt(one) for one in before] == said
    assert [new.decrypt(one) for one in after] == said
    assert changed.stack.ui.call("GET", f"/variables/{VARIABLE['key']}")["value"] == VARIABLE["value"]


def test_sessions_end_by_the_secret_of_tokens_alone(changed):
    """A token that Airflow did not sign is forbidden (403), and a new login helps; the other secret signs what FAB's own pages keep."""
    assert changed.sessions == [200, 403, 200]


@pytest.mark.parametrize("role", [*ROLES, "postgres"])
def test_the_old_password_of_a_role_opens_nothing(changed, role):
    name = ROLES.get(role, "POSTGRES_PASSWORD")
    opened(changed.stack, role, changed.stack.env[name]).close()
    with pytest.raises(psycopg2.OperationalError):
        opened(changed.stack, role, changed.old[name])


def test_redis_refuses_its_old_password(changed):
    where = urlsplit(changed.stack.environment("worker")["AIRFLOW__CELERY__BROKER_URL"])
    assert redis.Redis(where.hostname, where.port, password=changed.stack.env["REDIS_PASSWORD"]).ping()
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(where.hostname, where.port, password=changed.old["REDIS_PASSWORD"]).ping()


def test_the_store_refuses_its_old_key(changed):
    endpoint = {"endpoint_url": changed.stack.environment("worker")["TRANSCRIPTS_S3_ENDPOINT"]}

    def store(env):
        key, secret = env["ARCHIVE_ACCESS_KEY"], env["ARCHIVE_SECRET_KEY"]
        return fsspec.filesystem("s3", key=key, secret=secret, client_kwargs=endpoint, skip_instance_cache=True)

    assert store(changed.stack.env).ls("transcripts")
    with pytest.raises(PermissionError):
        store(changed.old).ls("transcripts")


def test_all_goes_on(changed):
    """A crawl, by a worker that reads tasks from Redis, writes to the store and to the database."""
    before = rows(changed.stack, "SELECT count(*) FROM archive.crawl")[0][0]
    run, state = ran(changed.stack, "collect_sample", since="2026-03-02", until="2026-03-02")
    assert state == "success", changed.stack.ui.tasks("collect_sample", run)
    assert rows(changed.stack, "SELECT count(*) FROM archive.crawl")[0][0] == before + 1
