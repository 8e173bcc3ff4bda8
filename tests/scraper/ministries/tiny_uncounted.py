"""The busy tiny site, which does not say how many entries it has."""

import importlib.util
from dataclasses import replace
from pathlib import Path

_spec = importlib.util.spec_from_file_location("tiny_busy", Path(__file__).with_name("tiny_busy.py"))
busy = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(busy)

(_news,) = busy.MINISTRY.lists
_layout = replace(_news.layout, total=None, container="ol.news")
MINISTRY = replace(busy.MINISTRY, code="tiny_uncounted", lists=(replace(_news, layout=_layout),), feeds=(), sitemaps=())
