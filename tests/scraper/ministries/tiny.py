"""The ministry of the tests' tiny site: one language, one list by day with a count, and manners that take no time."""

import re

from scraper.ministries.model import (
    AddressForm,
    BlockSign,
    DayList,
    Field,
    Layout,
    ListLayout,
    Manners,
    Ministry,
)

LIST = ListLayout(item="ol.news > li", link="a", title="a", date="time", total="p.count")
MINISTRY = Ministry(
    code="tiny",
    name="Ministry of Harbours",
    country="XX",
    address="http://127.0.0.1:9",
    timezone="UTC",
    languages=("en",),
    forms=(AddressForm("tiny", re.compile(r"(?:/en)?/(?:doc|mirror)/(?P<id>\d+)")),),
    layouts=(Layout("page", ("main",), title=Field(("h1",)), body=Field(("main",))),),
    lists=(
        DayList(
            name="news",
            address="/list?day={since}",
            next_address="/list?day={since}&page={page}",
            date_format="%Y-%m-%d",
            layout=LIST,
            page_size=3,
        ),
    ),
    style="mid_ru",
    terms="none",
    manners=Manners(delay=0.0, timeout=2.0, retries=2, retry_pause=0.05, largest_page=100_000, blocks_before_stop=3),
    blocks=(BlockSign("challenge", r"Checking your browser"),),
    private=True,
)
