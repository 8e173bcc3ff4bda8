"""Airflow's metrics reach a receiver of OTLP by exactly the settings that docker-compose.yml makes of `.env`."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.deploy import compose_file
from tests.deploy.collector import collecting

#: As Airflow's scheduler begins, and what it counts.
COUNT = """
from airflow._shared.observability.metrics import stats
from airflow.observability.metrics import stats_utils
stats.initialize(factory=stats_utils.get_stats_factory(), export_legacy_names=False)
stats.incr("scheduler_heartbeat", 1, 1)
stats.gauge("executor.open_slots", 4)
"""


def test_what_airflow_counts_arrives(tmp_path):
    with collecting() as received:
        secrets = {name: "x" for name, value in compose_file.example().items() if not value}
        env = {**secrets, "METRICS_ON": "True", "METRICS_ENDPOINT": received.address}
        scheduler = compose_file.resolve(compose_file.services()["scheduler"]["environment"], env)
        names = ("AIRFLOW__METRICS__OTEL_ON", "OTEL_EXPORTER_OTLP_ENDPOINT")
        environment = {**os.environ, "AIRFLOW_HOME": str(tmp_path), **{name: scheduler[name] for name in names}}
        done = subprocess.run(
            [sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, timeout=100
        )
        assert done.returncode == 0, done.stderr
    assert received.names == {"airflow.scheduler_heartbeat", "airflow.executor.open_slots"}
    assert received.services == {"airflow"}
