"""The deadline of a day's collection: Airflow calls when a run by the clock has not succeeded by its ministry's time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import BaseDeadlineReference, DeadlineAlert
from airflow.utils.types import DagRunType

from dags.common import alarms
from scraper.ministries.model import Ministry
from scraper.ministries.registry import get

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LOGGER = logging.getLogger("dags.alarms")


class ClockRun(BaseDeadlineReference):
    """The moment at which a run by the clock was due; for a run by hand and one of a backfill none: nobody waits for those.

    The library's own references are the logical date, which here is the start of the day that is collected (so that a deadline
    would be an hour off on the two days when clocks change, and backfills would be late as soon as they are made), and
    the moment of queuing, which a run that is cleared gets anew.
    """

    required_kwargs: ClassVar[set[str]] = {"dag_id", "run_id"}

    def _evaluate_with(self, *, session: Session, dag_id: str, run_id: str) -> datetime | None:
        from airflow.models import DagRun
        from sqlalchemy import select

        run = session.scalar(select(DagRun).where(DagRun.dag_id == dag_id, DagRun.run_id == run_id))
        return run.run_after if run is not None and run.run_type == DagRunType.SCHEDULED else None


def alert(ministry: Ministry) -> DeadlineAlert:
    """The alert of a ministry's collecting DAG. It runs where tasks do: in production the triggerer has neither our database
    nor a way out to a mail server, the worker has both.

    A callback there is refused every connection that stands in Airflow's own database (3.3.2: its token is no task's). So it tells by
    channels that the environment sets, and leaves it to the next look of `watch` to tell by those that were set in the UI.
    """
    return DeadlineAlert(
        reference=ClockRun(),
        interval=ministry.publish_within,
        callback=SyncCallback(passed, kwargs={"ministry": ministry.code}),
        name=f"published within {hours(ministry.publish_within)}",
    )


def hours(time: timedelta) -> str:
    """A time as the DAG's page says it: ``4 h``, ``1.5 h``."""
    return f"{time.total_seconds() / 3600:g} h"


def passed(ministry: str, context: Mapping[str, Any]) -> str:
    """What Airflow calls: looks whether the run's day is published, keeps an incident where it is not, and tells.

    Raises AirflowFailException where it could not look or no channel took the word: the DAG `watch` does so within a quarter of an hour.
    """
    from transcripts.incidents.deadline import Deadline

    run = context["dag_run"]
    day = _moment(run["data_interval_start"]).astimezone(ZoneInfo(get(ministry).timezone)).date()
    line = alarms.watch(deadline=Deadline(ministry, day, _moment(context["deadline"]["deadline_time"])))
    LOGGER.info("%s %s: %s", ministry, day, line)
    return line


def _moment(value: str | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
