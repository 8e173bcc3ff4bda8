"""Answers that are none: refusing statuses, redirects, empty bodies, robots.txt that forbids."""

from __future__ import annotations

from dataclasses import replace

from sample.faults.case import Case
from sample.faults.model import DOCUMENT, PAGES, Asked, Fault
from sample.response import Response, text


def status(good: Response, case: Case, asked: Asked) -> Response:
    """Answers with another status, and perhaps with Retry-After."""
    number, pause = int(case.options["status"]), case.options["retry_after"]
    headers = {} if pause is None else {"Retry-After": str(pause)}
    return text(number, f"{number}: please try again later.\n", headers)


def empty(good: Response, case: Case, asked: Asked) -> Response:
    """Answers 200 without a body."""
    return replace(good, body=b"", modified=None)


def redirect(good: Response, case: Case, asked: Asked) -> Response:
    """Redirects to another address; `{path}` in it is the one that was asked for, `{base}` the site's."""
    return text(302, "", {"Location": str(case.options["to"]).format(path=asked.path, base=asked.base)})


def cookies(good: Response, case: Case, asked: Asked) -> Response:
    """Sets a cookie and redirects to the same address, until the cookie comes back."""
    return text(302, "", {"Location": asked.path, "Set-Cookie": "visitor=1; Path=/"})


def forbids_all(good: Response, case: Case, asked: Asked) -> Response:
    """Serves a robots.txt that forbids everything to everybody."""
    return replace(good, body=b"User-agent: *\nDisallow: /\n")


KINDS = {
    "status": Fault(PAGES, status, options={"status": 503, "retry_after": None}),
    "empty": Fault(PAGES, empty),
    "redirect": Fault(PAGES, redirect, options={"to": "{path}"}),
    "cookies": Fault(DOCUMENT, cookies),
    "forbids_all": Fault(frozenset({"robots"}), forbids_all),
}
