"""The view "Quarantine and review": review."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.page import render

router = APIRouter()


@router.get("/review", name="review")
def review(request: Request) -> HTMLResponse:
    """The list."""
    return render(request, "quarantine_review.html", title="Quarantine and review", view="quarantine")
