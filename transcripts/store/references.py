"""Documents that only pages name: languages on offer and links to others of the ministry, which no list ever named."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg2.extensions import connection as Connection

from scraper.addresses import identify, likely_language
from scraper.evidence import Gap
from scraper.ministries.model import Ministry
from transcripts.store.rows import rows_of

#: Days for which lists have their chance to name a document, and days for which the links of a page are looked at.
PATIENCE, LOOKED_AT = 2, 40
#: At most so many are followed by one crawl.
MOST = 100

#: Links of pages that lists named: what is found by a link is not followed further, else old briefings would lead one
#: to the next down to the first.
_LINKS = """
SELECT DISTINCT unnest(r.links) AS link
FROM corpus.document d JOIN corpus.publication p USING (document_id) JOIN corpus.segmentation s USING (segmentation_id)
JOIN corpus.reading r USING (reading_id)
WHERE d.ministry = %(ministry)s
AND d.first_seen BETWEEN now() - make_interval(days => %(looked_at)s) AND now() - make_interval(days => %(patience)s)
AND EXISTS (SELECT FROM archive.listing l WHERE l.site_id = d.site_id)
"""
_UNKNOWN = """
SELECT k.site_id, k.language FROM unnest(%(ids)s::text[], %(languages)s::text[]) AS k (site_id, language)
WHERE NOT EXISTS (
    SELECT FROM archive.fate f JOIN archive.crawl c USING (crawl)
    WHERE c.ministry = %(ministry)s AND f.site_id = k.site_id AND f.language = k.language)
AND NOT EXISTS (
    SELECT FROM archive.snapshot s JOIN archive.crawl c USING (crawl)
    WHERE c.ministry = %(ministry)s AND s.site_id = k.site_id AND s.language = k.language)
"""


def references(
    connection: Connection, ministry: Ministry, patience: int = PATIENCE, most: int = MOST
) -> tuple[Gap, ...]:
    """The documents that published pages link to and nobody ever asked for, at most so many.

    Each is asked for once; where it does not come its fate says ``reference: ...``, and it is a gap like others.
    """
    values = {"ministry": ministry.code, "patience": patience, "looked_at": LOOKED_AT}
    links = [row["link"] for row in rows_of(connection, _LINKS, **values)]
    found = _documents(ministry, links)
    unknown = rows_of(
        connection,
        _UNKNOWN,
        ministry=ministry.code,
        ids=[site_id for site_id, _ in found],
        languages=[language for _, language in found],
    )
    keys = sorted((row["site_id"], row["language"]) for row in unknown)[:most]
    return tuple(Gap(found[key], key[1], key[0], reference=True) for key in keys)


def _documents(ministry: Ministry, links: list[str]) -> Mapping[tuple[str, str], str]:
    """Addresses by the document that they lead to; links to other pages and other sites left out."""
    found: dict[tuple[str, str], str] = {}
    for link in sorted(links):
        identity = identify(ministry, link)
        language = likely_language(ministry, link) if identity else ""
        if identity and language in ministry.languages:
            found.setdefault((identity.site_id, language), link)
    return found
