"""Whether a plan makes sense, before anything is asked for or written."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

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
    if plan.ca_file and not Path(plan.ca_file).is_file():
        raise ValueError(f"{plan.ca_file}: no such file; it should hold CA certificates (PEM)")
    return ministry


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{name}: {value!r} is no day; YYYY-MM-DD is wanted") from error
