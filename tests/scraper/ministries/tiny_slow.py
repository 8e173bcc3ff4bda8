"""The tiny site, asked as slowly as a live one."""

import importlib.util
from dataclasses import replace
from pathlib import Path

_spec = importlib.util.spec_from_file_location("tiny", Path(__file__).with_name("tiny.py"))
tiny = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tiny)

MINISTRY = replace(tiny.MINISTRY, code="tiny_slow", manners=replace(tiny.MINISTRY.manners, delay=0.3))
