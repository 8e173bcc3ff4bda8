"""Whether too many of the pages that a run of `process` cleaned could not be read: the site has changed, or the cleaner has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

#: What a batch of `clean` counts, and what of it could not be read.
CLEANED, ODD = ("read", "unchanged", "quarantined"), "quarantined"


def told(done: Iterable[Iterable[Mapping[str, Any]] | None]) -> str | None:
    """Which ministries' pages went to quarantine in too large a share (their ``manners``); None when none did.

    ``done``: the counts of each step's batches, those of `clean` first; each batch names its ministry.
    """
    cleaned = next((counts for counts in done), None)
    wrong = list(_drifted(_by_ministry(cleaned or ())))
    if not wrong:
        return None
    return f"{'; '.join(wrong)}. Next: `transcripts quarantine list` names each with its selector; adapt the module, `quarantine again`"


def _by_ministry(batches: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for batch in batches:
        own = sums.setdefault(str(batch.get("ministry", "")), dict.fromkeys(CLEANED, 0))
        for name in CLEANED:
            own[name] += int(batch.get(name, 0))
    return sums


def _drifted(sums: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    from scraper.ministries import load_all
    from scraper.ministries.model import Manners

    known = load_all()
    for code, counts in sorted(sums.items()):
        manners = known[code].manners if code in known else Manners()
        odd, all_of_them = counts[ODD], sum(counts.values())
        if odd >= manners.drift_pages and odd > manners.drift_share * all_of_them:
            yield f"DRIFT: {code}: {odd} of {all_of_them} pages that were cleaned could not be read"
