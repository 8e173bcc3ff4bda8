"""The tiny site whose pages link to one another."""

import importlib.util
from dataclasses import replace
from pathlib import Path

from scraper.ministries.model import Field

_spec = importlib.util.spec_from_file_location("tiny", Path(__file__).with_name("tiny.py"))
tiny = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tiny)

(_page,) = tiny.MINISTRY.layouts
MINISTRY = replace(tiny.MINISTRY, code="tiny_linked", layouts=(replace(_page, related=Field(("nav",))),))
