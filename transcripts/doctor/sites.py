"""Whether ministries' sites can be reached: one request for robots.txt each, and only where somebody says so."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from psycopg2 import Error

from scraper.ministries import get, load_all
from scraper.ministries.model import Ministry
from transcripts.doctor.database import clocks
from transcripts.doctor.model import Said, bad, ok, warn
from transcripts.settings import CA_FILE, CONTACT, DATABASE_URL, SettingMissing
from transcripts.store import crawls
from transcripts.store.connection import DatabaseDown, connected

SECONDS = 15
#: As crawls call themselves.
AGENT = "ministry-transcripts"
#: Answers by which a site turns us away (docs/operations.md, Blocks).
REFUSING = frozenset({401, 403, 407, 429, 451})


def look(ministry: str | None = None, address: str | None = None) -> Iterator[Said]:
    """The sites that are not served by ourselves; or one ministry's, at another address where one is given.

    Raises UnknownMinistry.
    """
    chosen = [get(ministry, address)] if ministry else [one for _, one in sorted(load_all().items()) if not one.private]
    for one in chosen:
        yield from _asked(one)


def _asked(ministry: Ministry) -> Iterator[Said]:
    thing = f"site {ministry.code}"
    until = _not_before(ministry.code)
    if until:
        yield warn(
            thing, f"was not asked: the site wants to be left alone until {until}", "wait (docs/operations.md, Blocks)"
        )
        return
    before = datetime.now(UTC)
    try:
        status, date = _robots(ministry.address)
    except ssl.SSLCertVerificationError as error:
        todo = f"name its CA by {CA_FILE.name}=ca.pem; verification stays on"
        yield bad(thing, f"{ministry.address}: {error.verify_message}", todo)
        return
    except (OSError, http.client.HTTPException, ValueError) as error:
        todo = "is this machine's way to the net open (proxy, firewall, DNS)? Else the site is down: crawls ask again by themselves"
        yield bad(thing, f"{ministry.address}: {error or type(error).__name__}", todo)
        return
    if status in REFUSING:
        yield warn(
            thing,
            f"{ministry.address}: turns us away ({status})",
            "do not ask again today (docs/operations.md, Blocks)",
        )
    else:
        yield ok(thing, f"{ministry.address} answers ({status})")
    if date is not None:
        after = datetime.now(UTC)
        yield clocks(f"clock {ministry.code}", date, before - timedelta(seconds=1), after, "the site's")


def _robots(address: str) -> tuple[int, datetime | None]:
    """The status of one request for robots.txt, and the moment that the answer bears. No redirect is followed."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise ValueError("is no address of a site")
    if parts.scheme == "https":
        context = ssl.create_default_context()
        if CA_FILE.get_or(""):
            context.load_verify_locations(CA_FILE.get_or(""))
        link: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=SECONDS, context=context
        )
    else:
        link = http.client.HTTPConnection(parts.hostname, parts.port, timeout=SECONDS)
    try:
        link.request("GET", f"{parts.path}/robots.txt", headers={"User-Agent": _agent()})
        answer = link.getresponse()
        return answer.status, _moment(answer.getheader("Date"))
    finally:
        link.close()


def _agent() -> str:
    contact = CONTACT.get_or("")
    return f"{AGENT} (looks whether the site answers{f'; contact: {contact}' if contact else ''})"


def _moment(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def _not_before(code: str) -> str:
    """Until when the site asked to be left alone, where the database can say so."""
    try:
        with connected(DATABASE_URL.get()) as connection:
            return crawls.not_before(connection, code)
    except (SettingMissing, DatabaseDown, Error):
        return ""
