"""Pages that stand before the document: challenges, waiting rooms, log-in walls, other people's pages, "not found"."""

from __future__ import annotations

from dataclasses import replace

from sample.faults.case import Case
from sample.faults.model import DOCUMENT, PAGES, Asked, Fault
from sample.response import Response

CHALLENGE = (
    '<html><head><script>window["bobcmn"] = "10111101";'
    'window["failureConfig"] = "Oops";</script><noscript>Please enable JavaScript to view the page content.'
    "<br>Your support ID is: 1234567890.</noscript></head><body></body></html>"
)
WAIT = "<html><head><title>Loading</title></head><body><p>Data processing... Please, wait.</p></body></html>"
LOGIN = (
    '<html><head><title>Log in</title></head><body><form method="post" action="/login/"><label>Name <input name="user"></label>'
    '<label>Password <input type="password" name="password"></label><button>Log in</button></form></body></html>'
)
STRANGER = (
    '<html lang="en"><head><title>Harbour Hotels - book now</title><link rel="canonical" href="https://hotels.example/">'
    '<meta property="og:url" content="https://hotels.example/"></head><body><h1>Rooms with a view of the sea</h1>'
    "<p>From 40 a night, breakfast included.</p></body></html>"
)
NOT_FOUND = "<h1>404</h1><p>The page that you are looking for does not exist or has been removed.</p>"


def challenge(good: Response, case: Case, asked: Asked) -> Response:
    """Serves a page of scripts that wants to see a browser, with status 200."""
    return _page(good, CHALLENGE)


def please_wait(good: Response, case: Case, asked: Asked) -> Response:
    """Serves a waiting room, with status 200."""
    return _page(good, WAIT)


def login_page(good: Response, case: Case, asked: Asked) -> Response:
    """Serves a form that wants name and password, with status 200."""
    return _page(good, LOGIN)


def stranger(good: Response, case: Case, asked: Asked) -> Response:
    """Serves a page of another site, with status 200."""
    return _page(good, STRANGER)


def not_found(good: Response, case: Case, asked: Asked) -> Response:
    """Says in the ministry's own frame, with status 200, that there is no such page."""
    before, _, rest = good.body.decode().partition('<main class="page-body">')
    return replace(
        good, body=f'{before}<main class="page-body">\n{NOT_FOUND}\n</main>{rest.partition("</main>")[2]}'.encode()
    )


def _page(good: Response, page: str) -> Response:
    return replace(good, body=page.encode(), modified=None)


KINDS = {
    "challenge": Fault(PAGES, challenge),
    "please_wait": Fault(PAGES, please_wait),
    "login_page": Fault(PAGES, login_page),
    "stranger": Fault(PAGES, stranger),
    "not_found": Fault(DOCUMENT, not_found),
}
