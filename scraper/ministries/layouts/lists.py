"""How list pages look, one layout for each generation of mid.ru and of what is built like it. Data only.

Second-hand facts: no selector here was checked against the live site. Its own count of entries (``.announce__total``)
is known from our sample alone.
"""

from __future__ import annotations

from dataclasses import replace

from scraper.ministries.model import DayList, Feed, ListLayout, PagedList

BITRIX_LIST = ListLayout(
    item="ul.announce.announce_articles > li.announce__item",
    container="ul.announce.announce_articles",
    link="a.announce__link",
    title="a.announce__link",
    date=".announce__date",
)

#: The same list on a site that says how many entries there are.
COUNTED_BITRIX_LIST = replace(BITRIX_LIST, total=".announce__total")

LIFERAY_LIST = ListLayout(
    item="section.page-block.news-articles ul > li",
    container="section.page-block.news-articles",
    link="a.anons-title",
    title="a.anons-title",
    date=".anons-date",
)

NEWS_BY_DAY = DayList(
    name="news",
    address="/{language}/foreign_policy/news/?activeFrom={since}&activeTo={until}",
    next_address="/{language}/foreign_policy/news/?activeFrom={since}&activeTo={until}&PAGEN_1={page}",
    layout=BITRIX_LIST,
)

COUNTED_NEWS_BY_DAY = replace(NEWS_BY_DAY, layout=COUNTED_BITRIX_LIST)

OLD_NEWS = PagedList(
    name="archive",
    address="/{language}/archive/news?_101_INSTANCE_archive_cur={page}&_101_INSTANCE_archive_delta=20",
    layout=LIFERAY_LIST,
)

RSS = Feed(name="rss", address="/{language}/rss.php")
