"""Which ministries' collection is paused: only Airflow knows, and whoever asks whether all is well wants to."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from airflow.sdk.exceptions import AirflowRuntimeError

from dags.common import names, settings
from scraper.ministries import load_all

LOGGER = logging.getLogger("dags.pauses")


def note(instance: Any) -> int:  # noqa: ANN401 (the task's own: airflow.sdk.execution_time.task_runner.RuntimeTaskInstance)
    """Keeps what changed in the database, and says how much. A DAG that Airflow does not know yet is left out."""
    from transcripts.store.connection import connected
    from transcripts.store.health import collections

    seen = {}
    for code in load_all():
        try:
            seen[code] = bool(instance.get_dag(names.collect_dag(code)).is_paused)
        except AirflowRuntimeError as error:
            LOGGER.info("%s: Airflow does not say whether it is paused: %s", names.collect_dag(code), error)
    usual = {code: one.paused for code, one in load_all().items()}
    with connected(settings.database_url()) as connection:
        return collections.note_paused(connection, seen, usual, datetime.now(UTC))
