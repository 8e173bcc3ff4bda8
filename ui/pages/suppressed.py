"""The view "Quarantine and review": suppressed."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.page import render

router = APIRouter()


@router.get("/suppressed", name="suppressed")
def suppressed(request: Request) -> HTMLResponse:
    """The list."""
    return render(request, "quarantine_suppressed.html", title="Quarantine and review", view="quarantine")
