"""The lowest PostgreSQL that the schema is written for: migrated, published to, and read by the analyst, for real."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import binaries
from tests.schema.contract import pinned
from transcripts.store.migrations import LOWEST

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(f"/usr/lib/postgresql/{LOWEST}/bin")
SCRIPT = """
import json, sys
from contextlib import closing
from pathlib import Path
import psycopg2
from launcher import databases, ports
from launcher.postgres import UNSAFE_BUT_FAST, Postgres
from tests.schema.contract import ask_all, standing
from tests.transcripts.store.crawled import dialogue
from tests.transcripts.store.test_publishing import publish, segmented
from transcripts.store.migrations import migrate
folder = Path(sys.argv[1])
server = Postgres(folder / "data", ports.choose(), "for-tests", folder / "log", UNSAFE_BUT_FAST)
server.create()
server.start()
try:
    with closing(databases.connect(server.url())) as link:
        for role in (databases.OWNER, databases.ANALYST):
            databases.ensure_role(link, role, "for-tests")
        databases.ensure_database(link, "lowest", databases.OWNER)
    url = server.url("lowest", databases.OWNER)
    applied = migrate(url)
    with closing(psycopg2.connect(url)) as connection:
        key = segmented(connection, *dialogue())
        problem = publish(connection, key)[key]
    unbounded = databases.bound_analyst(server.url("lowest"))
    with closing(psycopg2.connect(server.url("lowest", databases.ANALYST))) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM analysis.turns")
        turns = cursor.fetchone()[0]
        version = connection.server_version // 10000
        found = standing(connection)
        ask_all(cursor, found)
finally:
    server.stop()
called = {"views": len(found["views"]), "functions": len(found["functions"])}
print(json.dumps({"version": version, "applied": len(applied), "problem": problem, "turns": turns, "unbounded": unbounded, **called}))
"""


def test_the_launcher_and_the_schema_name_the_same_version() -> None:
    assert binaries.LOWEST == LOWEST


@pytest.mark.database
@pytest.mark.skipif(not (PROGRAMS / "initdb").exists(), reason=f"PostgreSQL {LOWEST} is not installed in {PROGRAMS}")
def test_the_schema_works_on_it(tmp_path: Path) -> None:
    environment = {**os.environ, binaries.BIN_SETTING: str(PROGRAMS)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    migrations = len(list((ROOT / "schema" / "migrations").iterdir()))
    promised = {kind: len(names) for kind, names in pinned().items()}
    done_as_it_should = {"version": LOWEST, "applied": migrations, "problem": None, "turns": 2, "unbounded": []}
    assert {key: said[key] for key in done_as_it_should} == done_as_it_should
    assert said["views"] >= promised["views"] and said["functions"] >= promised["functions"]
