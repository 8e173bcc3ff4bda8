"""The application: every route behind Airflow's login, every answer with headers that keep strangers' scripts out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import psycopg2
import psycopg2.errors
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException as AnyHTTPException

from transcripts.meanwhile import Meanwhile
from transcripts.settings import SettingMissing
from transcripts.store.connection import DatabaseDown
from ui import access, static
from ui.forms import Forms
from ui.page import at, trouble
from ui.pages import coverage, health, quarantine, reader, review, run, stored, suppressed

#: https://www.w3.org/TR/CSP3/: scripts are our own files only; Plotly sets styles of elements, so those may stand inline.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
LOG_IN = "Log in to Airflow, then load this page again."
#: What Airflow says, with status 403, of a token that it did not sign: the secret of tokens was changed since that login.
FOREIGN_TOKEN = "Invalid JWT token"
ROUTERS = (
    coverage.router,
    health.router,
    quarantine.router,
    stored.router,
    review.router,
    suppressed.router,
    reader.router,
    run.router,
    static.router,
)


def make_app() -> FastAPI:
    """The pages under the prefix that Airflow mounts them at. Without a session every route answers 401."""
    app = FastAPI(
        title="Transcripts",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(access.reader)],
    )
    app.add_middleware(Forms)
    app.middleware("http")(_guarded)
    app.add_exception_handler(AnyHTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misasked)
    app.add_exception_handler(DatabaseDown, _no_database)
    app.add_exception_handler(SettingMissing, _no_database)
    app.add_exception_handler(OSError, _no_archive)
    app.add_exception_handler(psycopg2.errors.UndefinedTable, _no_tables)
    app.add_exception_handler(psycopg2.errors.InvalidSchemaName, _no_tables)
    app.add_exception_handler(psycopg2.errors.QueryCanceled, _too_slow)
    app.add_exception_handler(psycopg2.DataError, _no_value)
    app.add_exception_handler(Meanwhile, _meanwhile)
    app.get("/", name="start")(_start)
    for router in ROUTERS:
        app.include_router(router)
    app.get("/{rest:path}", name="nowhere")(_nowhere)
    return app


def _start(request: Request) -> Response:
    return RedirectResponse(at(request, "coverage"))


def _nowhere(rest: str) -> Response:
    raise HTTPException(404, f"there is no page {rest!r} here")


async def _guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    if "\0" in request.url.path or "%00" in str(request.url):
        # The database takes no such character, wherever it would be asked for.
        answer: Response = trouble(
            request, 422, "the address holds a character that is no text (NUL)", "Follow a link."
        )
    else:
        answer = await call_next(request)
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "no-referrer")
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, AnyHTTPException)
    todo = {401: LOG_IN, 403: "Ask an administrator of Airflow for the right."}
    next_step = LOG_IN if error.detail == FOREIGN_TOKEN else todo.get(error.status_code, "")
    return trouble(request, error.status_code, str(error.detail), next_step)


def _misasked(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    return trouble(request, 422, wrong, "Go back and change what is named; nothing was done.")


def _no_database(request: Request, error: Exception) -> Response:
    return trouble(request, 503, str(error), "`transcripts doctor` says what is wrong with the installation.")


def _no_archive(request: Request, error: Exception) -> Response:
    """A decision is noted in the database before the archive gets its file."""
    todo = "What was decided is noted all the same: the next run of `process` puts it into the archive. `transcripts doctor` looks at that."
    return trouble(request, 503, f"a file could not be written or read: {error}", todo)


def _no_tables(request: Request, error: Exception) -> Response:
    said = str(error).strip().splitlines()[0]
    return trouble(
        request, 503, f"the database has no tables of ours, or old ones: {said}", "Run `transcripts migrate`."
    )


def _meanwhile(request: Request, error: Exception) -> Response:
    return trouble(request, 409, str(error), "Go back, load the page again and look at what stands there now.")


def _no_value(request: Request, error: Exception) -> Response:
    said = str(error).strip().splitlines()[0]
    return trouble(
        request, 400, f"the database takes no such value: {said}", "Go back and change it; nothing was done."
    )


def _too_slow(request: Request, error: Exception) -> Response:
    return trouble(request, 503, "the database took too long over this page", "Ask for fewer days, or try again later.")
