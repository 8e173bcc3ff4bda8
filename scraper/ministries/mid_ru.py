"""The Ministry of Foreign Affairs of the Russian Federation, at its live addresses. Born paused: it is a live site.

Second-hand facts: no address here was asked while this was written.
"""

from __future__ import annotations

from scraper.ministries.layouts import addresses, bitrix, liferay, lists
from scraper.ministries.model import BlockSign, Manners, Ministry

MINISTRY = Ministry(
    code="mid_ru",
    name="Ministry of Foreign Affairs of the Russian Federation",
    country="RU",
    address="https://mid.ru",
    hosts=("mid.ru", "www.mid.ru", "archive.mid.ru"),
    timezone="Europe/Moscow",
    languages=("ru", "en", "de", "fr", "es", "pt"),
    forms=(addresses.BITRIX, addresses.LIFERAY, addresses.DOMINO),
    layouts=(*bitrix.LAYOUTS, *liferay.LAYOUTS),
    lists=(lists.NEWS_BY_DAY,),
    feeds=(lists.RSS,),
    calendar=lists.RUSSIAN_DAYS,
    style="mid_ru",
    terms="Non-commercial use with a reference to the ministry's site.",
    manners=Manners(delay=10.0),
    blocks=(
        BlockSign("challenge", r"window\[\s*[\"']bobcmn[\"']\s*\]"),
        BlockSign("wait", r"Data processing\.\.\.\s*Please,? wait"),
    ),
    private=False,
    paused=True,
)
