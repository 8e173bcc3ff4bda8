"""How list pages look, one layout for each generation of mid.ru and of what is built like it. Data only.

Second-hand facts: no selector here was checked against the live site. Its own count of entries (``.announce__total``)
is known from our sample alone.
"""

from __future__ import annotations

from dataclasses import replace

from scraper.ministries.model import Calendar, DayList, Feed, ListLayout, PagedList, Part, Sitemap

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

_BY_DAY = "?activeFrom={since}&activeTo={until}"
_NEXT = f"{_BY_DAY}&PAGEN_1={{page}}"


def _section(path: str, *languages: str) -> Part:
    place = f"/{{language}}/{path}/"
    return Part(path, f"{place}{_BY_DAY}", f"{place}{_NEXT}", languages)


#: The sections of the news, for days whose list has a second page that robots.txt refuses.
SECTIONS = (
    _section("press_service/minister_speeches"),
    _section("press_service/spokesman/briefings"),
    _section("press_service/spokesman/answers"),
    _section("press_service/spokesman/comments", "en", "de", "fr", "es", "pt", "ar"),
    _section("press_service/spokesman/kommentarii", "ru"),
    _section("press_service/spokesman/official_statement"),
    _section("press_service/deputy_ministers_speeches", "ru"),
)

NEWS_BY_DAY = DayList(
    name="news",
    address=f"/{{language}}/foreign_policy/news/{_BY_DAY}",
    next_address=f"/{{language}}/foreign_policy/news/{_NEXT}",
    layout=BITRIX_LIST,
    parts=SECTIONS,
)

COUNTED_NEWS_BY_DAY = replace(NEWS_BY_DAY, layout=COUNTED_BITRIX_LIST)

OLD_NEWS = PagedList(
    name="archive",
    address="/{language}/archive/news?_101_INSTANCE_archive_cur={page}&_101_INSTANCE_archive_delta=20",
    layout=LIFERAY_LIST,
)

RSS = Feed(name="rss", address="/{language}/rss.php")

SITEMAP = Sitemap(name="sitemap", address="/sitemap.xml")

#: Working days, but for the public holidays of the Russian Federation that have a date.
RUSSIAN_DAYS = Calendar(
    weekdays=(0, 1, 2, 3, 4),
    days_off=(
        *(f"01-{day:02}" for day in range(1, 9)),
        *("02-23", "03-08", "05-01", "05-09", "06-12", "11-04"),
    ),
)

WORKING_DAYS = Calendar(weekdays=(0, 1, 2, 3, 4))
