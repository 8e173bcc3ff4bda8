"""Whether a page is no answer to what was asked: a block, a log-in wall, another site's page, a page that says "not found". Pure.

Only what is certain counts. A page that shows what was asked for is none of these, whatever its words say; a page that is
strange in any other way is drift, which ``scraper.recognise`` sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from scraper.addresses import on_site
from scraper.ministries.layouts import signs
from scraper.ministries.model import BlockSign, Ministry

ANOTHER_SITE, LOGIN = "another_site", "login"
_UNSEEN = "script, style, noscript, template"
_OWN_ADDRESS = "link[rel=canonical]::attr(href), meta[property='og:url']::attr(content)"


def block_of(page: Selector, markup: str, address: str, ministry: Ministry) -> str | None:
    """The name of the block that a page is, for a page that does not show what was asked for; None when it is none."""
    words = words_of(page)
    found = _sign(page, markup, words, (*ministry.blocks, *signs.BLOCKS))
    if found is not None:
        return found
    short = len(words) <= signs.LONGEST_NOTICE
    if short and (leads_to_login(address) or page.css(signs.PASSWORD)):
        return LOGIN
    return ANOTHER_SITE if _is_of_another_site(page, address, ministry) else None


def gone_of(page: Selector, markup: str, ministry: Ministry) -> str | None:
    """The sign by which a page says that there is no such document, None when it does not say so."""
    return _sign(page, markup, words_of(page), (*ministry.gone, *signs.GONE))


def leads_to_login(address: str) -> bool:
    """Whether an address is that of a log-in."""
    parts = urlsplit(address)
    return bool(re.search(signs.LOGIN_PATH, parts.path) or re.search(signs.LOGIN_HOST, parts.hostname or ""))


def words_of(page: Selector) -> str:
    """What can be seen of a page, in one line."""
    hidden = " or ".join(f"self::{name.strip()}" for name in _UNSEEN.split(","))
    return " ".join(" ".join(page.xpath(f"//body//text()[not(ancestor::*[{hidden}])]").getall()).split())


def _sign(page: Selector, markup: str, words: str, known: Sequence[BlockSign]) -> str | None:
    return next(
        (sign.name for sign in known if any(map(_compiled(sign.pattern).search, _where(sign, page, markup, words)))),
        None,
    )


def _where(sign: BlockSign, page: Selector, markup: str, words: str) -> Iterator[str]:
    if sign.where == "heading":
        for heading in page.xpath(f"(//title | //h1 | //h2)[position() <= {signs.MOST_HEADINGS}]"):
            yield " ".join("".join(heading.xpath(".//text()").getall()).split())
    elif sign.where == "page" or len(words) <= signs.LONGEST_NOTICE:
        yield words if sign.where == "words" else markup


def _is_of_another_site(page: Selector, address: str, ministry: Ministry) -> bool:
    """Whether all that the page says of its own address leads elsewhere. A page that does not say is not."""
    named = [urljoin(address, link.strip()) for link in page.css(_OWN_ADDRESS).getall() if link.strip()]
    whole = [link for link in named if urlsplit(link).hostname]
    return bool(whole) and not any(on_site(ministry, link) for link in whole)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
