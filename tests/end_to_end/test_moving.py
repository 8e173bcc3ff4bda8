"""From `make run` to production, by the commands of docs/operations.md: the same corpus."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.deploy import compose_file, native_work
from tests.deploy.native_stack import Stack

pytestmark = [pytest.mark.full, pytest.mark.end_to_end, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def moved(main_job, tmp_path_factory):
    """What stood here, the services with it in them, and what `restore` said. Docker's words are left out of the commands."""
    folder = tmp_path_factory.mktemp("moved")
    make_env = [str(compose_file.ROOT / "deploy" / "make_env.py"), "--contact", "somebody@example.org"]
    subprocess.run([sys.executable, *make_env, "--output", str(folder / ".env")], check=True, capture_output=True)
    stack = Stack(folder, compose_file.read_env((folder / ".env").read_text()))
    main_job.make("transcripts", f"ARGS=backup {folder}/move")
    here = main_job.make("transcripts", "ARGS=digest").stdout
    try:
        stack.start("postgres", "store")
        made = stack.run("init")
        assert made.returncode == 0, made.stdout + made.stderr
        restored = stack.run("init", "transcripts", "restore", f"{folder}/move")
        assert restored.returncode == 0, restored.stdout + restored.stderr
        yield SimpleNamespace(here=here, stack=stack, said=restored.stdout)
    finally:
        stack.stop()


def test_the_corpus_is_the_same_there(moved):
    assert "digest      the same" in moved.said
    assert native_work.command(moved.stack, "digest") == moved.here
    assert native_work.rows(moved.stack, "SELECT count(*) > 200 FROM analysis.transcripts") == [(True,)]


def test_the_planner_knows_the_tables_at_once(moved):
    """A dump has no statistics: without them the digest of the sample's month took minutes."""
    unknown = "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'corpus'::regnamespace AND relkind = 'r' AND reltuples < 0"
    assert native_work.rows(moved.stack, unknown) == []
