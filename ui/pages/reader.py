"""The view "Reader": any document as turns, and the permanent address of a document or a turn."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.page import render

router = APIRouter()


@router.get("/documents", name="documents")
def documents(request: Request) -> HTMLResponse:
    """The list of documents to read."""
    return render(request, "documents.html", title="Reader", view="documents")
