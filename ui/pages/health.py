"""The view "Health": is all well, how does each ministry stand, and how did it go over time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from psycopg2.extensions import connection as Connection

from transcripts.health import freshness, lines
from transcripts.health.findings import findings
from transcripts.store.health import recent, trends
from ui.database import looking
from ui.page import render
from ui.pages import health_charts as charts

router = APIRouter()
#: Days back for crawls and how they asked, for rates by week, for figures, for checks; and so many crawls of each ministry.
CRAWL_DAYS, RATE_DAYS, FIGURE_DAYS, CHECK_DAYS, CRAWLS = 60, 60, 120, 60, 60
#: So many of the newest crawls are looked at for how they asked; so many results of a check; so many incidents.
ASKED, RESULTS, INCIDENTS = 30, 10, 40
#: The class of an outcome's or a severity's colour.
CLASSES = {"OK": "good", "EMPTY": "good", "PARTIAL": "warn", "DRIFT": "bad", "BLOCKED": "bad", "FAILED": "bad"}


@router.get("/health", name="health")
def health(request: Request) -> HTMLResponse:
    """All of the view on one page."""
    now = datetime.now(UTC)
    with looking() as connection:
        stands = freshness.look(connection, now)
        found = findings(connection, now, stands)
        crawls = recent.crawls(connection, now - timedelta(days=CRAWL_DAYS), CRAWLS)
        incidents = trends.incidents(connection, now - timedelta(days=CRAWL_DAYS), INCIDENTS)
        drawn = _drawn(connection, now)
        size = recent.database_bytes(connection)
    return render(
        request,
        "health.html",
        title="Health",
        view="health",
        now=now,
        found=found,
        stands=[_stand(one, crawls) for one in stands],
        signs=lines.SIGNS,
        classes=CLASSES,
        incidents=incidents,
        size=size,
        crawl_days=CRAWL_DAYS,
        **drawn,
    )


def _stand(one: freshness.Freshness, crawls: list[dict[str, Any]]) -> dict[str, Any]:
    own = [row for row in crawls if row["ministry"] == one.ministry.code]
    return {"it": one, "words": STATES[one.state], "class": STATE_CLASSES[one.state], "crawls": own}


STATES = {
    "never": "never collected",
    "paused": "not collected by the clock",
    "new": "on, its first day is not due yet",
    "fresh": "fresh",
    "late": "late",
}
STATE_CLASSES = {"fresh": "good", "late": "bad", "new": "good", "never": "faint", "paused": "faint"}


def _drawn(connection: Connection, now: datetime) -> Mapping[str, Any]:
    """The charts, each None where nothing was measured yet."""
    rates = now - timedelta(days=RATE_DAYS)
    asked = trends.manners(connection, now - timedelta(days=CRAWL_DAYS), ASKED)
    checks = trends.checks(connection, now - timedelta(days=CHECK_DAYS), RESULTS)
    figures = trends.figures(connection, list(charts.FIGURES), now - timedelta(days=FIGURE_DAYS))
    return {
        "manners": charts.manners(asked),
        "pace": charts.pace(asked),
        "kept": charts.kept(asked),
        "rates": charts.rates(trends.read(connection, rates), trends.drift(connection, rates)),
        "growth": charts.growth(figures),
        "quality": charts.quality(figures),
        "standing": charts.standing(checks),
        "checked": charts.checked(checks),
    }
