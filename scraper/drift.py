"""How many of a crawl's documents look different from the ministry's layouts, and whether these are too many. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scraper.ministries.model import Manners
from scraper.recognise import Missing
from scraper.walks import Problem

#: So many ways of being different are told in a reason.
TOLD = 3


@dataclass
class Drift:
    """What was seen of the pages so far."""

    looked: int = 0
    _odd: Counter[Missing] = field(default_factory=Counter)
    _examples: dict[Missing, str] = field(default_factory=dict)

    def take(self, address: str, missing: Missing | None) -> None:
        """Takes in a page that was looked at, and what it lacks."""
        self.looked += 1
        if missing is not None:
            self._odd[missing] += 1
            self._examples.setdefault(missing, address)

    @property
    def odd(self) -> int:
        """Pages that look different."""
        return self._odd.total()

    def problem(self, manners: Manners) -> Problem | None:
        """Why this is drift; None where the pages are as they should be, or few are not."""
        many = self.odd >= manners.drift_pages and self.odd > manners.drift_share * self.looked
        return Problem("DRIFT", self.told()) if many else None

    def told(self) -> str:
        """What is different, the most frequent first, each with an example; empty where nothing is."""
        if not self._odd:
            return ""
        found = self._odd.most_common()
        ways = "; ".join(f"{count} x {missing}, e.g. {self._examples[missing]}" for missing, count in found[:TOLD])
        more = f"; and {len(found) - TOLD} more" if len(found) > TOLD else ""
        return f"{self.odd} of {self.looked} pages look different: {ways}{more}"


def vanished(gone: int, there: int, manners: Manners) -> Problem | None:
    """Why so many documents being gone at once is drift; None where few are. ``there``: those that came."""
    if gone < manners.gone_pages or gone <= manners.gone_share * (gone + there):
        return None
    what = f"{gone} of {gone + there} documents are gone at once: that says more of the site than of them, none is taken for withdrawn"
    return Problem("DRIFT", what)
