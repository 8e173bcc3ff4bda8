"""What Airflow's processes must know by name to read our DAGs back from its database, and our pages in its UI."""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from dags.common.days import DayTimetable
from dags.common.deadline import ClockRun
from dags.common.notes import RunNotes
from dags.common.weights import ByRun
from ui.mounted import app

#: Where the pages are mounted. Addresses in the UI begin without a slash, so that they hold behind a proxy's prefix too.
PREFIX = "transcripts"


class TranscriptsPlugin(AirflowPlugin):
    """The timetable of the collecting DAGs and what their deadlines count from, who goes first in a ministry's pool, notes of
    runs, and the operators' pages."""

    name = "transcripts"
    timetables: list[Any] = [DayTimetable]
    listeners: list[Any] = [RunNotes()]
    priority_weight_strategies: list[Any] = [ByRun]
    deadline_references: list[Any] = [ClockRun]
    fastapi_apps: list[Any] = [{"name": "Transcripts", "app": app, "url_prefix": f"/{PREFIX}"}]
    external_views: list[Any] = [
        {
            "name": "Transcripts",
            "href": f"{PREFIX}/coverage",
            "destination": "nav",
            "url_route": "transcripts",
            "icon": f"{PREFIX}/static/icon.svg",
        },
        {
            "name": "Transcripts",
            "href": f"{PREFIX}/run?dag_id={{DAG_ID}}&run_id={{RUN_ID}}",
            "destination": "dag_run",
            "url_route": "transcripts_run",
        },
    ]
