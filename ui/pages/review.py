"""The view "Quarantine and review": documents in doubt, and one of them beside its stored page, to be confirmed or put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from scraper.ministries.registry import UnknownMinistry
from transcripts import suppress as suppressing
from transcripts.corrections.model import BadCorrection
from transcripts.decisions import BadDecision
from transcripts.meanwhile import Meanwhile
from transcripts.review import Reviewed, dates, reviewed
from transcripts.seen import seen_of, seen_of_shown
from transcripts.segment.people_file import everyone
from transcripts.segment.review import turns_in_doubt
from transcripts.settings import ARCHIVE, DATABASE_URL
from transcripts.store import corrections, review, suppressions
from ui.access import MayAct, Operator
from ui.database import looking
from ui.marking import MARK
from ui.page import at, render
from ui.pages.queued import Way, onward, shown_of, way
from ui.said import KINDS, ROLES, TURN_KINDS, Said, say

router = APIRouter()
VIEW = "quarantine"
#: Documents of the list, and turns of a document, that stand on one page.
MOST, TURNS = 50, 100
#: No list has so many pages.
FURTHEST = 100_000
#: What was done a moment ago, in words.
DONE = {
    "confirm": "It is confirmed as it is, and leaves the list until its text or a turn changes.",
    "suppress": "It is suppressed: it is in no view and no export.",
    "unsuppress": "It is shown again as before.",
}
NOTED = "Noted. The next run of the DAG process shows it: hourly, or now where you start it."


Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class Within:
    """The part of the review list that somebody works through; empty: all of it."""

    reason: str = ""
    ministry: str = ""
    language: str = ""

    def filters(self, prefix: str) -> dict[str, str]:
        """As fields of an address."""
        return {f"{prefix}{name}": value for name, value in asdict(self).items()}


@router.get("/review", name="review")
def listed(
    request: Request, acts: MayAct, ministry: str = "", reason: str = "", language: str = "", confirmed: bool = False,
    page: int = 1, done: int = -1,
) -> HTMLResponse:  # fmt: skip
    """Documents in doubt, the newest first, and how many there are by reason, ministry and language."""
    return _list(request, Within(reason, ministry, language), acts=acts, confirmed=confirmed, page=page, done=done)


@router.post("/review", name="review_confirm_many")
def confirm_many(
    request: Request, by: Operator, document: Annotated[list[str] | None, Form()] = None, reason: Text = "",
    of_reason: Text = "", of_ministry: Text = "", of_language: Text = "",
) -> Response:  # fmt: skip
    """Confirms each of the chosen documents (``id:seen``), for one reason; each confirmation is one of its own."""
    chosen, within = shown_of(document or ()), Within(of_reason, of_ministry, of_language)
    problems = [] if chosen else ["No document was chosen: mark those that you mean."]
    if chosen and not reason.strip():
        problems = ["Say why: the reason stays on record, with each of them."]
    if problems:
        return _list(request, within, problems=problems, typed=reason, chosen=chosen, status=422)
    for one, seen in chosen.items():
        try:
            say(DATABASE_URL.get(), ARCHIVE.get(), one, by, Said(action="confirm", reason=reason, seen=seen))
        except (BadCorrection, Meanwhile, OSError) as error:
            problems.append(f"{one[:16]}: {error}")
    count = len(chosen) - len(problems)
    if problems:
        return _list(request, within, problems=problems, typed=reason, chosen=chosen, done=count or -1, status=409)
    return RedirectResponse(onward(at(request, "review"), **within.filters(""), done=count), 303)


def _list(
    request: Request, within: Within, *, acts: bool = True, confirmed: bool = False, page: int = 1, done: int = -1,
    problems: Sequence[str] = (), typed: str = "", chosen: Collection[str] = (), status: int = 200,
) -> HTMLResponse:  # fmt: skip
    ministry, reason, language = within.ministry, within.reason, within.language
    page = min(max(page, 1), FURTHEST)
    skip = (page - 1) * MOST
    with looking() as connection:
        tally = review.tally(connection, confirmed=confirmed)
        rows = review.page_of(
            connection, ministry=ministry, reason=reason, language=language, confirmed=confirmed, skip=skip, most=MOST
        )
        seen = seen_of_shown(connection, [row["document_id"] for row in rows])
    reasons, ministries, languages = Counter[str](), Counter[str](), Counter[str]()
    count = 0
    for one in tally:
        reasons.update(dict.fromkeys(one["reasons"], one["count"]))
        ministries[one["ministry"]] += one["count"]
        languages[one["language"]] += one["count"]
        of_these = ministry in ("", one["ministry"]) and language in ("", one["language"])
        count += one["count"] if of_these and (not reason or reason in one["reasons"]) else 0
    return render(
        request, "review.html", status, title="Quarantine and review", view=VIEW, acts=acts, rows=rows, seen=seen, done=done,
        problems=problems, typed=typed, marked=chosen, within=within, page=page, pages=-(-count // MOST),
        count=count, confirmed=confirmed, chosen={"reason": reason, "ministry": ministry, "language": language},
        filters=(("reason", reasons.most_common()), ("ministry", ministries.most_common()), ("language", languages.most_common())),
    )  # fmt: skip


@router.get("/review/{document_id}", name="review_document")
def document(
    request: Request, document_id: str, acts: MayAct, turn: str = "", every: bool = False, page: int = 1, done: str = "",
    of: str = "", of_reason: str = "", of_ministry: str = "", of_language: str = "",
) -> HTMLResponse:  # fmt: skip
    """A document's turns in doubt (or ``every`` one) beside its stored page; with ``turn``, the form to correct that one."""
    words = DONE.get(done, NOTED) if done else ""
    said = Said(turn=turn, of_reason=of_reason, of_ministry=of_ministry, of_language=of_language)
    return _document(request, document_id, acts=acts, said=said, every=every, page=page, done=words, of=of)


@router.post("/review/{document_id}", name="review_say")
def act(request: Request, document_id: str, by: Operator, said: Annotated[Said, Form()]) -> Response:
    """Confirms, corrects, takes back, suppresses: what ``action`` says. Refused in the words of what cannot be taken."""
    within = _within(said)
    after = _way(document_id, within).after if said.then == "next" else ""
    try:
        say(DATABASE_URL.get(), ARCHIVE.get(), document_id, by, said)
    except Meanwhile as error:
        return _document(request, document_id, acts=True, said=said, problem=str(error), status=409)
    except (BadCorrection, BadDecision, suppressing.NoSuchDocument, OSError) as error:
        return _document(request, document_id, acts=True, said=said, problem=str(error), status=422)
    if said.then == "next" and not after:
        return RedirectResponse(onward(at(request, "review"), **within.filters("")), 303)
    there = at(request, "review_document", document_id=after or document_id)
    return RedirectResponse(
        onward(there, done=said.action, of=document_id if after else "", **within.filters("of_")), 303
    )


def _within(said: Said) -> Within:
    return Within(said.of_reason, said.of_ministry, said.of_language)


def _way(document_id: str, within: Within) -> Way:
    with looking() as connection:
        keys = review.keys(connection, ministry=within.ministry, reason=within.reason, language=within.language)
    return way(keys, document_id)


def _document(
    request: Request, document_id: str, *, acts: bool, said: Said, every: bool = False, page: int = 1, done: str = "",
    of: str = "", problem: str = "", status: int = 200,
) -> HTMLResponse:  # fmt: skip
    with looking() as connection:
        seen = seen_of(connection, document_id)
        if suppressions.is_suppressed(connection, document_id):
            by = suppressions.suppressed(connection, document_id)
            return render(
                request, "review_suppressed.html", status, title="A suppressed document", view=VIEW, acts=acts, said=said,
                document_id=document_id, decisions=by, done=done, problem=problem,
            )  # fmt: skip
        try:
            one = reviewed(connection, document_id)
        except (BadCorrection, UnknownMinistry) as error:
            raise HTTPException(404, str(error)) from error
        record = review.record_of(connection, document_id)
        standing = corrections.listed(connection, document_id)
        when = dates(connection, document_id)
    within = _within(said)
    doubted = turns_in_doubt(one.found.turns, one.found.doubts)
    chosen = range(len(one.ids)) if every else _of_interest(one, doubted, said.turn)
    page = max(page, 1)
    return render(
        request, "review_document.html", status, title=one.reading.title, view=VIEW, acts=acts, said=said, one=one, seen=seen, of=of,
        within=within, way=_way(document_id, within), dates=when,
        document_id=document_id, record=record, standing=standing, done=done, problem=problem, every=every, page=page,
        pages=-(-len(chosen) // TURNS), chosen=chosen[(page - 1) * TURNS : page * TURNS], people=everyone() if acts else (),
        doubtful=doubted, mark=MARK,
        roles=ROLES, kinds=KINDS, turn_kinds=TURN_KINDS,
    )  # fmt: skip


def _of_interest(one: Reviewed, doubted: set[int], asked: str) -> Sequence[int]:
    """The turns in doubt, those that a reviewer corrected, and the one asked for; each with its neighbours."""
    turns = one.found.turns
    wanted = [i for i, turn in enumerate(turns) if turn.corrections or i in doubted or one.ids[i] == asked]
    return sorted({j for i in wanted for j in (i - 1, i, i + 1) if 0 <= j < len(turns)})
