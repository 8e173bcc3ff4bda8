"""A snippet of analysis.search, in which what was found stands between two asterisks. Pure."""

from __future__ import annotations

from collections.abc import Iterator


def marked(headline: str) -> Iterator[tuple[bool, str]]:
    """The stretches of a snippet, each with whether it was found. Where the words themselves hold asterisks so that they do not
    come in pairs, all is plain."""
    parts = headline.split("**")
    if len(parts) % 2 == 0:
        yield False, headline
        return
    yield from ((n % 2 == 1, part) for n, part in enumerate(parts) if part)
