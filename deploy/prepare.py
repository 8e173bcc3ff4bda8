"""`python -m deploy.prepare`: makes what the other services need, each step only if it is not there yet.

Roles and databases, the archive's bucket, Airflow's tables and first user, our schema, the pools. Ends with status 1 and
the name of the step that failed. It may run again at any time: a changed password of a database role is set then.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from urllib.parse import unquote, urlsplit

import psycopg2

from launcher import databases

ADMIN_URL = "PREPARE_ADMIN_URL"
ANALYST_PASSWORD = "PREPARE_ANALYST_PASSWORD"
UI_USER, UI_PASSWORD = "PREPARE_UI_USER", "PREPARE_UI_PASSWORD"
OWNER_URL = "TRANSCRIPTS_DATABASE_URL"
AIRFLOW_URL = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"
ARCHIVE, S3_ENDPOINT = "TRANSCRIPTS_ARCHIVE", "TRANSCRIPTS_S3_ENDPOINT"
#: Name and content of a file that is written to the bucket and removed again.
PROBE = "written-by-prepare"


class Failed(Exception):
    """A step failed; the reason is the message."""


def main() -> int:
    """Runs all steps in order. Returns the exit status."""
    for name, step in STEPS.items():
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        try:
            step()
        except (Failed, psycopg2.Error, OSError) as error:
            sys.stderr.write(f"prepare: {name}: {error}\n")
            return 1
    return 0


def make_databases() -> None:
    """The roles with the passwords of this environment, and the databases of two of them."""
    with closing(databases.connect(setting(ADMIN_URL))) as link:
        databases.ensure_role(link, databases.ANALYST, setting(ANALYST_PASSWORD))
        for url in (setting(OWNER_URL), setting(AIRFLOW_URL)):
            role, password, database = parts_of(url)
            databases.ensure_role(link, role, password)
            databases.ensure_database(link, database, role)
            if role == databases.AIRFLOW:
                databases.close_to_others(link, database)
        for database in ("postgres", "template1"):
            databases.close_to_others(link, database)


def bound_analyst() -> None:
    """What the role analyst may take of the server."""
    _, _, database = parts_of(setting(OWNER_URL))
    lacking = databases.bound_analyst(urlsplit(setting(ADMIN_URL))._replace(path=f"/{database}").geturl())
    if lacking:
        raise Failed("; ".join(lacking))


def parts_of(url: str) -> tuple[str, str, str]:
    """Role, password and database of an address. Raises Failed when one of them is missing."""
    parts = urlsplit(url)
    found = (unquote(parts.username or ""), unquote(parts.password or ""), parts.path.lstrip("/"))
    if not all(found):
        raise Failed(f"{parts.scheme} address of {parts.hostname} lacks a user, a password or a database")
    return found


def make_bucket() -> None:
    """The archive's bucket, where the archive is in one, and the proof that it can be written to."""
    archive = urlsplit(setting(ARCHIVE))
    if archive.scheme != "s3":
        return
    import fsspec

    store = fsspec.filesystem("s3", client_kwargs={"endpoint_url": os.environ.get(S3_ENDPOINT) or None})
    if not store.exists(archive.netloc):
        store.mkdir(archive.netloc)
    probe = f"{archive.netloc}/{PROBE}"
    store.pipe_file(probe, PROBE.encode())
    if store.cat_file(probe) != PROBE.encode():
        raise Failed(f"{probe} does not read as it was written")
    store.rm_file(probe)


def make_airflow_tables() -> None:
    """Airflow's tables, and those of its users."""
    run("-m", "airflow", "db", "migrate")


def make_user() -> None:
    """The role of reviewers and the first user of the UI, whose password the command finds in this environment."""
    setting(UI_USER)
    setting(UI_PASSWORD)
    run("-m", "deploy.people", "first")


def make_schema() -> None:
    """Our tables."""
    run("-m", "transcripts", "migrate")


def make_pools() -> None:
    """One pool a ministry."""
    run("-m", "dags.bootstrap")


def setting(name: str) -> str:
    """A setting of the environment. Raises Failed when it is not set."""
    value = os.environ.get(name)
    if not value:
        raise Failed(f"{name} is not set: docker-compose.yml sets it")
    return value


def run(*words: str) -> None:
    """One Python command to its end, its output among ours. Raises Failed with its exit status."""
    status = subprocess.run([sys.executable, *words], stdin=subprocess.DEVNULL).returncode
    if status != 0:
        raise Failed(f"`python {' '.join(words[:4])}` ended with status {status}: its last lines are above")


STEPS: dict[str, Callable[[], None]] = {
    "databases and roles": make_databases,
    "what analysts may take": bound_analyst,
    "the archive's bucket": make_bucket,
    "Airflow's tables": make_airflow_tables,
    "roles and first user of the UI": make_user,
    "our tables": make_schema,
    "pools": make_pools,
}

if __name__ == "__main__":
    sys.exit(main())
