"""A page as it was stored, for a frame beside what was read from it: nothing in it runs, and nothing is asked of another address."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from markupsafe import escape

from scraper.archive import ArchiveError
from scraper.ministries.registry import UnknownMinistry
from scraper.tangle import Tangled
from transcripts.clean.decode import Decoded, decode
from transcripts.model import Reading
from transcripts.store.held import Held, held, paths_of
from transcripts.stored import body_of, text_of, today
from ui.access import MayAct
from ui.database import looking
from ui.harmless import harmless

router = APIRouter()

#: No script, no form, no frame, no picture but one that stands in the page itself; and, by ``sandbox``, an origin of its own, so that our
#: cookies and pages are out of reach even where the page is opened without our frame (https://www.w3.org/TR/CSP3/#directive-sandbox).
POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Resource-Policy": "same-origin",
}
As = Literal["page", "source", "bytes"]


@router.get("/stored/{record}", name="stored")
def stored(request: Request, record: str, acts: MayAct, form: Annotated[As, Query(alias="as")] = "page") -> Response:
    """The page of a record: as a page without what acts, as its source, or as its bytes to keep. 404 for no such page, 403 for one
    that is suppressed where the reader may not act, 410 where the archive has lost it."""
    with looking() as connection:
        one = held(connection, record)
        paths = paths_of(connection, record) if one and form == "page" else {}
    if one is None:
        raise HTTPException(404, f"no document's page in the archive has the record {record!r}")
    if one.withheld and not acts:
        raise HTTPException(403, "this page belongs to a document that is suppressed: only who may act sees it")
    try:
        body = body_of(one)
    except (ArchiveError, OSError) as error:
        return _answer(_plain("The archive does not give this page", str(error)), "text/html", 410)
    return _shown(one, body, form, paths or _todays(one, body) if form == "page" else {})


def _todays(one: Held, body: bytes) -> dict[int, str]:
    """Where today's cleaner finds the paragraphs of a page of which nothing is stored. Where it cannot read it, the first is the first
    part of a document that its selectors do find (its title, as a rule): nearer to the text than the site's menu."""
    try:
        read, found = today(one, body)
    except UnknownMinistry:
        return {}
    if isinstance(read, Reading):
        return {n: p.path for n, p in enumerate(read.paragraphs, start=1)}
    return next(({1: hit.selector} for hit in found if hit.count and hit.part != "recognise"), {})


def _shown(one: Held, body: bytes, form: As, paths: dict[int, str]) -> Response:
    if form == "bytes":
        name = {"Content-Disposition": f'attachment; filename="{one.record_id}.bin"'}
        return Response(body, media_type="application/octet-stream", headers={**HEADERS, **name})
    if form == "source":
        return _answer(text_of(one, body), "text/plain")
    decoded = decode(body, one.headers.get("content-type"))
    if not isinstance(decoded, Decoded):
        return _answer(
            _plain("This is no page that a browser shows", f"{decoded.detail}: look at its source."), "text/html"
        )
    try:
        return _answer(harmless(decoded.text, paths), "text/html")
    except Tangled as error:
        return _answer(_plain("This page would keep a browser busy", f"{error}: look at its source."), "text/html")


def _answer(text: str, kind: str, status: int = 200) -> Response:
    return Response(text.encode("utf-8", errors="replace"), status, HEADERS, f"{kind}; charset=utf-8")


def _plain(title: str, says: str) -> str:
    return f'<!doctype html><html lang="en"><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(says)}</p></html>'
