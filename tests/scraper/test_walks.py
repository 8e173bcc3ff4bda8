"""How far a list is walked."""

import itertools
from datetime import date, timedelta

import pytest

from scraper.listpages import Entry, ListPage
from scraper.ministries import get
from scraper.ministries.layouts.lists import NEWS_BY_DAY, OLD_NEWS, RSS
from scraper.walks import STRETCHES, Walk, stretches, walks_of

DAY = date(2026, 3, 10)
TODAY = date(2026, 3, 12)


def entries(*days: date | None, start: int = 0) -> tuple[Entry, ...]:
    return tuple(
        Entry(f"/doc/{n}", None, None, day)
        for n, day in enumerate(days, start + sum(map(hash, map(str, days))) % 10**6)
    )


def paged(since: date = DAY) -> Walk:
    return Walk(OLD_NEWS, "en", since, DAY, TODAY)


def test_a_paged_list_is_walked_until_a_whole_page_is_older_than_the_window():
    walk = paged()
    newer, older = DAY + timedelta(days=1), DAY - timedelta(days=1)
    assert walk.take(ListPage(entries(*[newer] * 20)))[1]
    assert walk.take(ListPage(entries(*[DAY] * 10, *[older] * 10)))[1], "one more page, in case it is not in order"
    walk.page = 3
    assert not walk.take(ListPage(entries(*[older] * 20)))[1]


def test_a_paged_list_ends_with_a_short_page_and_where_it_repeats_itself():
    assert not paged().take(ListPage(entries(*[DAY] * 19)))[1]
    walk, page = paged(), ListPage(entries(*[DAY] * 20))
    assert walk.take(page) == (list(page.entries), True)
    walk.page = 2
    assert walk.take(page) == ([], False)


def test_an_entry_without_a_date_counts_for_the_day_of_the_one_before_it():
    older = DAY - timedelta(days=9)
    taken, _ = paged().take(ListPage(entries(DAY, None, older, None)))
    assert [entry.day for entry in taken] == [DAY, DAY, older, older]


def test_an_entry_without_a_date_counts_for_the_one_day_that_was_asked_for():
    walk = Walk(NEWS_BY_DAY, "en", DAY, DAY, TODAY)
    taken, _ = walk.take(ListPage(entries(None)))
    assert taken[0].day == DAY


def test_an_entry_of_a_feed_without_a_date_is_new():
    taken, goes_on = Walk(RSS, "en", DAY, DAY, TODAY).take(ListPage(entries(None, DAY)))
    assert [entry.day for entry in taken] == [TODAY, DAY] and not goes_on


def test_a_list_by_day_goes_on_while_the_count_says_so_or_pages_are_full():
    counted = Walk(NEWS_BY_DAY, "en", DAY, DAY, TODAY)
    assert counted.take(ListPage(entries(*[DAY] * 5), total=6))[1]
    uncounted = Walk(NEWS_BY_DAY, "en", DAY, DAY, TODAY)
    assert uncounted.take(ListPage(entries(*[DAY] * 20)))[1]
    assert not Walk(NEWS_BY_DAY, "en", DAY, DAY, TODAY).take(ListPage(entries(*[DAY] * 19)))[1]


def test_addresses_of_pages():
    walk = Walk(NEWS_BY_DAY, "de", DAY, DAY, TODAY)
    assert walk.path() == "/de/foreign_policy/news/?activeFrom=10.03.2026&activeTo=10.03.2026"
    walk.page = 2
    assert walk.path().endswith("&PAGEN_1=2")
    assert "_cur=1&" in paged().path()
    assert Walk(RSS, "fr", DAY, DAY, TODAY).path() == "/fr/rss.php"


def test_a_month_is_asked_for_day_by_day_and_years_in_stretches():
    assert len(stretches(date(2026, 3, 1), date(2026, 3, 31))) == 31
    long = stretches(date(2003, 1, 1), date(2023, 12, 31))
    assert len(long) <= STRETCHES
    assert long[0][0] == date(2003, 1, 1) and long[-1][1] == date(2023, 12, 31)
    assert all(later[0] - earlier[1] == timedelta(days=1) for earlier, later in itertools.pairwise(long))


@pytest.mark.parametrize("code", ["sample", "mid_ru", "mid_ru_texts"])
def test_lists_come_before_feeds_and_these_before_sitemaps(code):
    kinds = [["list", "feed", "sitemap"].index(walk.kind) for walk in walks_of(get(code), DAY, DAY, TODAY)]
    assert kinds == sorted(kinds) and not kinds[0]
