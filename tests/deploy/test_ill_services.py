"""Each service's health check tells a service that hangs from one that is well: what hangs is what Docker cannot see by itself."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil
import psycopg2
import pytest

from launcher import ports
from launcher.postgres import Postgres
from tests.deploy import compose_file
from tests.deploy.native_stack import WORKERS

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]

#: Those whose heart beats in Airflow's database, or by way of Redis.
BEATING = ("scheduler", "dag-processor", "triggerer", *WORKERS)
#: Those that answer or do not.
ANSWERING = ("api-server", "sample", "store", "redis", "postgres")
SECONDS = 120


@contextmanager
def hanging(stack, *names):
    """The services are there and do nothing while the block runs."""
    held = [one for name in names for one in stack.freeze(name)]
    try:
        yield
    finally:
        stack.thaw(held)


def well(stack, names):
    """Those whose check says within its own time, as Docker gives it, that they are well."""

    def says(name):
        check = stack.services[name]["healthcheck"]
        try:
            return stack.check(name, seconds(check["timeout"])).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    with ThreadPoolExecutor(len(names)) as pool:
        return {name for name, said in zip(names, pool.map(says, names), strict=True) if said}


def seconds(text):
    """`90s` or `2m` as seconds."""
    number, unit = re.fullmatch(r"(\d+)([sm])", text).groups()
    return int(number) * {"s": 1, "m": 60}[unit]


def becomes(stack, names, wanted):
    """Waits until exactly these are well."""
    deadline = time.monotonic() + SECONDS
    while (found := well(stack, names)) != wanted:
        assert time.monotonic() < deadline, f"well are {sorted(found)}, not {sorted(wanted)}"
        time.sleep(1)


def test_a_part_of_airflow_that_hangs_is_ill_and_gets_well(services):
    names = (*BEATING, "api-server")
    becomes(services, names, set(names))
    with hanging(services, *BEATING):
        becomes(services, names, {"api-server"})
    becomes(services, names, set(names))


@pytest.mark.parametrize("name", ANSWERING)
def test_a_service_that_does_not_answer_is_ill_and_gets_well(services, name):
    becomes(services, (name,), {name})
    with hanging(services, name):
        assert well(services, (name,)) == set()
    becomes(services, (name,), {name})


def test_postgres_ends_in_its_time_though_somebody_is_connected(tmp_path):
    """By the signal that Compose sends: by SIGTERM it would wait for the analysts' sessions, and be killed after a minute."""
    service = compose_file.services()["postgres"]
    server = Postgres(tmp_path / "data", ports.choose(), "x", tmp_path / "log")
    server.create()
    process = psutil.Process(server.start())
    try:
        link = psycopg2.connect(server.url())
        process.send_signal(signal.Signals[service["stop_signal"]])
        process.wait(seconds(service["stop_grace_period"]) / 2)
        with pytest.raises(psycopg2.OperationalError):
            link.cursor().execute("SELECT 1")
    finally:
        server.stop()
