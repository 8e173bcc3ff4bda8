"""The tab of a DAG's run: what this run did."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.page import render

router = APIRouter()


@router.get("/run", name="run")
def run(request: Request, dag_id: str, run_id: str) -> HTMLResponse:
    """What the run of a DAG of ours did, by the rows that it left behind."""
    return render(request, "run.html", title=f"{dag_id} {run_id}", view="")
