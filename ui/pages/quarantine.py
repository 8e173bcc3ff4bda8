"""The view "Quarantine and review": the pages that the cleaner cannot read, and what a person does with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from scraper.archive import ArchiveError
from scraper.ministries.registry import UnknownMinistry
from transcripts import quarantine as waiting
from transcripts.clean.selectors import Hit
from transcripts.decisions import BadDecision
from transcripts.model import Quarantine, Reading
from transcripts.settings import ARCHIVE, DATABASE_URL
from transcripts.store import quarantine as store
from transcripts.store.held import Held, held, said_of
from transcripts.stored import body_of, today
from ui.access import MayAct, Operator
from ui.database import looking
from ui.page import at, render

router = APIRouter()
VIEW = "quarantine"
#: Pages of the queue stand so many on one of ours.
MOST = 50
#: What was done a moment ago, in words.
DONE = {
    "again": "It is read again by the next run of the DAG process: hourly, or now where you start it.",
    "aside": "It is set aside: it leaves the queue, and analysts do not see it.",
    "back": "That is taken back. The next run of the DAG process reads what waits.",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What today's cleaner makes of a page. ``lost``: why the archive, or the ministry's module, gives nothing."""

    reading: Reading | None = None
    why_not: Quarantine | None = None
    selectors: tuple[Hit, ...] = ()
    lost: str = ""


@router.get("/quarantine", name="quarantine")
def queue(
    request: Request,
    acts: MayAct,
    ministry: str = "",
    reason: str = "",
    aside: bool = False,
    page: int = 1,
    done: int = -1,
) -> HTMLResponse:
    """What waits, the newest first, and how much of it by ministry and reason."""
    page = max(page, 1)
    with looking() as connection:
        tally = store.tally(connection)
        skip = (page - 1) * MOST
        rows = store.page_of(connection, ministry, reason, set_aside=aside, skip=skip, most=MOST)
    of_these = [one for one in tally if one["aside"] == aside]
    chosen = [one for one in of_these if ministry in ("", one["ministry"]) and reason in ("", one["reason"])]
    return render(
        request, "quarantine.html", title="Quarantine and review", view=VIEW, acts=acts, rows=rows, page=page, done=done,
        pages=-(-sum(one["count"] for one in chosen) // MOST), count=sum(one["count"] for one in chosen),
        by_reason=_sums(of_these, "reason"), by_ministry=_sums(of_these, "ministry"), ministry=ministry, reason=reason,
        aside=aside, waits=_total(tally, aside=False), set_aside=_total(tally, aside=True),
    )  # fmt: skip


@router.post("/quarantine/again", name="quarantine_again_all")
def again_all(
    request: Request, by: Operator, reason: Annotated[str, Form()] = "", ministry: Annotated[str, Form()] = ""
) -> Response:
    """Has all pages that wait for a reason (of a ministry) read again."""
    if not reason or "\0" in reason + ministry:
        raise HTTPException(422, "say which reason: the pages of one reason are read again together")
    found = waiting.again(DATABASE_URL.get(), by, [], reason, ministry=ministry or None)
    return RedirectResponse(f"{at(request, VIEW)}?done={len(found)}", 303)


@router.get("/quarantine/{record}", name="quarantine_page")
def one(request: Request, record: str, acts: MayAct, done: str = "") -> HTMLResponse:
    """A page beside what was read from it, and what a person may do with it."""
    return _page(request, record, acts=acts, done=DONE.get(done, ""))


@router.post("/quarantine/{record}/again", name="quarantine_again")
def again(request: Request, record: str, by: Operator) -> Response:
    """Has this page read again by the next run of `process`."""
    try:
        waiting.again(DATABASE_URL.get(), by, [record])
    except waiting.NotFound as error:
        return _page(request, record, problem=str(error), status=409)
    return _back_to(request, record, "again")


@router.post("/quarantine/{record}/aside", name="quarantine_aside")
def aside(request: Request, record: str, by: Operator, reason: Annotated[str, Form()] = "") -> Response:
    """Says that its document is no transcript."""
    return _decided(request, record, by, reason, "aside")


@router.post("/quarantine/{record}/back", name="quarantine_back")
def back(request: Request, record: str, by: Operator, reason: Annotated[str, Form()] = "") -> Response:
    """Takes that back."""
    return _decided(request, record, by, reason, "back")


def _decided(request: Request, record: str, by: str, reason: str, what: str) -> Response:
    say = waiting.set_aside if what == "aside" else waiting.undo
    try:
        say(DATABASE_URL.get(), ARCHIVE.get(), record, by, reason.strip())
    except (BadDecision, waiting.NotFound, OSError) as error:
        return _page(request, record, problem=str(error), typed=reason, status=422)
    return _back_to(request, record, what)


def _back_to(request: Request, record: str, done: str) -> Response:
    return RedirectResponse(f"{at(request, 'quarantine_page', record=record)}?done={done}", 303)


def _page(
    request: Request,
    record: str,
    *,
    acts: bool = True,
    done: str = "",
    problem: str = "",
    typed: str = "",
    status: int = 200,
) -> HTMLResponse:
    with looking() as connection:
        found = held(connection, record)
        if found is None:
            raise HTTPException(
                404, f"no document's page in the archive has the record {record!r}: it was never collected"
            )
        if found.withheld and not acts:
            raise HTTPException(403, "this page belongs to a document that is suppressed: only who may act sees it")
        queued = store.queue(connection, set_aside=True, record=record)
        said = said_of(connection, found)
    return render(
        request, "quarantine_page.html", status, title=found.address, view=VIEW, acts=acts, one=found,
        queued=queued[0] if queued else None, said=said, read=_read(found), done=done, problem=problem, typed=typed,
    )  # fmt: skip


def _read(one: Held) -> Read:
    try:
        read, selectors = today(one, body_of(one))
    except (ArchiveError, OSError, UnknownMinistry) as error:
        return Read(lost=str(error))
    if isinstance(read, Reading):
        return Read(read, selectors=tuple(selectors))
    return Read(why_not=read, selectors=tuple(selectors))


def _sums(tally: list[dict[str, object]], name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in tally:
        found[str(one[name])] = found.get(str(one[name]), 0) + int(str(one["count"]))
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _total(tally: list[dict[str, object]], *, aside: bool) -> int:
    return sum(int(str(one["count"])) for one in tally if one["aside"] == aside)
