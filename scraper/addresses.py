"""Which document an address leads to, and whether an address belongs to a ministry's site. Pure."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

from scraper.ministries.model import AddressForm, Ministry

#: Longer addresses (UTF-8 bytes) are not asked for and stand cut in the journal: an index takes no more.
LONGEST_ADDRESS = 2000
#: What is longer (characters) is no id of a document.
LONGEST_ID = 200
_PORTS = {"http": 80, "https": 443}
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Identity:
    """What an address says of its document: the natural key, and the language where the address decides it."""

    site_id: str
    language: str | None


def identify(ministry: Ministry, address: str) -> Identity | None:
    """The document at an address, or None when it has none of the ministry's forms or is on another site.

    The language is None unless the address asks for one by its parameter: then that of the list that names it holds.
    """
    if not on_site(ministry, address):
        return None
    parts = urlsplit(address)
    for form in ministry.forms:
        hit = form.path.fullmatch(unquote(parts.path))
        if hit and len(hit["id"]) <= LONGEST_ID:
            return Identity(f"{form.generation}/{hit['id'].lower()}", _asked(form, parts.query))
    return None


def likely_language(ministry: Ministry, address: str) -> str:
    """The language to ask for where no list says one: by the address's parameter, else its path, else the ministry's first."""
    identity = identify(ministry, address)
    if identity is not None and identity.language:
        return identity.language
    hit = _LANGUAGE.fullmatch(urlsplit(address).path.lstrip("/").partition("/")[0])
    first = hit[1].lower() if hit else ""
    return first if first in ministry.languages else ministry.languages[0]


def key_of(ministry: Ministry, address: str) -> str:
    """What all addresses of one document share: the site's id, or the address itself where no form fits."""
    identity = None if is_too_long(address) else identify(ministry, address)
    return identity.site_id if identity else cut(address)


def absolute(base: str, link: str) -> str:
    """A link of a page as a whole address, without a fragment. Raises ValueError for what is no address."""
    return urldefrag(urljoin(base, link.strip())).url


def is_too_long(address: str) -> bool:
    """Whether an address is longer than any that leads to a document."""
    return len(address.encode()) > LONGEST_ADDRESS


def cut(address: str) -> str:
    """An address as it is written down: no longer than the longest."""
    return address.encode()[:LONGEST_ADDRESS].decode(errors="ignore")


def on_site(ministry: Ministry, address: str) -> bool:
    """Whether an address belongs to the ministry: http or https, its own host and port or one of its further hosts."""
    try:
        asked, own = _place(address), _place(ministry.address)
    except ValueError:
        return False
    if asked is None or own is None:
        return False
    (host, port), (own_host, own_port) = asked, own
    usual = port in _PORTS.values()
    if host == own_host:
        return port == own_port or (usual and own_port in _PORTS.values())
    return usual and host in ministry.hosts


def is_public(host: str) -> bool:
    """Whether an IP address is one of the public network. Raises ValueError for what is no IP address."""
    address = ipaddress.ip_address(host)
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


def literal_ip(address: str) -> str | None:
    """The IP address that an address names instead of a host, or None."""
    host = urlsplit(address).hostname or ""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


def _place(address: str) -> tuple[str, int] | None:
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        return None
    return parts.hostname.lower().rstrip("."), parts.port or _PORTS[parts.scheme]


def _asked(form: AddressForm, query: str) -> str | None:
    if not form.language_parameter:
        return None
    hit = _LANGUAGE.fullmatch(next(iter(parse_qs(query).get(form.language_parameter, ())), ""))
    return hit[1].lower() if hit else None
