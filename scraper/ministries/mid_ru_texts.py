"""Given texts of mid_ru, served as pages by ``python -m sample serve --texts FOLDER``: both generations, all in day lists."""

from __future__ import annotations

from scraper.ministries.layouts import addresses, bitrix, liferay, lists
from scraper.ministries.model import Manners, Ministry

MINISTRY = Ministry(
    code="mid_ru_texts",
    name="Given texts of the Ministry of Foreign Affairs of the Russian Federation",
    country="RU",
    address="http://127.0.0.1:8091",
    timezone="Europe/Moscow",
    languages=("en", "ru", "de", "fr", "es", "ar", "pt"),
    forms=(addresses.BITRIX, addresses.LIFERAY),
    layouts=(*bitrix.LAYOUTS, *liferay.LAYOUTS),
    lists=(lists.COUNTED_NEWS_BY_DAY,),
    style="mid_ru",
    terms="Whatever the terms of the given texts are.",
    manners=Manners(delay=0.0, timeout=30.0, retry_pause=0.5),
    private=True,
    paused=True,
    by_clock=False,
    start_date="2003-01-01",
)
