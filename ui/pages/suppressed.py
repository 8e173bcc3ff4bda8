"""The view "Quarantine and review": what is suppressed, by whom and why."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from transcripts.store import suppressions
from ui.database import looking
from ui.page import render

router = APIRouter()


@router.get("/suppressed", name="suppressed")
def suppressed(request: Request) -> HTMLResponse:
    """The documents that are in no view and no export; each leads to where it is taken back."""
    with looking() as connection:
        found = suppressions.suppressed(connection)
    return render(request, "suppressed.html", title="Quarantine and review", view="quarantine", rows=found)
