"""The address that permanent addresses begin with: a setting, since it must stand for longer than any server."""

from __future__ import annotations

from urllib.parse import urlsplit


class BadAddress(ValueError):
    """What is given cannot be the beginning of permanent addresses. The message says why, and the way out."""


def checked(address: str) -> str:
    """The address without a slash at its end; empty for none. Raises BadAddress."""
    given = address.strip()
    if not given:
        return ""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadAddress(
            f"TRANSCRIPTS_ADDRESS {given!r}: must begin with https:// (or http://) and a host, e.g. https://transcripts.example.org/id"
        )
    if parts.query or parts.fragment or parts.username or any(one.isspace() for one in given):
        raise BadAddress(
            f"TRANSCRIPTS_ADDRESS {given!r}: must be scheme, host and path alone, as ids are put behind it"
        )
    return given.rstrip("/")
