"""Sort-friendly addresses, by which indexes of web archives are ordered: ``ru,mid)/ru/foreign_policy/news?id=1``. Pure.

As the Internet Archive's tools write them: the host turned round without ``www.``, all in lower case, parameters sorted.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_WWW = re.compile(r"^www\d*\.")
_USUAL = {"http": 80, "https": 443}


def surt(address: str) -> str:
    """The key of an address. One that is none is its own key, in lower case."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return address.lower()
    if not host:
        return address.lower()
    name = _WWW.sub("", host.lower())
    turned = name if _is_number(name) else ",".join(reversed(name.split(".")))
    told_port = f":{port}" if port and port != _USUAL.get(parts.scheme) else ""
    path = parts.path.lower().rstrip("/") or "/"
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    return f"{turned}{told_port}){path}" + (f"?{query}" if query else "")


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()
