"""The tiny site with sections, a feed, a sitemap and a calendar."""

import importlib.util
from dataclasses import replace
from pathlib import Path

from scraper.ministries.model import Calendar, Feed, Part, Sitemap

_spec = importlib.util.spec_from_file_location("tiny", Path(__file__).with_name("tiny.py"))
tiny = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tiny)

(_news,) = tiny.MINISTRY.lists
_parts = tuple(
    Part(name, f"/list?day={{since}}&of={name}", f"/list?day={{since}}&of={name}&page={{page}}")
    for name in ("speeches", "answers")
)
MINISTRY = replace(
    tiny.MINISTRY,
    code="tiny_busy",
    lists=(replace(_news, parts=_parts),),
    feeds=(Feed("rss", "/rss"),),
    sitemaps=(Sitemap("sitemap", "/sitemap.xml"),),
    calendar=Calendar(weekdays=(0, 1, 2, 3, 4), days_off=("03-03", "2026-03-04")),
)
