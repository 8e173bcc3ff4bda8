"""A worker that Docker tells to stop ends what it does, takes nothing more, and goes in its time: nothing is done twice."""

from __future__ import annotations

import time

import pytest

from tests.deploy.native_stack import WORKERS
from tests.deploy.native_work import PATIENCE, asked, ended, half_way, tasks
from tests.deploy.test_ill_services import seconds

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]


def test_a_worker_that_is_told_to_stop_ends_its_crawl_first(landed):
    """By SIGTERM to the one process that the container began with, in the middle of a crawl, as `docker compose stop` does."""
    stack = landed.stack
    run = asked(stack, "collect_sample", since="2026-03-01", until="2026-03-12")
    crawl = under_way(stack, run)
    names = [crawl.host] if crawl.host in WORKERS else list(WORKERS)
    grace = time.monotonic() + seconds(stack.services["worker"]["stop_grace_period"])
    try:
        for name in names:
            stack.members(name)[0].terminate()
        while any(stack.processes.alive(name) for name in names):
            assert time.monotonic() < grace, f"Docker would kill it\n{stack.log(names[0])[-3000:]}"
            time.sleep(0.2)
        (after,) = [one for one in tasks(stack, "collect_sample", run) if one.name == "crawl"]
        assert (after.state, after.tries, after.host) == ("success", 1, crawl.host)
    finally:
        stack.processes.stop(names)
        stack.start(*names)
    assert ended(stack, "collect_sample", run) == "success"


def under_way(stack, run):
    """The crawl of a run, once it is half way."""
    deadline = time.monotonic() + PATIENCE
    while True:
        (crawl,) = [one for one in tasks(stack, "collect_sample", run) if one.name == "crawl"] or [None]
        if crawl and crawl.state == "running" and half_way(stack):
            return crawl
        assert time.monotonic() < deadline and (crawl is None or crawl.state != "success"), crawl
        time.sleep(0.2)
