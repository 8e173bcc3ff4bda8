"""The operator that crawls a ministry's site: a Scrapy process of its own, watched, logged and judged by its report."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from airflow.sdk import Asset, BaseOperator, Context
from airflow.sdk.exceptions import AirflowFailException

from dags.common import failing, notes, settings
from dags.common.run import provenance, run_of
from dags.common.window import BadWindow, Window, window_of
from scraper.printable import one_line

LOGGER = logging.getLogger("scraper")
#: Missed days that one run asks for besides its window, and days before the one that has begun which it asks for anyway,
#: where no Variable says otherwise.
REACH_BACK_DAYS, OVERLAP_DAYS = 31, 1
#: Days of the longest window that is asked for by hand, where no Variable says otherwise: a year, and the site is asked for weeks.
LONGEST_DAYS = 366
#: What a run may be asked for.
PARAMETERS = ("since", "until", "force")


class CrawlOperator(BaseOperator):
    """Collects one window of a ministry's pages into the archive.

    Ends well whenever the crawl left a report, also one of a bad day, so that what was stored flows on; a report's
    outcome is judged by the task after it. Without a report it fails. The asset's event carries the counts.
    """

    ui_color = "#d9e8f5"

    def __init__(
        self,
        *,
        ministry: str,
        timezone: str,
        archive_asset: Asset,
        bounded: bool = True,
        **kwargs: Any,  # noqa: ANN401 (what BaseOperator takes)
    ) -> None:
        """``bounded``: whether a window may be too long; a site that we serve ourselves is asked for all of it."""
        super().__init__(outlets=[archive_asset], **kwargs)
        self.bounded = bounded
        self.ministry = ministry
        self.timezone = timezone
        self.archive_asset = archive_asset
        self._stop: Callable[[], None] | None = None

    def execute(self, context: Context) -> dict[str, Any]:
        """Runs the crawl and returns what its report says (outcome, reason, counts)."""
        with notes.why_red():
            window = self._window(context)
            self.log.info("collecting %s, %s", self.ministry, window)
            with failing.told(f"{self.ministry} {window}"):
                summary = self._collected(context, window)
        context["outlet_events"][self.archive_asset].extra = event(summary)
        return summary

    def _collected(self, context: Context, window: Window) -> dict[str, Any]:
        from transcripts.collect import collect

        site = settings.site(self.ministry)
        report = collect(
            settings.database_url(),
            self.ministry,
            window.since.isoformat(),
            window.until.isoformat(),
            archive=settings.archive(),
            spool=settings.spool(),
            address=site.address,
            contact=site.contact,
            ca_file=site.ca_file,
            missed_days=settings.number(settings.REACH_BACK, REACH_BACK_DAYS) if run_of(context).scheduled else 0,
            in_full=bool(context["params"].get("force")),
            asked_by={name: str(value) for name, value in provenance(context).items()},
            on_line=relay,
            on_start=self._keep,
        )
        return asdict(report)

    def on_kill(self) -> None:
        """Asks the crawl to close its files and to leave a report."""
        if self._stop is not None:
            self._stop()

    def _keep(self, stop: Callable[[], None]) -> None:
        self._stop = stop

    def _window(self, context: Context) -> Window:
        run, params = run_of(context), context["params"]
        if unknown := sorted(set(context["dag_run"].conf or {}) - set(PARAMETERS)):
            raise AirflowFailException(
                f"{self.ministry}: no parameter {', '.join(unknown)}: {', '.join(PARAMETERS)} are wanted."
                " Next: trigger the DAG again with these"
            )
        overlap = settings.number(settings.OVERLAP, OVERLAP_DAYS)
        longest = settings.number(settings.LONGEST, LONGEST_DAYS) if self.bounded else None
        try:
            return window_of(run, params.get("since"), params.get("until"), self.timezone, overlap, longest)
        except BadWindow as error:
            raise AirflowFailException(
                f"{self.ministry}: {error}. Nothing was asked. Next: trigger the DAG again"
            ) from error


def relay(level: int, logger: str, message: str) -> None:
    """Puts a line that the crawl's process logged into the task's log, with its level."""
    LOGGER.getChild(logger).log(level, "%s", message)


def event(summary: dict[str, Any]) -> dict[str, Any]:
    """What the asset's event says about a crawl."""
    said = ("crawl", "ministry", "since", "until", "outcome", "reason", "counts")
    return {**{name: summary[name] for name in said}, "reason": one_line(summary["reason"])}
