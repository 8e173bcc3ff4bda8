"""The view "Health": is all well, how does each ministry stand, and how did it go over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from psycopg2.extensions import connection as Connection

from transcripts.health import freshness, lines
from transcripts.health.findings import findings
from transcripts.health.model import Finding
from transcripts.incidents import take as taking
from transcripts.settings import DATABASE_URL
from transcripts.store.health import recent, trends
from ui.access import MayAct, Operator
from ui.database import looking
from ui.page import at, render
from ui.pages import health_charts as charts

router = APIRouter()
#: Days back for crawls and how they asked, for rates by week, for figures, for checks; and so many crawls of each ministry.
CRAWL_DAYS, RATE_DAYS, FIGURE_DAYS, CHECK_DAYS, CRAWLS = 60, 60, 120, 60, 60
#: So many of the newest crawls are looked at for how they asked; so many results of a check; so many incidents.
ASKED, RESULTS, INCIDENTS = 30, 10, 40
#: For so many days an incident can be taken; and the largest number that one can have.
TAKE_DAYS, MOST_NUMBER = (1, 3, 7, 14, 30), 2**63 - 1
#: The class of an outcome's or a severity's colour.
CLASSES = {"OK": "good", "EMPTY": "good", "PARTIAL": "warn", "DRIFT": "bad", "BLOCKED": "bad", "FAILED": "bad"}


@router.get("/health", name="health")
def health(request: Request, acts: MayAct) -> HTMLResponse:
    """All of the view on one page."""
    return _page(request, acts=acts)


@router.post("/health/incidents/{incident}/take", name="incident_take")
def take(
    request: Request,
    incident: Annotated[int, Path(ge=1, le=MOST_NUMBER)],
    by: Operator,
    days: Annotated[int, Form()] = 1,
    because: Annotated[str, Form()] = "",
) -> Response:
    """Somebody takes care of an incident for so many days: nobody is reminded of it until then."""
    return _said(request, lambda: taking.take(DATABASE_URL.get(), incident, by, days, because, datetime.now(UTC)))


@router.post("/health/incidents/{incident}/back", name="incident_back")
def back(request: Request, incident: Annotated[int, Path(ge=1, le=MOST_NUMBER)], by: Operator) -> Response:
    """Nobody takes care of it any more."""
    return _said(request, lambda: taking.give_back(DATABASE_URL.get(), incident))


def _said(request: Request, say: Callable[[], None]) -> Response:
    try:
        say()
    except taking.BadTake as error:
        return _page(request, acts=True, problem=str(error), status=409)
    return RedirectResponse(f"{at(request, 'health')}#incidents", 303)


def _page(request: Request, *, acts: bool, problem: str = "", status: int = 200) -> HTMLResponse:
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
        status,
        title="Health",
        view="health",
        now=now,
        found=found,
        stands=[_stand(one, crawls) for one in stands],
        signs=lines.SIGNS,
        classes=CLASSES,
        incidents=incidents,
        taken={_key(one): one for one in incidents if one["taken_until"] and one["taken_until"] > now},
        key=_key,
        acts=acts,
        problem=problem,
        take_days=TAKE_DAYS,
        size=size,
        crawl_days=CRAWL_DAYS,
        **drawn,
    )


def _key(one: Mapping[str, Any] | Finding) -> tuple[str, str, str]:
    """What tells an incident apart; none that is over is taken."""
    if isinstance(one, Finding):
        return one.kind, one.ministry or "", one.about
    return one["kind"], one["ministry"] or "", one["about"] if one["closed_at"] is None else "over"


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
