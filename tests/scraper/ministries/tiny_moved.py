"""The tiny ministry after its site moved twice: three generations of addresses, pages that print a time and a number."""

import importlib.util
import re
from dataclasses import replace
from pathlib import Path

from scraper.ministries.model import AddressForm, Field, Layout

_spec = importlib.util.spec_from_file_location("tiny", Path(__file__).with_name("tiny.py"))
tiny = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tiny)

MINISTRY = replace(
    tiny.MINISTRY,
    code="tiny_moved",
    forms=(
        AddressForm("new", re.compile(r"/new/(?P<id>\d+)")),
        AddressForm("old", re.compile(r"/old/(?P<id>\d+)")),
        AddressForm("oldest", re.compile(r"/oldest/(?P<id>\d+)")),
    ),
    layouts=(
        Layout(
            "page",
            ("main",),
            title=Field(("h1",)),
            body=Field(("main div",)),
            published=Field(("time",)),
            number=Field(("b.number",)),
        ),
    ),
)
