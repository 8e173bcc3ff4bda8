"""What a form of ours may hold, looked at before any page sees it: a few fields of text. All else is told what is wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.page import trouble

#: Bytes of a form. The longest is a reason with words of several alphabets.
LARGEST = 64 << 10
#: Fields of a form: fifty items of a list may be chosen at once.
MOST = 100
TYPE = "application/x-www-form-urlencoded"
_BLANKS = "\t\r\n"
_BACK = "Go back and change what is named; nothing was done."


class Forms:
    """Reads what is posted, to its end or to the bound, and answers in the pages' place where they could not use it: 413 for what is
    too large, 415 for another type, 400 for what is no text or broke off."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        try:
            body = await _read(receive)
        except ClientDisconnect:
            # Nobody waits for the answer; the middleware around this one wants one.
            await trouble(Request(scope), 400, "this form broke off in the middle", _BACK)(scope, receive, send)
            return
        status, wrong = _wrong(dict(scope["headers"]), body)
        if wrong:
            await trouble(Request(scope), status, wrong, _BACK)(scope, receive, send)
            return
        await self.app(scope, _again(body or b"", receive), send)


async def _read(receive: Receive) -> bytes | None:
    """The body; None where it is larger than a form. The rest of it is not read. Raises ClientDisconnect where it breaks off."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += bytes(message.get("body", b""))
        if len(body) > LARGEST:
            return None
        if not message.get("more_body"):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """What was read, to be read once more."""
    waiting: list[MutableMapping[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def read() -> Message:
        return waiting.pop() if waiting else await receive()

    return read


def _wrong(headers: dict[bytes, bytes], body: bytes | None) -> tuple[int, str]:
    """The status and what is wrong with the form; nothing where it can be used."""
    if body is None:
        return 413, f"this form holds more than {LARGEST >> 10} KB: say it in fewer words"
    if not body:
        return 200, ""
    kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower().decode("latin-1")
    if kind != TYPE:
        return 415, f"what was sent is {kind!r}, and a form of our pages is {TYPE!r}"
    try:
        text = body.decode("ascii")
        fields = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except UnicodeDecodeError:
        return 400, "what was sent is not UTF-8"
    except ValueError:
        return 400, f"this form has more than {MOST} fields"
    for name, value in fields:
        odd = next((one for one in name + value if unicodedata.category(one) == "Cc" and one not in _BLANKS), None)
        if odd is not None:
            return 400, f"the field {_plain(name)!r} holds a character that is no text (U+{ord(odd):04X})"
    return 200, ""


def _plain(name: str) -> str:
    return "".join(one for one in name if one.isprintable())[:40]
