"""The view "Coverage"."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.page import render

router = APIRouter()


@router.get("/coverage", name="coverage")
def coverage(request: Request) -> HTMLResponse:
    """The view's first page."""
    return render(request, "coverage.html", title="Coverage", view="coverage")
