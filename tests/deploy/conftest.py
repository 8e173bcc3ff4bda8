"""The production shape at work, once for all files here that ask for it (marked ``full``)."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.deploy import compose_file, native_work, proxies
from tests.deploy.collector import collecting
from tests.deploy.native_stack import AIRFLOW, PREFIX, Stack


@pytest.fixture(scope="package")
def received():
    """The metrics that the services send."""
    with collecting() as received:
        yield received


@pytest.fixture(scope="package")
def services(tmp_path_factory, received):
    """All services up and well, in the order in which Compose starts them."""
    folder = tmp_path_factory.mktemp("stack")
    words = [str(compose_file.ROOT / "deploy" / "make_env.py"), "--contact", "somebody@example.org"]
    subprocess.run([sys.executable, *words, "--output", str(folder / ".env")], check=True, capture_output=True)
    told = {
        "METRICS_ON": "True",
        "METRICS_ENDPOINT": received.address,
        "LINEAGE_DISABLED": "False",
        "UI_COOKIE_SECURE": "True",
    }
    stack = Stack(folder, {**compose_file.read_env((folder / ".env").read_text()), **told})
    try:
        stack.start("postgres", "redis", "store", "sample")
        done = stack.run("init")
        assert done.returncode == 0, done.stdout + done.stderr
        stack.start(*AIRFLOW)
        yield stack
    finally:
        stack.stop()


@pytest.fixture(scope="package")
def nginx(services):
    """The real nginx before the UI, by deploy/nginx.conf."""
    folder = services.map.folder / "nginx"
    with proxies.serving("nginx", folder, services.map.port["api-server"], PREFIX) as proxy:
        yield proxy


@pytest.fixture(scope="package")
def month(services):
    """A month of the sample under way, with a worker killed in the middle of a crawl and of a batch, and started again."""
    return native_work.begin_month(services)


@pytest.fixture(scope="package")
def stack(services, month):
    """The services. Other tests look at them while Airflow waits for a sign of life of the tasks that were killed."""
    return services


@pytest.fixture(scope="package")
def landed(services, month):
    """The services once the month is through: how long it took, and the digest of what one process makes of it meanwhile."""
    alone = native_work.by_one_process(services)
    seconds = native_work.landed(services, month)
    return SimpleNamespace(stack=services, month=month, alone=alone, seconds=seconds)
