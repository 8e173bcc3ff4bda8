"""A day of a ministry: its funnel, the documents behind each number, and a person's word about what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from transcripts import decide
from transcripts.decisions import BadDecision, Decision
from transcripts.meanwhile import Meanwhile
from transcripts.settings import ARCHIVE, DATABASE_URL
from transcripts.store import coverage
from transcripts.store import day as store
from ui import funnel, marks
from ui.access import MayAct, Operator
from ui.database import looking
from ui.page import at, render
from ui.window import Misasked, day_of

router = APIRouter()
Text = Annotated[str, Form()]
#: So many documents of one state are listed.
MOST = 300


@router.get("/coverage/{ministry}/{day}", name="coverage_day")
def coverage_day(request: Request, ministry: str, day: str, acts: MayAct, language: str = "") -> HTMLResponse:
    """The day in full. ``language``: of these documents only."""
    return _page(request, ministry, _day(day), acts=acts, language=language)


@router.post("/coverage/{ministry}/{day}/accept", name="coverage_accept")
def accept(
    request: Request,
    ministry: str,
    day: str,
    who: Operator,
    subject: Text,
    key: Text = "",
    language: Text = "",
    reason: Text = "",
) -> Response:
    """Says of a gap that it may stay, as `transcripts gaps accept` does, and leads back to the day."""
    when, about = _day(day), (subject, key, language)
    with looking() as connection:
        open_ones = store.gaps(connection, ministry, when, [key])
    gap = next((one for one in open_ones if (one["subject"], one["key"], one["language"]) == about), None)
    if gap is None or gap["accepted"]:
        if gap and (gap["accepted_by"], gap["accepted_because"]) == (who, reason):
            return RedirectResponse(_there(request, ministry, when), 303)  # the same form, sent twice
        wrong = f"this gap is not open any more: {_closed(gap)}"
        return _page(request, ministry, when, acts=True, error=wrong, typed={about: reason}, status=409)
    of_day = "" if subject == "document" else str(when)
    said = Decision("accept", ministry, subject, who, reason, decide.now(), key, language, of_day)  # type: ignore[arg-type]
    try:
        decide.decide(DATABASE_URL.get(), ARCHIVE.get(), said)
    except Meanwhile as error:
        return _page(request, ministry, when, acts=True, error=_plain(error), typed={about: reason}, status=409)
    except BadDecision as error:
        return _page(request, ministry, when, acts=True, error=_said(error), typed={about: reason}, status=422)
    return RedirectResponse(_there(request, ministry, when), 303)


@router.post("/coverage/{ministry}/{day}/undo", name="coverage_undo")
def undo(request: Request, ministry: str, day: str, who: Operator, decision: Text, reason: Text = "") -> Response:
    """Takes an acceptance back, as `transcripts gaps undo` does, and leads back to the day."""
    when = _day(day)
    try:
        decide.undo(DATABASE_URL.get(), ARCHIVE.get(), decision, who, reason)
    except Meanwhile as error:
        return _page(request, ministry, when, acts=True, error=_plain(error), typed={decision: reason}, status=409)
    except BadDecision as error:
        return _page(request, ministry, when, acts=True, error=_said(error), typed={decision: reason}, status=422)
    return RedirectResponse(_there(request, ministry, when), 303)


def _page(
    request: Request,
    ministry: str,
    day: date,
    *,
    acts: bool,
    language: str = "",
    error: str = "",
    typed: Mapping[Any, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    with looking() as connection:
        if not store.is_known(connection, ministry):
            raise HTTPException(404, f"there is no ministry {ministry!r} here: nothing was ever collected from it")
        stands = coverage.days(connection, day, day, ministry)
        items = store.items(connection, ministry, day)
        unlisted = store.unlisted(connection, ministry, day)
        crawls = store.crawls(connection, ministry, day)
        gaps = store.gaps(connection, ministry, day, [row["key"] for row in items])
    languages = sorted({row["language"] for row in (*stands, *items, *unlisted)} - {""})
    shown = _of(items, language)
    return render(
        request,
        "day.html",
        status,
        title=f"{ministry}, {day}",
        view="coverage",
        ministry=ministry,
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        language=language,
        languages=languages,
        stands=[(row, marks.mark_of(row), marks.shade(row), marks.said_of(row)) for row in _of(stands, language)],
        steps=funnel.funnel(shown),
        groups=funnel.groups(shown),
        unlisted=_of(unlisted, language),
        crawls=crawls,
        gaps=[gap for gap in gaps if language in ("", gap["language"]) or not gap["language"]],
        acts=acts,
        error=error,
        typed=typed or {},
        most=MOST,
    )


def _of(rows: Sequence[Mapping[str, Any]], language: str) -> list[Mapping[str, Any]]:
    return [row for row in rows if language in ("", row["language"])]


def _day(text: str) -> date:
    try:
        found = day_of(text, "the day of this address")
    except Misasked as error:
        raise HTTPException(404, str(error)) from error
    assert found is not None
    return found


def _there(request: Request, ministry: str, day: date) -> str:
    return at(request, "coverage_day", ministry=ministry, day=str(day)) + "#gaps"


def _closed(gap: Mapping[str, Any] | None) -> str:
    """Why a gap cannot be accepted now: a crawl has got what was missing (None: there is no such gap), or somebody accepted it."""
    if gap is None:
        return "a crawl has got it meanwhile"
    at, why = gap["accepted_at"].astimezone(UTC).isoformat(), gap["accepted_because"]
    return _plain(Meanwhile.said(gap["accepted_by"], at, "accepted that it is missing", why))


def _plain(error: Meanwhile) -> str:
    return str(error).removesuffix(".")


def _said(error: BadDecision) -> str:
    """What is wrong, without the words for the archive's files before it."""
    return str(error).rpartition(": ")[2] if "is empty" not in str(error) else "say why: the reason stays on record"
