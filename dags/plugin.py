"""What Airflow's processes must know by name to read our DAGs back from its database; found by the package's entry point."""

from __future__ import annotations

from typing import ClassVar

from airflow.plugins_manager import AirflowPlugin

from dags.common.days import DayTimetable
from dags.common.weights import ByRun


class TranscriptsPlugin(AirflowPlugin):
    """The timetable of the collecting DAGs, and who goes first in a ministry's pool."""

    name = "transcripts"
    timetables: ClassVar[list[type]] = [DayTimetable]
    priority_weight_strategies: ClassVar[list[type]] = [ByRun]
