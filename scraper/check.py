"""Whether a plan makes sense, before anything is asked for or written."""

from __future__ import annotations

import re
import ssl
from datetime import date

from scraper.evidence import Plan
from scraper.ministries import get
from scraper.ministries.model import Ministry

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")


def check(plan: Plan) -> Ministry:
    """The ministry of a plan that makes sense. Raises UnknownMinistry or ValueError saying what does not."""
    ministry = get(plan.ministry, plan.address)
    if not NAME.fullmatch(plan.crawl):
        raise ValueError(f"crawl {plan.crawl!r}: a name of letters, digits and ._+- is wanted, since folders bear it")
    since, until = _day("since", plan.since), _day("until", plan.until)
    if until < since:
        raise ValueError(f"the window ends on {plan.until}, before its start on {plan.since}: swap them")
    if plan.ca_file:
        _certificates(plan.ca_file)
    return ministry


def _certificates(file: str) -> None:
    try:
        ssl.create_default_context(cafile=file)
    except FileNotFoundError as error:
        raise ValueError(f"{file}: no such file; it should hold CA certificates (PEM)") from error
    except OSError as error:  # an SSLError too
        raise ValueError(f"{file}: no CA certificates (PEM) can be read from it: {error}") from error


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{name}: {value!r} is no day; YYYY-MM-DD is wanted") from error
