"""The view "Quarantine and review": the pages that the cleaner cannot read, and what a person does with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from scraper.archive import ArchiveError
from scraper.ministries.registry import UnknownMinistry
from transcripts import quarantine as waiting
from transcripts.clean.selectors import Hit
from transcripts.decisions import BadDecision
from transcripts.meanwhile import Meanwhile
from transcripts.model import Quarantine, Reading
from transcripts.settings import ARCHIVE, DATABASE_URL
from transcripts.store import quarantine as store
from transcripts.store.held import Held, held, said_of
from transcripts.stored import body_of, today
from ui.access import MayAct, Operator
from ui.database import looking
from ui.marking import MARK
from ui.page import at, render
from ui.pages.queued import Way, onward, shown_of, way

router = APIRouter()
VIEW = "quarantine"
#: Pages of the queue stand so many on one of ours.
MOST = 50
#: No queue has so many pages.
FURTHEST = 100_000
#: What was done a moment ago, in words.
DONE = {
    "again": "It is read again by the next run of the DAG process: hourly, or now where you start it.",
    "aside": "It is set aside: it leaves the queue, and analysts do not see it.",
    "back": "That is taken back. The next run of the DAG process reads what waits.",
}


Text = Annotated[str, Form()]


class Sent(BaseModel):
    """A form about one page: ``seen`` is what it showed, ``then`` = next leads on in the queue by these filters."""

    reason: str = ""
    seen: str = ""
    then: str = ""
    of_reason: str = ""
    of_ministry: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """The part of the queue that somebody works through; empty: all of it."""

    reason: str = ""
    ministry: str = ""


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
    put_aside: int = -1,
) -> HTMLResponse:
    """What waits, the newest first, and how much of it by ministry and reason."""
    return _queue(request, acts, ministry, reason, aside, page, done=done, put_aside=put_aside)


def _queue(
    request: Request,
    acts: bool,
    ministry: str,
    reason: str,
    aside: bool,
    page: int = 1,
    status: int = 200,
    **told: object,
) -> HTMLResponse:
    said: dict[str, object] = {"done": -1, "put_aside": -1, "problems": (), "typed": "", "chosen": (), **told}
    page = min(max(page, 1), FURTHEST)
    with looking() as connection:
        tally = store.tally(connection)
        skip = (page - 1) * MOST
        rows = store.page_of(connection, ministry, reason, set_aside=aside, skip=skip, most=MOST)
        seen = waiting.seen_of_many(connection, [row["record_id"] for row in rows])
    of_these = [one for one in tally if one["aside"] == aside]
    chosen = [one for one in of_these if ministry in ("", one["ministry"]) and reason in ("", one["reason"])]
    return render(
        request, "quarantine.html", status, title="Quarantine and review", view=VIEW, acts=acts, rows=rows, seen=seen, page=page, **said,
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


@router.post("/quarantine/aside", name="quarantine_aside_many")
def aside_many(
    request: Request,
    by: Operator,
    record: Annotated[list[str] | None, Form()] = None,
    reason: Annotated[str, Form()] = "",
    of_reason: Text = "",
    of_ministry: Text = "",
    page: Annotated[int, Form()] = 1,
) -> Response:
    """Says of each chosen page (``record:seen``) that its document is no transcript, for one reason; each is a decision of its own."""
    chosen, problems = shown_of(record or ()), []
    if not chosen:
        problems.append("No page was chosen: mark those that you mean.")
    elif not reason.strip():
        problems.append("Say why: the reason stays on record, with each of them.")
    for one, seen in () if problems else chosen.items():
        try:
            waiting.set_aside(DATABASE_URL.get(), ARCHIVE.get(), one, by, reason.strip(), seen)
        except (BadDecision, Meanwhile, waiting.NotFound, OSError) as error:
            problems.append(f"{one[:8]}: {error}")
    count = max(len(chosen) - len(problems), 0)
    if problems:
        told = {
            "problems": problems,
            "put_aside": (count or -1) if reason.strip() else -1,
            "typed": reason,
            "chosen": chosen,
        }
        return _queue(
            request, True, of_ministry, of_reason, False, page, 409 if chosen and reason.strip() else 422, **told
        )
    there = {"reason": of_reason, "ministry": of_ministry, "put_aside": count}
    return RedirectResponse(onward(at(request, VIEW), **there), 303)


@router.get("/quarantine/{record}", name="quarantine_page")
def one(
    request: Request,
    record: str,
    acts: MayAct,
    done: str = "",
    of: str = "",
    of_reason: str = "",
    of_ministry: str = "",
) -> HTMLResponse:
    """A page beside what was read from it, and what a person may do with it. ``of``: the page before it, about which ``done`` is."""
    return _page(request, record, Within(of_reason, of_ministry), acts=acts, done=DONE.get(done, ""), of=of)


@router.post("/quarantine/{record}/again", name="quarantine_again")
def again(request: Request, record: str, by: Operator, sent: Annotated[Sent, Form()]) -> Response:
    """Has this page read again by the next run of `process`."""

    def say() -> None:
        waiting.again(DATABASE_URL.get(), by, [record], seen=sent.seen)

    return _decided(request, record, sent, "again", say)


@router.post("/quarantine/{record}/aside", name="quarantine_aside")
def aside(request: Request, record: str, by: Operator, sent: Annotated[Sent, Form()]) -> Response:
    """Says that its document is no transcript."""

    def say() -> None:
        waiting.set_aside(DATABASE_URL.get(), ARCHIVE.get(), record, by, sent.reason.strip(), sent.seen)

    return _decided(request, record, sent, "aside", say)


@router.post("/quarantine/{record}/back", name="quarantine_back")
def back(request: Request, record: str, by: Operator, sent: Annotated[Sent, Form()]) -> Response:
    """Takes that back."""

    def say() -> None:
        waiting.undo(DATABASE_URL.get(), ARCHIVE.get(), record, by, sent.reason.strip(), sent.seen)

    return _decided(request, record, sent, "back", say)


def _decided(request: Request, record: str, sent: Sent, what: str, say: Callable[[], None]) -> Response:
    within = Within(sent.of_reason, sent.of_ministry)
    after = _way(record, within).after if sent.then == "next" else ""
    try:
        say()
    except (Meanwhile, waiting.NotFound) as error:
        return _page(request, record, within, problem=str(error), typed=sent.reason, status=409)
    except (BadDecision, OSError) as error:
        return _page(request, record, within, problem=str(error), typed=sent.reason, status=422)
    filters = {"of_reason": within.reason, "of_ministry": within.ministry}
    if sent.then != "next":
        return RedirectResponse(onward(at(request, "quarantine_page", record=record), done=what, **filters), 303)
    if not after:
        return RedirectResponse(onward(at(request, VIEW), reason=within.reason, ministry=within.ministry), 303)
    there = at(request, "quarantine_page", record=after)
    return RedirectResponse(onward(there, done=what, of=record, **filters), 303)


def _way(record: str, within: Within) -> Way:
    with looking() as connection:
        return way(store.keys(connection, within.ministry, within.reason), record)


def _page(
    request: Request,
    record: str,
    within: Within,
    *,
    acts: bool = True,
    done: str = "",
    of: str = "",
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
        around = way(store.keys(connection, within.ministry, within.reason), record)
    return render(
        request, "quarantine_page.html", status, title=found.address, view=VIEW, acts=acts, one=found, way=around,
        within=within, queued=queued[0] if queued else None, said=said, seen=waiting.seen_of(found, said), of=of,
        read=_read(found), done=done, problem=problem, typed=typed, mark=MARK,
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
