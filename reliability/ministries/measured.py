"""The sample ministry with a short pause between two pages, so that there is a crawl to kill. Its manners alone differ."""

from __future__ import annotations

from dataclasses import replace

from scraper.ministries import sample

MINISTRY = replace(sample.MINISTRY, code="measured", manners=replace(sample.MINISTRY.manners, delay=0.04))
