"""`python -m deploy.health PART`: a service's health check. Exit status 0 when the part is well, 1 with the reason if not.

A part is one of Airflow's, or an address that must answer.

Airflow's own `airflow jobs check` loads all of Airflow each time, seconds of a processor every half minute for each service;
the api-server knows the heartbeats of all parts anyway.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from urllib.parse import urljoin

API = "AIRFLOW__CORE__EXECUTION_API_SERVER_URL"
BROKER = "AIRFLOW__CELERY__BROKER_URL"
#: What the health page calls the parts. The api-server itself is well when it and its database answer.
PARTS = {
    "api-server": "metadatabase",
    "scheduler": "scheduler",
    "dag-processor": "dag_processor",
    "triggerer": "triggerer",
}
SECONDS = 8


class Unwell(Exception):
    """The part is not well; the reason is the message."""


def main(arguments: Sequence[str]) -> int:
    """Checks one part."""
    (part,) = arguments
    try:
        check(part)
    except (Unwell, OSError, KeyError, ValueError, subprocess.SubprocessError) as error:
        sys.stderr.write(f"{part}: {type(error).__name__}: {error}\n")
        return 1
    return 0


def check(part: str) -> None:
    """Returns when the part is well. Raises Unwell, or what the way to it raised."""
    if part == "worker":
        ping_worker()
    elif part.startswith("http://"):
        get(part)
    elif part in PARTS:
        check_airflow(part)
    else:
        raise Unwell(f"no such part; known are {', '.join((*PARTS, 'worker'))}, and addresses")


def check_airflow(part: str) -> None:
    """Asks the api-server how one of Airflow's parts is."""
    health = json.loads(get(urljoin(os.environ[API], "../api/v2/monitor/health")))
    status = (health.get(PARTS[part]) or {}).get("status")
    if status != "healthy":
        raise Unwell(f"the api-server says {status}")


def ping_worker() -> None:
    """Asks this host's worker for an answer by way of Redis, with plain Celery, which starts without Airflow."""
    environment = {**os.environ, "CELERY_BROKER_URL": os.environ[BROKER]}
    worker = f"celery@{os.uname().nodename}"
    command = [sys.executable, "-m", "celery", "inspect", "ping", "--destination", worker, "--timeout", str(SECONDS)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=3 * SECONDS)
    if done.returncode != 0 or "pong" not in done.stdout:
        raise Unwell(f"{worker} does not answer: {(done.stderr or done.stdout).strip()[-300:]}")


def get(address: str) -> bytes:
    """The body of an answer with status 200, without any proxy."""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=SECONDS) as answer:
        body: bytes = answer.read()
    return body


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
