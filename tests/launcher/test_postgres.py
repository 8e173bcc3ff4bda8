"""The embedded server: made whole or not at all, found again, and back after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import closing
from dataclasses import replace

import psutil
import psycopg2
import pytest

from launcher import databases, ports
from launcher.postgres import UNSAFE_BUT_FAST, Postgres
from launcher.trouble import Trouble

pytestmark = pytest.mark.database


@pytest.fixture
def server(tmp_path):
    """A server in a folder whose name has blanks and letters of two alphabets."""
    folder = tmp_path / "a folder, папка"
    folder.mkdir()
    server = Postgres(folder / "data", ports.choose(), "p w'\"/", folder / "postgres.log", UNSAFE_BUT_FAST)
    server.create()
    yield server
    server.stop()


def ask(url: str, sql: str):
    with closing(databases.connect(url)) as link, link.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def ended(pid: int) -> bool:
    """No such process, or one that its parent has not asked after yet."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def wait_for(condition, seconds: float = 10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_it_starts_answers_and_stops(server):
    pid = server.start()
    assert server.running() == pid == server.start()
    assert server.listening_port() == server.port
    assert ask(server.url(), "SELECT lower('ЯЗЫК')") == "язык"
    server.stop()
    assert server.running() is None
    assert ended(pid)


def test_a_wrong_password_is_refused(server):
    server.start()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        databases.connect(server.url(password="wrong"))


def test_a_killed_server_comes_back_with_its_rows(server):
    server = replace(server, settings=())  # as users have it: what is committed is on the disk
    pid = server.start()
    with closing(databases.connect(server.url())) as link, link.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 1 AS one")
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: server.running() is None)
    assert server.start() != pid
    assert ask(server.url(), "SELECT one FROM kept") == 1


def test_a_pid_file_that_names_somebody_else_is_stale(server):
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        (server.data / "postmaster.pid").write_text(f"{bystander.pid}\n{server.data}\n0\n{server.port}\n\n\n")
        assert server.running() is None
        server.start()
        server.stop()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_half_made_data_folder_is_made_anew(tmp_path):
    half = tmp_path / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server = Postgres(tmp_path / "data", ports.choose(), "secret", tmp_path / "postgres.log")
    server.create()
    assert (server.data / "global" / "pg_control").exists()
    assert not half.exists()


def test_a_taken_port_is_told_with_the_log(server, tmp_path):
    server.start()
    second = Postgres(tmp_path / "second", server.port, "secret", tmp_path / "second.log")
    second.create()
    with pytest.raises(Trouble) as told:
        second.start()
    assert told.value.log == second.log
    assert "could not bind" in second.log.read_text()
