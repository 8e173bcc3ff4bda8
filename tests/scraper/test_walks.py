"""How far a list is walked."""

import itertools
from datetime import date, timedelta

import pytest

from scraper.listpages import Entry, ListPage
from scraper.ministries import get
from scraper.ministries.layouts.lists import COUNTED_NEWS_BY_DAY, NEWS_BY_DAY, OLD_NEWS, RSS
from scraper.rounds import STRETCHES, stretches, walks_of
from scraper.walks import Walk

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


@pytest.mark.parametrize(("source", "counts_for"), [(NEWS_BY_DAY, DAY), (RSS, TODAY), (OLD_NEWS, None)])
def test_a_date_after_today_is_not_believed(source, counts_for):
    future = TODAY + timedelta(days=2)
    taken, _ = Walk(source, "en", DAY, DAY, TODAY).take(ListPage(entries(future)))
    assert [entry.day for entry in taken] == [counts_for]


def test_a_paged_list_whose_entries_go_forward_in_time_is_walked_to_its_end():
    walk, years = paged(), timedelta(days=400)
    oldest_first = [DAY - years + timedelta(days=n) for n in range(20)]
    assert walk.take(ListPage(entries(*oldest_first)))[1]
    walk.page = 2
    newest_first = list(reversed(oldest_first))
    assert not walk.take(ListPage(entries(*newest_first, start=100)))[1]


def by_day() -> Walk:
    return Walk(COUNTED_NEWS_BY_DAY, "en", DAY, DAY, TODAY)


def numbered(*numbers: int, total: int) -> ListPage:
    return ListPage(tuple(Entry(f"/doc/{n}", None, None, DAY) for n in numbers), total)


def read(walk: Walk, *pages: ListPage) -> list[str]:
    """Walks over these answers as the spider does, and gives the addresses that were named."""
    named = []
    for left, page in zip(reversed(range(len(pages))), pages, strict=True):
        taken, goes_on = walk.take(page)
        named += [entry.address for entry in taken]
        assert goes_on == (left > 0)
        walk.turn()
    return named


FIRST, REST = range(1, 21), range(21, 26)


def test_the_first_of_several_pages_is_read_again_at_the_end_and_names_nothing_anew():
    walk, first = by_day(), numbered(*FIRST, total=25)
    assert len(read(walk, first, numbered(*REST, total=25), first)) == 25
    assert list(walk.problems()) == []


def test_a_list_that_lost_an_entry_while_it_was_read_is_walked_again():
    walk = by_day()
    moved = numbered(*(n for n in range(1, 22) if n != 6), total=24)
    rest = numbered(*range(22, 26), total=24)
    named = read(walk, numbered(*FIRST, total=25), rest, moved, rest, moved)
    assert "/doc/21" in named, "it had moved to the first page, which had been read"
    assert "/doc/6" in named, "what was listed once is asked for too"
    assert list(walk.problems()) == []


def test_a_list_that_got_an_entry_while_it_was_read_is_walked_again():
    walk, moved = by_day(), numbered(0, *range(1, 20), total=26)
    rest = numbered(*range(20, 26), total=26)
    assert "/doc/0" in read(walk, numbered(*FIRST, total=25), rest, numbered(total=26), moved, rest, moved)
    assert list(walk.problems()) == []


def test_a_list_that_never_rests_is_given_up_and_said_so():
    walk, pages = by_day(), []
    for n in range(3):
        pages += [numbered(*range(-n, 20 - n), total=25 + n), numbered(*range(20 - n, 26), total=25 + n)]
    pages.append(numbered(*range(-9, 11), total=34))
    read(walk, *pages)
    assert any("changed while it was read" in problem.what for problem in walk.problems())


def test_a_document_that_is_listed_twice_is_counted_as_the_site_does():
    for total in (2, 3):
        walk = by_day()
        assert not walk.take(numbered(1, 2, 2, total=total))[1]
        assert list(walk.problems()) == []
        assert ["1 entries name a document" in notice for notice in walk.notices()] == [True]
    walk = by_day()
    walk.take(numbered(1, 2, 2, total=4))
    assert ["3 entries listed, the site counts 4" in problem.what for problem in walk.problems()] == [True]
    walk = by_day()
    walk.take(numbered(1, 2, 2, total=1))
    assert ["the site counts 1" in problem.what for problem in walk.problems()] == [True]


def test_an_entry_that_comes_again_on_a_further_page_makes_up_for_none_that_is_missing():
    walk, first = by_day(), numbered(*FIRST, total=25)
    read(walk, first, numbered(20, *range(21, 25), total=25), numbered(total=25), first)
    assert ["24 entries listed, the site counts 25" in problem.what for problem in walk.problems()] == [True]


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
