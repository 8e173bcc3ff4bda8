"""Where pages stand: every address of a document, and which of them is the canonical one."""

from __future__ import annotations

from sample.model import CURRENT, Entry

PORTLETS = ("kQ7mRt02LwXa", "Vz3nBe81HcTo", "pD5sYu64JfGi")
REGIONS = {"en": "en_GB", "ru": "ru_RU", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "ar": "ar_SA", "pt": "pt_PT"}


def canonical(entry: Entry) -> str:
    """Return the address that a document is known by."""
    return addresses(entry)[0]


def addresses(entry: Entry) -> list[str]:
    """Return all addresses that show this document, the canonical one first."""
    if entry.generation == CURRENT:
        return _current(entry)
    paths = [entry.language, REGIONS.get(entry.language, entry.language)]
    return [
        f"/{path}/{entry.section}/-/asset_publisher/{portlet}/content/id/{entry.id}"
        for path in paths
        for portlet in PORTLETS
    ]


def _current(entry: Entry) -> list[str]:
    own = f"/{entry.language}/{entry.section}/{entry.id}/"
    framed = [
        f"/{path}/{entry.section}/{entry.id}/?lang={entry.language}"
        for path in entry.languages
        if path != entry.language
    ]
    return [f"{own}?lang={entry.language}", own, *framed]


def listed(entry: Entry) -> str:
    """Return the address that lists link to: for some documents another one than the canonical address."""
    known = addresses(entry)
    return known[-1] if entry.index % 7 == 3 else known[0]
