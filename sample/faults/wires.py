"""Faults of the connection: what the good answer meets on its way."""

from __future__ import annotations

import base64
import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from sample.faults.case import Case
from sample.faults.model import DOCUMENT, PAGES, Asked, Fault
from sample.response import Response, Wire

MEGABYTE = 1024 * 1024
#: 100 MB of blanks, compressed by brotli.
BROTLI_BOMB = base64.b64decode(
    b"y///P/glQOKxQCD3/o///3/wSwDEYRGA7v0f////4JcAiMMCAN37P/7//8EvARCHBQC693/8//+DXwIgDgsAdO//+P//B78EQBwW"
    b"AOje//H//w9+CYA4LADQvf/j//8f/BIAcVgAoHv/x///P/glAOKwAED3/o///3/wSwDEYQGA7v0f////4JcAiMMCAN37P/7//8Ev"
    b"ARCHBQC693/5//+DXwIgDgsAdO9/AA=="
)
COMMENT = b"<!-- " + b"All work and no play makes a very long page. " * 23_000 + b"-->\n"


def slow(good: Response, case: Case, asked: Asked) -> Response:
    """Lets the visitor wait, then answers as ever."""
    return replace(good, wire=Wire(wait=float(case.options["seconds"])))


def slow_head(good: Response, case: Case, asked: Asked) -> Response:
    """Lets the headers trickle."""
    return replace(good, wire=Wire(head_seconds=float(case.options["seconds"])))


def slow_body(good: Response, case: Case, asked: Asked) -> Response:
    """Lets the body trickle."""
    return replace(good, wire=Wire(body_seconds=float(case.options["seconds"])))


def silent(good: Response, case: Case, asked: Asked) -> Response:
    """Takes the request and says nothing for some seconds, then hangs up."""
    return replace(good, wire=Wire(wait=float(case.options["seconds"]), silent=True))


def refused(good: Response, case: Case, asked: Asked) -> Response:
    """Resets the connection and listens to nobody for some seconds."""
    return replace(good, wire=Wire(refuse=float(case.options["seconds"])))


def reset(good: Response, case: Case, asked: Asked) -> Response:
    """Resets the connection in the middle of the body, or before the first byte."""
    if case.options["before"]:
        return replace(good, wire=Wire(silent=True, reset=True))
    return replace(good, wire=Wire(sent=len(good.body) // 2, reset=True))


def cut(good: Response, case: Case, asked: Asked) -> Response:
    """Ends the connection in the middle of the body, whose end was announced by length, by chunks, or not at all."""
    share = float(case.options["share"])
    return replace(good, wire=Wire(framing=case.options["framing"], sent=int(len(good.body) * share)))


def miscounted(good: Response, case: Case, asked: Asked) -> Response:
    """Says a Content-Length that is shorter than the body."""
    return replace(good, wire=Wire(length=int(len(good.body) * float(case.options["share"]))))


def gzip_bomb(good: Response, case: Case, asked: Asked) -> Response:
    """Serves some kilobytes of gzip that become hundreds of megabytes."""
    return _encoded(good, _bomb(int(case.options["megabytes"])), "gzip")


def brotli_bomb(good: Response, case: Case, asked: Asked) -> Response:
    """Serves a few bytes of brotli, which nobody asked for, that become 100 megabytes."""
    return _encoded(good, BROTLI_BOMB, "br")


def broken_gzip(good: Response, case: Case, asked: Asked) -> Response:
    """Says that the body is gzip, which it is not."""
    return _encoded(good, good.body, "gzip")


def huge(good: Response, case: Case, asked: Asked) -> Response:
    """Serves a page of so many megabytes, with or without saying so beforehand."""
    times = int(case.options["megabytes"]) * MEGABYTE // len(COMMENT) + 1
    return replace(good, body=COMMENT, wire=Wire(framing=case.options["framing"], repeat=times))


def clock_skew(good: Response, case: Case, asked: Asked) -> Response:
    """Lets the site's clock be ahead: Date and Last-Modified in the future, and no ETag."""
    ahead = datetime.now(UTC) + timedelta(days=int(case.options["days"]))
    return replace(good, modified=ahead, wire=Wire(date=ahead))


def _encoded(good: Response, body: bytes, encoding: str) -> Response:
    return replace(good, body=body, headers={**good.headers, "Content-Encoding": encoding}, wire=Wire(as_is=True))


@cache
def _bomb(megabytes: int) -> bytes:
    return gzip.compress(b" " * MEGABYTE, 9, mtime=0) * megabytes


KINDS = {
    "slow": Fault(PAGES, slow, options={"seconds": 1.0}),
    "slow_head": Fault(PAGES, slow_head, options={"seconds": 1.0}),
    "slow_body": Fault(PAGES, slow_body, options={"seconds": 1.0}),
    "silent": Fault(PAGES, silent, options={"seconds": 60.0}),
    "refused": Fault(PAGES, refused, options={"seconds": 0.1}),
    "reset": Fault(PAGES, reset, options={"before": False}),
    "cut": Fault(PAGES, cut, options={"framing": "counted", "share": 0.5}),
    "miscounted": Fault(PAGES, miscounted, options={"share": 0.5}),
    "gzip_bomb": Fault(PAGES, gzip_bomb, options={"megabytes": 200}),
    "brotli_bomb": Fault(PAGES, brotli_bomb),
    "broken_gzip": Fault(PAGES, broken_gzip),
    "huge": Fault(PAGES, huge, options={"framing": "counted", "megabytes": 50}),
    "clock_skew": Fault(DOCUMENT, clock_skew, options={"days": 2}),
}
