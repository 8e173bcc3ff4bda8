"""Lists, feeds and sitemaps checked against one another: what stands in one and not in another is told. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date

from scraper.evidence import Source
from scraper.tally import Key
from scraper.walks import Walk

#: So many documents of a notice are named, the others counted.
TOLD = 3


def differences(named: Mapping[Key, Set[Source]], days: Mapping[Key, str], walks: Iterable[Walk]) -> Iterator[str]:
    """What one source names and another, which should, does not. ``walks``: those that came to their end.

    A feed is compared after the earliest day that it holds: how much of that day it still has is not known. Of a sitemap
    only the site's ids are compared, since its addresses need not say a language.
    """
    found = list(walks)
    yield from _beside(named, found)
    yield from _not_in_feed(named, days, [walk for walk in found if walk.kind == "feed"])
    yield from _not_in_sitemap(named, [walk for walk in found if walk.kind == "sitemap"])


def _beside(named: Mapping[Key, Set[Source]], walks: Iterable[Walk]) -> Iterator[str]:
    """What feeds and sitemaps name and no list does. It is asked for all the same."""
    if not any(walk.kind == "list" for walk in walks):
        return
    listed = {site_id for (site_id, _), sources in named.items() if "list" in sources}
    for source in ("feed", "sitemap"):
        alone = [
            key
            for key, sources in named.items()
            if source in sources and "list" not in sources and (source == "feed" or key[0] not in listed)
        ]
        if alone:
            yield f"{_told(alone)} in the {source} and in no list"


def _not_in_feed(named: Mapping[Key, Set[Source]], days: Mapping[Key, str], feeds: Iterable[Walk]) -> Iterator[str]:
    reach: dict[str, date] = {}
    for walk in feeds:
        if walk.oldest:
            reach[walk.language] = min(reach.get(walk.language, walk.oldest), walk.oldest)
    missing = [
        key
        for key, sources in named.items()
        if "list" in sources
        and "feed" not in sources
        and key[1] in reach
        and days.get(key, "") > reach[key[1]].isoformat()
    ]
    if missing:
        yield f"{_told(missing)} in the lists and not in the feed, which reaches back so far"


def _not_in_sitemap(named: Mapping[Key, Set[Source]], sitemaps: Iterable[Walk]) -> Iterator[str]:
    whole = [walk for walk in sitemaps if not walk.files and walk.entries]
    known = set().union(*(walk.keys() for walk in whole))
    missing = [key for key, sources in named.items() if "list" in sources and key[0] not in known]
    if whole and missing:
        yield f"{_told(missing)} in the lists and not in the sitemap"


def _told(keys: list[Key]) -> str:
    languages = ", ".join(f"{language} {count}" for language, count in sorted(Counter(k[1] for k in keys).items()))
    first = ", ".join(key[0] for key in keys[:TOLD])
    more = ", ..." if len(keys) > TOLD else ""
    return f"{len(keys)} documents ({languages}: {first}{more})"
