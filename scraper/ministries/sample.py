"""The sample ministry, of our own invention: served by ``python -m sample serve``, in the layouts of both generations."""

from __future__ import annotations

from scraper.ministries.layouts import addresses, bitrix, liferay, lists
from scraper.ministries.model import Manners, Ministry

MINISTRY = Ministry(
    code="sample",
    name="Ministry of Foreign Affairs of Talvia",
    country="XX",
    address="http://127.0.0.1:8090",
    hosts=("archive.talvia.example",),
    timezone="Europe/Helsinki",
    languages=("en", "ru", "de", "fr", "es", "ar", "pt"),
    forms=(addresses.BITRIX, addresses.LIFERAY),
    layouts=(*bitrix.LAYOUTS, *liferay.LAYOUTS),
    lists=(lists.COUNTED_NEWS_BY_DAY, lists.OLD_NEWS),
    feeds=(lists.RSS,),
    sitemaps=(lists.SITEMAP,),
    calendar=lists.WORKING_DAYS,
    style="mid_ru",
    terms="Invented texts, free to use.",
    manners=Manners(delay=0.0, timeout=30.0, retry_pause=0.5),
    private=True,
    paused=False,
    start_date="2026-03-01",
)
