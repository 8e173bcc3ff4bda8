"""Who goes first where several runs wait for a ministry's pool."""

from __future__ import annotations

from airflow.models.taskinstance import TaskInstance
from airflow.task.priority_strategy import PriorityWeightStrategy
from airflow.utils.types import DagRunType

#: The day's collection, or one that a person asked for; then what is asked for again; backfills take the time that is left.
COLLECT, RECHECK, BACKFILL = 100, 10, 1


class ByRun(PriorityWeightStrategy):
    """A task's own weight, but that of a backfill where it belongs to one: their runs are the same DAG's."""

    def get_weight(self, ti: TaskInstance) -> int:
        """The weight of a task of a run."""
        backfill = DagRunType.from_run_id(ti.run_id) == DagRunType.BACKFILL_JOB
        assert ti.task is not None
        return BACKFILL if backfill else int(ti.task.priority_weight)
