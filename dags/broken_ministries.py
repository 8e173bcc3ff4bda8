"""Shows ministry modules that cannot be used as import errors in the UI; all other ministries go on."""

from __future__ import annotations

from scraper.ministries.registry import problems

if found := problems():
    raise ImportError("; ".join(found))
