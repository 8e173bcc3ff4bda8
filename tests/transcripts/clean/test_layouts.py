"""The layouts that ministries share, on pages written by hand after what is known of both generations of the site."""

from dataclasses import replace

import pytest

from scraper.ministries.layouts import bitrix, liferay
from scraper.ministries.model import BlockSign, Layout
from transcripts.clean import clean
from transcripts.model import Quarantine, Reading

from .pages import MINISTRY

PORTAL = replace(
    MINISTRY,
    timezone="Europe/Moscow",
    layouts=(*bitrix.LAYOUTS, *liferay.LAYOUTS),
    blocks=(BlockSign("challenge", r'window\["bobcmn"\]'),),
)
CURRENT = """<html lang="es"><head><title>Statement on tides - Harbour Office</title></head><body>
<ul class="lang-list"><li class="active"><a hreflang="en" href="?lang=en">EN</a></li><li><a hreflang="ru" href="?lang=ru">RU</a></li></ul>
<h1 class="photo-content__title">Statement on tides</h1><div class="photo-content__date">{date}</div>
<p class="article-line__note article-line__note_small">1345-28-06-2022</p>{body}</body></html>"""
OLD = """<html><body><h1>Harbour Office</h1><section class="page-block"><div class="article-status-line"><span><span>{date}</span>
</span></div><h1>Remarks on tides, Porto, 27 February 2020</h1><div class="article-note"><span class="nowrap">12-28-02-2020</span></div>
<ul class="article-languages"><li><a href="/de/x">de-DE1</a> <a href="/en/x">en-GB1</a></li></ul>{body}</section></body></html>"""
ANONS = """<html><body><div class="anons-status-line"><i>{date}</i></div><p class="anons-title">Remarks on tides</p>
<b class="doc-number">12-28-02-2020</b>{body}</body></html>"""
BODY = '<div class="text article-content"><p class="dxl-par"><span class="dxl-run">The ti</span><span class="dxl-run">des.</span></p></div>'


def read(html: str) -> Reading:
    found = clean(html.encode(), PORTAL)
    assert isinstance(found, Reading), found
    return found


@pytest.mark.parametrize("date", ["28.06.2022 11:44", "28 June 2022 11:44"])
def test_the_current_site(date: str) -> None:
    reading = read(CURRENT.format(date=date, body=BODY))
    assert (reading.layout, reading.title, reading.number) == (
        "bitrix-article",
        "Statement on tides",
        "1345-28-06-2022",
    )
    assert reading.published_at is not None
    assert reading.published_at.isoformat() == "2022-06-28T11:44:00+03:00"
    assert (reading.language, reading.languages) == ("en", ("en", "ru"))
    assert reading.body == "The tides."


@pytest.mark.parametrize("date", ["28 February 202013:54", "28.02.20 13:54", "28 февраля 202013:54"])
def test_the_old_portal(date: str) -> None:
    reading = read(OLD.format(date=date, body=BODY))
    assert (reading.layout, reading.number) == ("liferay-article", "12-28-02-2020")
    assert reading.title == "Remarks on tides, Porto, 27 February 2020"
    assert reading.published_at is not None
    assert reading.published_at.isoformat() == "2020-02-28T13:54:00+03:00"
    assert reading.languages == ("de", "en")
    assert reading.event_place == "Porto"


def test_the_old_portals_other_form() -> None:
    reading = read(ANONS.format(date="28 February 202013:54", body='<div class="anons-text"><p>The tides.</p></div>'))
    assert (reading.layout, reading.title, reading.number) == ("liferay-article", "Remarks on tides", "12-28-02-2020")
    assert reading.body == "The tides."


def test_an_accreditation_notice() -> None:
    reading = read(
        '<ul class="announcements"><li><h1 class="announcement__title">Press conference on tides</h1>'
        '<div class="announcement__doc-num">7-01-03-2026</div><div class="announcement__text"><p>Come early.</p></div></li></ul>'
    )
    assert (reading.layout, reading.kind, reading.number) == ("bitrix-announcement", "announcement", "7-01-03-2026")


@pytest.mark.parametrize("html", [CURRENT, OLD, ANONS])
def test_a_page_without_its_container_is_told_from_an_empty_one(html: str) -> None:
    found = clean(html.format(date="28.06.2022 11:44", body="").encode(), PORTAL)
    assert isinstance(found, Quarantine)
    assert found.reason == "body_missing"
    empty = '<div class="text article-content"> &nbsp; </div>'
    assert read(html.format(date="28.06.2022 11:44", body=empty)).kind == "title_only"


@pytest.mark.parametrize(("date", "reason"), [("", "field_missing"), ("soon", "field_unreadable")])
def test_a_page_without_a_date_goes_to_quarantine(date: str, reason: str) -> None:
    found = clean(CURRENT.format(date=date, body=BODY).encode(), PORTAL)
    assert isinstance(found, Quarantine)
    assert (found.reason, found.selector) == (reason, ".photo-content__date")


def test_a_challenge_is_a_block_page() -> None:
    found = clean(b'<html><script>window["bobcmn"] = "1";</script></html>', PORTAL)
    assert isinstance(found, Quarantine)
    assert found.reason == "block_page"


@pytest.mark.parametrize("layout", PORTAL.layouts)
def test_no_layout_is_recognised_by_its_body(layout: Layout) -> None:
    assert not set(layout.recognise) & set(layout.body.selectors)
