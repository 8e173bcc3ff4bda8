"""The tab of a DAG's run: what this run did, by the rows that it left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from transcripts.store import runs as store
from ui.database import looking
from ui.page import render

router = APIRouter()
#: The DAG whose runs leave results of checks; runs of others may have the same id.
CHECKS = "checks"
#: So many documents of each step and outcome are listed.
MOST = 100
#: The steps in their order, and what they do.
STEPS = {
    "clean": "pages read",
    "segment": "texts cut into turns",
    "publish": "published",
    "compare": "compared with the site's other generations",
    "align": "tied to their language versions",
    "countries": "searched for countries",
}
#: How an input can end, the bad first.
OUTCOMES = ("failed", "refused", "quarantined", "done", "unchanged")
BAD = frozenset(OUTCOMES[:3])
#: What a run of a DAG leaves nowhere but in Airflow, by the beginning of the DAG's id.
ELSEWHERE = {
    "process": "A run that found nothing to do leaves no rows.",
    "collect_": "It has not begun to crawl yet, or its task ended before that: the log of its task `crawl` says why.",
    "recheck_": "No document was due, or its task ended before it asked for one: the log of its task says which.",
    "canary_": "It compares pages with pins; where it asked for none, the log of its task says why.",
    "checks": "It has not come to its first check yet, or its tasks ended before that: their logs say why.",
    "upkeep": "What upkeep measures is kept by the day and stands in the view Health; the logs of its tasks say what it did.",
    "watch": "It looks whether all is well; what is wrong stands in the view Health with its incidents, not by run.",
}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs of one step that ended alike: how many, and the first of them."""

    step: str
    words: str
    outcome: str
    count: int
    rows: Sequence[Row]


@router.get("/run", name="run")
def run(request: Request, dag_id: str, run_id: str) -> HTMLResponse:
    """What the run of a DAG of ours did. A run that left no row says so: it may have found nothing to do, or be none of ours."""
    with looking() as connection:
        crawls = store.crawls(connection, dag_id, run_id)
        steps = store.steps(connection, dag_id, run_id)
        documents = store.documents(connection, dag_id, run_id, MOST) if steps else []
        checks = store.checks(connection, run_id) if dag_id == CHECKS else []
    why = next((words for start, words in ELSEWHERE.items() if dag_id.startswith(start)), "It is no DAG of ours.")
    return render(
        request,
        "run.html",
        title=f"What this run of {dag_id} did",
        view="",
        dag_id=dag_id,
        run_id=run_id,
        crawls=crawls,
        outcomes=OUTCOMES,
        table=table(steps),
        groups=groups(steps, documents),
        checks=checks,
        why=why,
        bad=BAD,
        most=MOST,
    )


def table(steps: Sequence[Row]) -> list[tuple[str, list[int]]]:
    """What each step does and how many inputs came to each end, in the order of the steps. Pure."""
    counts = {(row["step"], row["outcome"]): row["count"] for row in steps}
    there = [step for step in STEPS if any((step, outcome) in counts for outcome in OUTCOMES)]
    return [(step, [counts.get((step, outcome), 0) for outcome in OUTCOMES]) for step in there]


def groups(steps: Sequence[Row], documents: Sequence[Row]) -> list[Group]:
    """The documents by step and outcome, the bad first. Pure."""
    return [
        Group(
            step,
            words,
            outcome,
            count,
            [one for one in documents if (one["step"], one["outcome"]) == (step, outcome)],
        )
        for outcome in OUTCOMES
        for step, words in STEPS.items()
        for count in [sum(row["count"] for row in steps if (row["step"], row["outcome"]) == (step, outcome))]
        if count
    ]
