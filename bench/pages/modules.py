"""Modules of the invented ministries, without which a page says only that it has none."""

from __future__ import annotations

import os
from pathlib import Path

from scraper.ministries import registry

_MODULE = '''"""Invented, and never asked for anything."""

import re

from scraper.ministries.model import AddressForm, DayList, Field, Layout, ListLayout, Manners, Ministry

MINISTRY = Ministry(
    code="{code}",
    name="Ministry of the {code}",
    country="XA",
    address="http://127.0.0.1:9",
    timezone="UTC",
    languages=("ru", "en", "fr", "es", "de", "ar"),
    forms=(AddressForm("page", re.compile(r"/(?P<id>\\\\d+)")),),
    layouts=(Layout("page", ("main",), title=Field(("h1",)), body=Field(("main",))),),
    lists=(
        DayList(
            name="all", address="/list?day={{since}}", next_address="/list?day={{since}}&page={{page}}", date_format="%Y-%m-%d",
            layout=ListLayout(item="li", link="a", title="a", date="time", total="p"), page_size=30,
        ),
    ),
    style="mid_ru",
    terms="invented, free to use",
    manners=Manners(delay=10.0),
    paused=False,
)
'''


def write(folder: Path, codes: tuple[str, ...]) -> None:
    """A module for each, and the setting by which they are found by this process."""
    folder.mkdir(parents=True, exist_ok=True)
    for code in codes:
        (folder / f"{code}.py").write_text(_MODULE.format(code=code), "utf-8")
    os.environ[registry.FOLDER_SETTING] = str(folder)
    registry._read.cache_clear()
