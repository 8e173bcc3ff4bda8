"""The pages as Airflow mounts them: made at the first request, so that the processes that only load plugins do not pay for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """An ASGI application (https://asgi.readthedocs.io/en/latest/specs/main.html) that hands on to ours."""
    await _made()(scope, receive, send)


@cache
def _made() -> App:
    from ui.app import make_app

    return make_app()
