"""The tiny site with a selector that is none, which only shows when a list is read."""

import importlib.util
from dataclasses import replace
from pathlib import Path

_spec = importlib.util.spec_from_file_location("tiny", Path(__file__).with_name("tiny.py"))
tiny = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tiny)

(_news,) = tiny.MINISTRY.lists
_bad = replace(_news, layout=replace(tiny.LIST, title="a:not-a-selector("))
MINISTRY = replace(tiny.MINISTRY, code="tiny_broken", lists=(_bad,))
