"""The view "Quarantine and review"."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.page import render

router = APIRouter()


@router.get("/quarantine", name="quarantine")
def quarantine(request: Request) -> HTMLResponse:
    """The view's first page."""
    return render(request, "quarantine.html", title="Quarantine and review", view="quarantine")
