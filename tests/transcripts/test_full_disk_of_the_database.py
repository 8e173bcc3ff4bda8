"""The disk of the database is full: one line says so, nothing is half written, and with room again the work goes on.

The server stands on a small file system in memory, in a mount namespace of its own.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.scraper.tiny_site import DAY, Site, document
from tests.transcripts.collecting import ROOT, Here
from transcripts.digest import digests
from transcripts.process import process
from transcripts.replay import replay

SCRIPT = """
import json, subprocess, sys, os
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from launcher import databases, ports
from launcher.postgres import Postgres
from tests.conftest import migrate
from transcripts.collect import collect
from transcripts.digest import digests
from transcripts.process import process
from transcripts.store.connection import DatabaseDown

address, day, folder = sys.argv[1:]
disk, archive = Path(folder) / "disk", f"file://{folder}/archive"
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk], check=True)
small = ("max_wal_size=32MB", "min_wal_size=32MB")
server = Postgres(disk / "data", ports.choose(), "for-tests", Path(folder) / "postgres.log", small)
server.create()
server.start()
try:
    with closing(databases.connect(server.url())) as link:
        for role in (databases.OWNER, databases.ANALYST):
            databases.ensure_role(link, role, "for-tests")
        databases.ensure_database(link, "transcripts", databases.OWNER)
    url = server.url("transcripts", databases.OWNER)
    migrate(url)
    crawl = collect(url, "tiny", day, day, archive=archive, spool=f"{folder}/spool", address=address)
    with closing(databases.connect(server.url("transcripts"))) as link, link.cursor() as cursor:
        cursor.execute("SELECT pg_switch_wal()")  # a whole segment of the log is free: the tables fill the disk, not the log
        cursor.execute("CHECKPOINT")
    free = os.statvfs(disk)
    (disk / "ballast").write_bytes(b"x" * (free.f_bavail * free.f_frsize - 600_000))
    told = []
    for _ in range(2):
        try:
            process(url, archive, 10)
        except DatabaseDown as error:
            told.append(str(error))
    with closing(databases.connect(server.url("transcripts"))) as link, link.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM corpus.document LEFT JOIN corpus.revision USING (document_id) WHERE digest IS NULL")
        half = cursor.fetchone()[0]
    (disk / "ballast").unlink()
    server.start()
    left = process(url, archive, 10)
    content = [asdict(one) for one in digests(url)]
    print(json.dumps({"crawl": crawl.outcome, "told": told, "half": half, "left": left, "digests": content}))
finally:
    server.stop()
"""
namespaces = shutil.which("unshare") and not subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode
pytestmark = [
    pytest.mark.database,
    pytest.mark.full,
    pytest.mark.skipif(not namespaces, reason="this machine allows no user namespaces to mount a small disk in"),
]


def test_a_full_disk_of_the_database_is_told_and_nothing_is_lost(here: Here, site: Site, tmp_path: Path) -> None:
    words = "<p>" + "The minister opened the new harbour and thanked all who had built it. " * 40 + "</p>"
    text = "<p>Question: How many ships?</p>" + f"<p>Sergey Lavrov: Seven.</p>{words}" * 20
    site.pages |= {f"/doc/{number}": document(number, text) for number in range(30)}
    site.publish(*range(30))
    (tmp_path / "disk").mkdir()
    done = subprocess.run(
        ["unshare", "-Urm", sys.executable, "-c", SCRIPT, site.address, DAY, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["crawl"] == "OK"
    place = r"the database transcripts@127\.0\.0\.1:\d+/transcripts"
    for told in found["told"]:
        assert re.match(rf"{place} has no room left on its disk: could not extend file .*\. Free some there;", told), (
            told
        )
    assert len(found["told"]) == 2, "as often as it is tried"
    assert found["half"] == 0
    assert found["left"]["publish"]["published"] == 30
    archive = f"file://{tmp_path}/archive"
    replay(here.url, archive)
    process(here.url, archive, 10)
    assert found["digests"] == [asdict(one) for one in digests(here.url)], "as if nothing had happened"
