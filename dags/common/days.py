"""The timetable of a ministry's collection: one run a day, whose data interval is one day of the ministry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pendulum
from airflow.exceptions import AirflowTimetableInvalid
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable
from airflow.timetables.trigger import CronTriggerTimetable
from pendulum import DateTime

ONE_DAY = timedelta(days=1)


class DayTimetable(CronTriggerTimetable):
    """A cron expression says when a day is collected; the data interval is that day, from midnight to midnight.

    The library's own timetables lose a day: with CronDataIntervalTimetable or CronTriggerTimetable at half past six a
    backfill from the 1st to the 28th makes 27 runs, for a run is taken when its start lies between the two midnights,
    and CronPartitionTimetable, which counts days, starts no DAG that waits for an asset. Here a backfill makes one run
    for each day from the first bound's day to the last bound's, both inclusive, whatever the zone and the clock change.

    A DAG that has never run by the clock waits for its next hour when it is unpaused, so that unpausing it for a run by
    hand asks the site for nothing else.
    """

    def __init__(self, cron: str, *, timezone: Any) -> None:  # noqa: ANN401 (what CronMixin takes)
        super().__init__(cron, timezone=timezone, interval=ONE_DAY, run_immediately=timedelta(0))

    @property
    def summary(self) -> str:
        """What stands in the list of DAGs."""
        return f"{self._expression} ({self._timezone.name}), for the day before"

    def validate(self) -> None:
        """Refuses an expression that fires more than once a day: two runs would be for the same day."""
        super().validate()
        minute, hour = self._expression.split()[:2]
        if not (minute.isdecimal() and hour.isdecimal()):
            raise AirflowTimetableInvalid(f"{self._expression!r}: a collection runs once a day, e.g. 30 6 * * *")

    def serialize(self) -> dict[str, Any]:
        """What `deserialize` needs."""
        return {"expression": self._expression, "timezone": self._timezone.name}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> Timetable:
        """The timetable again."""
        return cls(data["expression"], timezone=data["timezone"])

    def infer_manual_data_interval(self, *, run_after: DateTime) -> DataInterval:
        """The day before, as for a run by the clock at that moment."""
        return self._midnights(self._day(run_after) - ONE_DAY)

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """The next run by the clock; of a backfill (the caller that wants to catch up) the next day."""
        last = last_automated_data_interval
        if restriction.catchup and restriction.earliest is not None:
            return self._next_day(last, restriction)
        tick = None if last is None else DataInterval.exact(self._align_to_next(last.end))
        info = super().next_dagrun_info(last_automated_data_interval=tick, restriction=restriction)
        return None if info is None else self._run_for(self._day(info.run_after) - ONE_DAY)

    def _next_day(self, last: DataInterval | None, restriction: TimeRestriction) -> DagRunInfo | None:
        assert restriction.earliest is not None
        day = self._bound(restriction.earliest) if last is None else self._day(last.end)
        if restriction.latest is not None and day > self._bound(restriction.latest):
            return None
        return self._run_for(day)

    def _run_for(self, day: date) -> DagRunInfo:
        interval = self._midnights(day)
        return DagRunInfo(run_after=self._align_to_next(interval.end), data_interval=interval)

    def _midnights(self, day: date) -> DataInterval:
        return DataInterval(self._midnight(day), self._midnight(day + ONE_DAY))

    def _midnight(self, day: date) -> DateTime:
        return pendulum.datetime(day.year, day.month, day.day, tz=self._timezone).in_timezone("UTC")

    def _day(self, moment: DateTime) -> date:
        return moment.in_timezone(self._timezone).date()

    def _bound(self, moment: DateTime) -> date:
        """The day that a bound means: midnight in UTC is a date without a zone (the command line's), else the ministry's day."""
        utc = moment.in_timezone("UTC")
        return utc.date() if utc.time() == pendulum.time(0) else self._day(moment)
