"""Headers that fit a body from which all coding was taken. Pure."""

from __future__ import annotations

#: What a header was called before the body was decoded.
ORIGINAL = "X-Archive-Orig-"
_CODED = ("content-encoding", "content-length", "transfer-encoding")

Headers = tuple[tuple[str, str], ...]


def fitting(headers: Headers, body: bytes | None) -> Headers:
    """The headers with the body's own length; those that spoke of the coded body are kept under another name.

    Where nothing was coded and the length is told rightly, they stay as they are. ``None``: there is no body, as with 304.
    """
    length = "0" if body is None else str(len(body))
    told = {name.lower(): value for name, value in headers if name.lower() in _CODED}
    if body is not None and told == {"content-length": length}:
        return headers
    kept = []
    for name, value in headers:
        if name.lower() not in _CODED:
            kept.append((name, value))
        elif name.lower() != "content-length" or value != length:
            kept.append((f"{ORIGINAL}{name}", value))
    return (*kept, *([] if body is None else [("Content-Length", length)]))
