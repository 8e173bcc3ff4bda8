"""The view "Reader": any document as turns, and the permanent address of a document or a turn."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from psycopg2.extensions import connection as Connection

from transcripts.segment.rules import doubtful
from transcripts.store import reader as store
from transcripts.store import shelf
from transcripts.store.citing import cited
from ui.access import MayAct
from ui.database import looking
from ui.marking import MARK
from ui.page import asked, at, render
from ui.pages import revisions
from ui.pages.versions import side_by_side
from ui.reading.facts import HIDDEN, attachments, closed, lines, moment
from ui.reading.layout import OUTSIDE, groups
from ui.reading.marked import marked

router = APIRouter()
router.include_router(revisions.router)
#: Rows on a page of the list.
ROWS = 50


@router.get("/documents", name="documents")
def documents(
    request: Request,
    ministry: str = "",
    language: str = "",
    since: str = "",
    until: str = "",
    words: str = "",
    sort: str = "newest",
    page: int = 1,
) -> HTMLResponse:
    """Documents to read, newest first; with words the turns in which they stand."""
    form = {
        "ministry": ministry,
        "language": language,
        "since": since,
        "until": until,
        "words": words.strip(),
        "sort": sort,
    }
    found, wrong = None, ""
    with looking() as connection:
        choices = shelf.choices(connection)
        try:
            asked = _asked(form)
            find = shelf.hits if asked.words else shelf.documents
            found = find(connection, asked, min(max(page, 1), 100_000), ROWS)
        except shelf.Misasked as error:
            wrong = str(error)
    kept = urlencode({name: value for name, value in form.items() if value and (name, value) != ("sort", "newest")})
    values: dict[str, Any] = {
        "form": form,
        "choices": choices,
        "found": found,
        "wrong": wrong,
        "page": max(page, 1),
        "kept": kept,
    }
    return render(request, "documents.html", title="Reader", view="documents", marked=marked, rows=ROWS, **values)


@router.get("/documents/{document_id}", name="document")
def document(
    request: Request, document_id: str, may_act: MayAct, beside: str = "", was: str = "", turn: str = ""
) -> Response:
    """A document as turns; with ``beside`` next to its other version; ``was``: the old id that led here; the original opens at ``turn``."""
    with looking() as connection:
        found = store.facts(connection, document_id)
        if found is None:
            return _elsewhere(request, connection, document_id)
        if closed(found, may_act):
            return render(request, "closed.html", title="A suppressed document", view="documents", found=found)
        about = _about(request, connection, found, was) | {"may_act": may_act}
        if found["segmentation_id"] is None:
            return render(request, "pending.html", **about)
        if beside:
            return render(request, "beside.html", **about, **side_by_side(connection, found, about["versions"], beside))
        turns = store.turns(connection, found)
        spans = store.spans(connection, found["segmentation_id"])
    text: dict[str, Any] = {"groups": groups(found["body"], spans, turns), "outside": OUTSIDE, "doubtful": doubtful()}
    opens = next((one["start_paragraph"] for one in turns if one["turn_id"] == turn), 1)
    text |= {"mark": MARK, "opens_at": opens, "attachments": attachments(found)}
    return render(request, "document.html", **about, **text)


@router.get("/id/{public_id}", name="permanent")
def permanent(request: Request, public_id: str) -> Response:
    """Leads to the document or the turn as it is now; says so where it was removed, or never was."""
    with looking() as connection:
        found = store.resolved(connection, public_id)
        first = found[0]
        if first["how"] == "unknown":
            raise HTTPException(404, f"{public_id!r}: {first['note'] or 'no such id was ever given here'}")
        if first["how"] == "hidden" and first["document_id"] is None:
            return render(request, "closed.html", 410, title="A suppressed document", view="documents", found=None)
        if first["how"] == "removed":
            gone = cited(connection, public_id)
            values: dict[str, Any] = {
                "title": "Removed",
                "view": "documents",
                "first": first,
                "cited": gone,
                "when": moment(first["changed_at"]),
            }
            return render(request, "removed.html", 410, **values)
    way = at(request, "document", document_id=first["document_id"])
    turn = first["current_id"] if first["kind"] == "turn" and first["current_id"] else ""
    more = asked({"was": first["given"] if first["how"] != "same" else "", "turn": turn})
    return RedirectResponse(way + (f"?{more}" if more else "") + (f"#{turn}" if turn else ""), 303)


def _elsewhere(request: Request, connection: Connection, document_id: str) -> Response:
    first = store.resolved(connection, document_id)[0]
    if first["how"] == "redirected":
        return RedirectResponse(at(request, "permanent", public_id=document_id), 303)
    if first["reason"] == "suppressed":
        return render(request, "closed.html", 410, title="A suppressed document", view="documents", found=None)
    raise HTTPException(404, f"there is no document {document_id!r} here")


def _about(request: Request, connection: Connection, found: dict[str, Any], was: str) -> dict[str, Any]:
    """What the head of a document's pages shows."""
    led = [one for one in store.resolved(connection, was) if one["how"] != "unknown"] if was else []
    key = found["document_id"]
    return {
        "title": found["title"] or key,
        "language": found["language"],
        "view": "documents",
        "found": found,
        "lines": lines(found),
        "led": [one for one in led if one["document_id"] == key],
        "when": moment,
        "hidden": HIDDEN.get(found["because"] or ""),
        "versions": store.versions(connection, key),
        "corrections": store.corrections(connection, key),
        "citation": store.citation(connection, key),
        "stored": at(request, "stored", record=found["record_id"]) if found["record_id"] else "",
        "permanent": at(request, "permanent", public_id="-")[:-1],
        "prefix": found["permanent_address"].removesuffix(key),
    }


def _asked(form: dict[str, str]) -> shelf.Asked:
    """The form's fields. Raises Misasked that names the field."""
    days = {name: _day(name, form[name]) for name in ("since", "until")}
    if days["since"] and days["until"] and days["since"] > days["until"]:
        raise shelf.Misasked(f"since {days['since']} is after until {days['until']}: exchange the two days")
    if form["sort"] not in ("newest", "rank"):
        raise shelf.Misasked(f"sort {form['sort']!r}: newest or rank")
    return shelf.Asked(form["ministry"], form["language"], days["since"], days["until"], form["words"], form["sort"])


def _day(name: str, value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise shelf.Misasked(f"{name} {value!r} is no day: write it as 2026-03-31") from error
