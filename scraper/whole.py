"""Whether an answer came to its end, where HTTP cannot tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

#: Scrapy's word for a body that ended with the connection, its length never told.
UNTOLD = "partial"
#: Pages and feeds end with the end of their outermost element; comments and blanks may follow.
_ENDS = re.compile(
    rb"</\s*(?:[a-z]+:)?(?:html|rss|feed|rdf|urlset|sitemapindex)\s*>(?:\s|<!--.*?-->|\0)*$", re.I | re.S
)
#: So many of the last bytes are looked at.
_TAIL = 4096
_MARKED_UP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<", re.S)


def is_cut(status: int, body: bytes, flags: Collection[str]) -> bool:
    """Whether a page or a feed was cut short: nothing said how long it is, and its outermost element does not end.

    A page whose length was told and that does not end is the site's own way of writing, and no sign of a loss.
    """
    if status != 200 or UNTOLD not in flags or not _MARKED_UP.match(body[:100]):
        return False
    return _ENDS.search(body[-_TAIL:]) is None
