"""The days of a backfill and of the clock: none missed, none twice, in any zone, over any change of the clock."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pendulum
import pytest
from airflow.exceptions import AirflowTimetableInvalid
from airflow.sdk import DAG
from airflow.serialization.serialized_objects import DagSerialization
from airflow.timetables.base import DataInterval, TimeRestriction

from dags.common.days import DayTimetable
from dags.common.window import Run, window_of

ZONES = (
    "Europe/Moscow",
    "Europe/Helsinki",
    "America/New_York",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "UTC",
)
EVERY_ZONE = pytest.mark.parametrize("zone", ZONES)


def backfill(zone: str, since: str, until: str) -> list[date]:
    """The days that the runs of a backfill collect, by the way that REST, UI and command line go."""
    from airflow.models.backfill import _get_info_list

    with DAG("toy", schedule=DayTimetable("30 6 * * *", timezone=zone), catchup=False) as dag:
        pass
    read_back = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag))
    infos = _get_info_list(dag=read_back, from_date=pendulum.parse(since), to_date=pendulum.parse(until), reverse=False)
    assert len({info.logical_date for info in infos}) == len(infos)
    return [day_of(info, zone) for info in infos]


def day_of(info, zone: str) -> date:
    start, end = info.data_interval
    assert info.run_after.astimezone(ZoneInfo(zone)).strftime("%H:%M") == "06:30"
    window = window_of(Run(info.run_after, (start, end), backfill=True), None, None, zone)
    assert window.since == window.until, "its neighbours are runs of their own"
    return window.since


def days(since: str, until: str) -> list[date]:
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@EVERY_ZONE
@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-02-01", "2026-02-28"),
        ("2026-03-01", "2026-03-31"),
        ("2025-10-20", "2025-11-05"),
        ("2026-03-08", "2026-03-08"),
    ],
    ids=["a month", "the clock goes forward", "the clock goes back", "one day"],
)
def test_a_backfill_from_day_to_day_collects_each_of_them_once(zone, since, until):
    assert backfill(zone, since, until) == days(since, until)


@EVERY_ZONE
def test_a_backfill_asked_for_in_the_ministrys_own_time_collects_the_same_days(zone):
    midnight = pendulum.datetime(2026, 3, 1, tz=zone).isoformat(), pendulum.datetime(2026, 3, 31, tz=zone).isoformat()
    assert backfill(zone, *midnight) == days("2026-03-01", "2026-03-31")


def test_a_backfill_leaves_a_day_alone_that_is_not_over():
    today = pendulum.now("UTC").date()
    collected = backfill("UTC", (today - timedelta(days=2)).isoformat(), (today + timedelta(days=2)).isoformat())
    assert collected == [today - timedelta(days=2), today - timedelta(days=1)]


def by_clock(timetable: DayTimetable, last: DataInterval | None, now: str):
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr("airflow.timetables.trigger.utcnow", lambda: pendulum.parse(now))
        return timetable.next_dagrun_info(
            last_automated_data_interval=last, restriction=TimeRestriction(None, None, catchup=False)
        )


@pytest.fixture
def moscow():
    return DayTimetable("30 6 * * *", timezone="Europe/Moscow")


def test_by_the_clock_a_day_is_collected_on_the_next_morning(moscow):
    yesterday = moscow.infer_manual_data_interval(run_after=pendulum.parse("2026-03-10T12:00:00+03:00"))
    info = by_clock(moscow, yesterday, "2026-03-10T12:00:00+03:00")
    assert info.run_after == pendulum.parse("2026-03-11T06:30:00+03:00")
    assert info.data_interval == DataInterval(
        pendulum.parse("2026-03-10T00:00:00+03:00"), pendulum.parse("2026-03-11T00:00:00+03:00")
    )


def test_a_dag_that_never_ran_waits_for_its_hour(moscow):
    info = by_clock(moscow, None, "2026-03-10T06:31:00+03:00")
    assert info.run_after == pendulum.parse("2026-03-11T06:30:00+03:00")


def test_after_days_without_a_scheduler_the_last_morning_is_due(moscow):
    old = moscow.infer_manual_data_interval(run_after=pendulum.parse("2026-03-02T06:30:00+03:00"))
    info = by_clock(moscow, old, "2026-03-10T12:00:00+03:00")
    assert info.run_after == pendulum.parse("2026-03-10T06:30:00+03:00")


@EVERY_ZONE
def test_by_the_clock_no_day_is_left_out_in_a_year(zone):
    timetable = DayTimetable("30 6 * * *", timezone=zone)
    info = by_clock(timetable, None, "2026-01-01T00:00:00Z")
    seen = []
    for _ in range(365):
        seen.append(info.data_interval.start.in_timezone(zone).date())
        info = by_clock(timetable, info.data_interval, info.run_after.isoformat())
    assert seen == [seen[0] + timedelta(days=n) for n in range(365)]


@pytest.mark.parametrize("cron", ["30 * * * *", "0,30 6 * * *", "*/5 6 * * *"])
def test_a_schedule_that_fires_twice_a_day_is_refused(cron):
    with pytest.raises(AirflowTimetableInvalid, match="once a day"):
        DayTimetable(cron, timezone="UTC").validate()
