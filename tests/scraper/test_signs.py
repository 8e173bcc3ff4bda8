"""What a page is by its words and its mark-up: what was asked for, a block, another site's, or one that says "not found"."""

from dataclasses import replace

import pytest
from parsel import Selector

from scraper.drift import Drift
from scraper.ministries import get
from scraper.ministries.layouts import bitrix
from scraper.ministries.model import Manners
from scraper.recognise import Missing, missing_of, shows_document
from scraper.signs import block_of, gone_of

HERE = "http://127.0.0.1:9/doc/7"
WORDS = "<p>The minister opened the harbour and thanked all who had built it.</p>" * 40


def tiny():
    return get("tiny")


def block(markup: str, address: str = HERE, ministry=None) -> str | None:
    return block_of(Selector(text=markup, type="html"), markup, address, ministry or tiny())


def gone(markup: str) -> str | None:
    return gone_of(Selector(text=markup, type="html"), markup, tiny())


@pytest.mark.parametrize(
    ("page", "sign"),
    [
        ('<script>window["bobcmn"] = "101";</script><p>Enable JavaScript</p>', "challenge"),
        ("<title>Just a moment...</title><p>Verifying</p>", "challenge"),
        ('<script src="/cdn-cgi/challenge-platform/h/b/orchestrate"></script>', "challenge"),
        ("<p>Data processing... Please, wait.</p>", "wait"),
        ("<p>Пожалуйста, подождите, идёт проверка</p>", "wait"),
        ("<p>يرجى الانتظار</p>", "wait"),
        ('<div class="g-recaptcha"></div><p>Are you a robot?</p>', "captcha"),
        ("<h1>Access denied</h1>", "denied"),
        ("<h1>Доступ запрещён</h1>", "denied"),
        ('<form><input type="password" name="p"></form>', "login"),
        ('<link rel="canonical" href="https://parked.example/">', "another_site"),
        ('<meta property="og:url" content="https://parked.example/buy">', "another_site"),
    ],
)
def test_a_block_is_known_by_its_signs(page, sign):
    assert block(f"<html><head></head><body>{page}</body></html>") == sign


def test_a_ministrys_own_sign_counts_beside_the_common_ones():
    assert block("<p>Checking your browser</p>") == "challenge"
    assert block("<p>Just wait here</p>") is None


@pytest.mark.parametrize(
    "page",
    [
        f"<p>Please wait, the moderator said.</p>{WORDS}",
        f'<form><input type="password"></form>{WORDS}',
        f'<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>{WORDS}',
        f'<div class="g-recaptcha"></div>{WORDS}',
        '<link rel="canonical" href="/doc/7"><p>A new design</p>',
        '<link rel="canonical" href="https://parked.example/"><link rel="canonical" href="http://127.0.0.1:9/doc/7">',
        "<h1>A new design</h1><p>Words.</p>",
    ],
)
def test_what_is_only_strange_is_no_block(page):
    assert block(f"<html><body>{page}</body></html>") is None


def test_a_short_page_at_the_address_of_a_log_in_is_one():
    assert block("<p>Who are you?</p>", "http://127.0.0.1:9/auth/login?to=/doc/7") == "login"
    assert block("<p>Who are you?</p>", "http://127.0.0.1:9/blog/in") is None


@pytest.mark.parametrize(
    "page",
    [
        "<title>404</title>",
        "<h1>Error 404</h1>",
        "<h1>Page not found</h1>",
        "<h2>Страница не найдена</h2>",
        "<h1>Документ больше не найден</h1>",
        "<h1>Page introuvable</h1>",
        "<h1>Die Seite wurde nicht gefunden</h1>",
        "<h1>Página no encontrada</h1>",
        "<h1>Página não encontrada</h1>",
        "<h1>الصفحة غير موجودة</h1>",
    ],
)
def test_a_page_says_in_its_headline_that_nothing_is_there(page):
    assert gone(f"<html><body>{page}</body></html>") == "not_found"


@pytest.mark.parametrize(
    "page", ["<p>404</p>", "<h1>On 404 days of talks</h1>", "<h1>Peace was not found</h1>", "<h1>1404</h1>"]
)
def test_a_page_that_says_something_else_is_not_gone(page):
    assert gone(f"<html><body>{page}</body></html>") is None


ARTICLE = (
    '<h1 class="photo-content__title">T</h1><p class="photo-content__date">1</p>'
    '<div class="text article-content"><p>Please wait</p></div>'
)


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("", None),
        ('<p class="photo-content__date">1</p>', "bitrix-article: no published at '.photo-content__date'"),
        ("text article-content", "bitrix-article: no body container at 'div.text.article-content'"),
        ("photo-content__title", "unknown layout: bitrix-article: nothing at 'h1.photo-content__title'"),
        (">T<", "bitrix-article: no title at 'h1.photo-content__title'"),
    ],
)
def test_what_a_page_lacks_is_named_with_its_selector(left_out, missing):
    page = Selector(text=ARTICLE.replace(left_out, "><" if left_out == ">T<" else ""), type="html")
    found = missing_of(page, (bitrix.ARTICLE,))
    assert (str(found) if found else None) == missing
    assert shows_document(page, (bitrix.ARTICLE,)) == (
        missing is None or "no title" in missing or "no published" in missing
    )


def test_drift_is_a_share_of_the_pages_and_some_of_them_at_least():
    manners, odd = Manners(drift_share=0.2, drift_pages=3), Missing("page", "title", "h1")

    def seen(good: int, bad: int) -> Drift:
        drift = Drift()
        for number in range(good + bad):
            drift.take(f"/{number}", odd if number < bad else None)
        return drift

    assert seen(0, 2).problem(manners) is None, "too few to tell"
    assert seen(12, 3).problem(manners) is None, "a fifth is the bound"
    problem = seen(11, 3).problem(manners)
    assert problem is not None and problem.outcome == "DRIFT"
    assert problem.what == "3 of 14 pages look different: 3 x page: no title at 'h1', e.g. /0"
    assert seen(5, 0).told() == ""


def test_the_most_frequent_ways_of_being_different_come_first():
    drift = Drift()
    for number in range(6):
        drift.take(f"/{number}", Missing("", f"way {min(number, 4)}", ""))
    assert drift.told().startswith("6 of 6 pages look different: 2 x unknown layout: way 4, e.g. /4; 1 x")
    assert drift.told().endswith("and 2 more")


def test_a_ministry_without_a_layout_says_so():
    found = missing_of(Selector(text="<p>x</p>", type="html"), replace(tiny(), layouts=()).layouts)
    assert str(found) == "unknown layout: the module has no layout"
