"""The tiny site with the patience of a live one, to be unreachable."""

import importlib.util
from dataclasses import replace
from pathlib import Path

from scraper.ministries.model import Manners

_spec = importlib.util.spec_from_file_location("tiny", Path(__file__).with_name("tiny.py"))
tiny = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tiny)

MINISTRY = replace(tiny.MINISTRY, code="tiny_live_private", manners=Manners(delay=10.0))
