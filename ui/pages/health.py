"""The view "Health"."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.page import render

router = APIRouter()


@router.get("/health", name="health")
def health(request: Request) -> HTMLResponse:
    """The view's first page."""
    return render(request, "health.html", title="Health", view="health")
