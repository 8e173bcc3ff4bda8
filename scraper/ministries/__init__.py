"""One module a ministry. A module defines ``MINISTRY``; a further folder of modules is named by TRANSCRIPTS_MINISTRIES."""

from scraper.ministries.registry import UnknownMinistry, codes, get, load_all

__all__ = ["UnknownMinistry", "codes", "get", "load_all"]
