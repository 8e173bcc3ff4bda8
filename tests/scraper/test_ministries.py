"""The ministries of the project as data, and one that a person adds by the book."""

import re
from pathlib import Path

import pytest
from crawling import crawl, plan_for
from parsel import Selector
from serving import served
from tiny_site import Answer

from scraper.evidence import FateLine
from scraper.ministries import get, registry
from scraper.ministries.layouts.signs import LONGEST_NOTICE
from scraper.ministries.model import Ministry
from scraper.signs import block_of
from transcripts.segment.style import known_styles

ROOT = Path(__file__).parents[2]
CODES = ("sample", "mid_ru", "mid_ru_texts")


def test_nobody_crawls_a_live_ministry_by_accident():
    mid = get("mid_ru")
    assert mid.paused and not mid.private and mid.manners.delay >= 10
    assert not get("sample").paused and get("sample").private and get("mid_ru_texts").private


@pytest.mark.parametrize("code", CODES)
def test_ministries_share_layouts_and_have_a_style(code):
    ministry = get(code)
    assert [layout.name for layout in ministry.layouts] == ["bitrix-article", "bitrix-announcement", "liferay-article"]
    assert ministry.style in known_styles()
    assert ministry.languages and ministry.terms and ministry.lists


def test_block_pages_of_the_live_site_are_known_by_their_signs():
    def sign(markup: str) -> str | None:
        return block_of(
            Selector(text=markup, type="html"), markup, "https://mid.ru/en/foreign_policy/news/1/", ministry
        )

    ministry = get("mid_ru")
    long = f"<p>{'The minister opened the harbour. ' * LONGEST_NOTICE}</p>"
    for words in ("", long):  # its own signs count on pages of any length, the common ones of notices on short ones
        assert sign(f'<script>window["bobcmn"] = "1";</script>{words}') == "challenge"
        assert sign(f"<p>Data processing... Please, wait.</p>{words}") == "wait"
    assert sign(f"<p>Please wait for the minister.</p>{long}") is None


def test_given_texts_are_collected_from_the_day_lists_old_pages_too(tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "000_first.txt").write_text(
        "Ministers’ speeches\n\n3 March 202009:05\n\nWords on bridges\n\n  • en-GB1 ru-RU1\n\nGood morning.\nQuestion: Why?\n"
    )
    (texts / "mid_ru_second.txt").write_text("04.03.2020 10:15\nО мостах\n\n12-04-03-2020\n\nПервый абзац.\n")
    with served("--texts", texts) as site:
        done = crawl(plan_for(tmp_path, "mid_ru_texts", "2020-03-03", "2020-03-04", address=site))
    assert (done.report.outcome, done.report.counts["fetched"]) == ("OK", 2)
    assert sorted((fate.site_id.split("/")[0], fate.language) for fate in done.of(FateLine)) == [
        ("bitrix", "ru"),
        ("liferay", "en"),
    ]


@pytest.fixture
def toy(tmp_path, monkeypatch) -> Ministry:
    """The ministry of docs/adding-a-ministry.md, as it stands there."""
    page = (ROOT / "docs/adding-a-ministry.md").read_text("utf-8")
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules/toy.py").write_text(re.search(r"```python\n(.*?)```", page, re.S)[1], "utf-8")
    monkeypatch.setenv(registry.FOLDER_SETTING, str(tmp_path / "modules"))
    registry._read.cache_clear()
    yield get("toy")
    registry._read.cache_clear()


def test_the_ministry_of_the_guide_is_collected_as_it_stands(toy, site, tmp_path):
    days = {"2026-03-02": (11, 12), "2026-03-03": ()}
    for day, numbers in days.items():
        rows = "".join(f'<li><time>{day}</time> <a href="/en/speech/{n}">Speech {n}</a></li>' for n in numbers)
        text = f'<p class="count">{len(numbers)} items</p><ol class="news">{rows}</ol>'
        site.pages[f"/en/news?from={day}&to={day}"] = Answer(200, text.encode(), {"Content-Type": "text/html"})
        for number in numbers:
            body = f'<main class="article"><h2 class="headline">Speech {number}</h2></main>'.encode()
            site.pages[f"/en/speech/{number}"] = Answer(200, body, {"Content-Type": "text/html"})
    done = crawl(plan_for(tmp_path, "toy", "2026-03-02", "2026-03-03", address=site.address))
    assert (done.report.outcome, done.report.counts["fetched"]) == ("OK", 2)
    assert {fate.site_id for fate in done.of(FateLine)} == {"toy/11", "toy/12"}


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("import nothing_of_this_name", r"odd\.py: cannot be loaded: ModuleNotFoundError"),
        ("MINISTRY = 7", r"odd\.py: MINISTRY must be a Ministry"),
        ("from scraper.ministries.sample import MINISTRY", r"odd\.py: the code 'sample' is taken"),
        (
            "from dataclasses import replace\nfrom scraper.ministries.sample import MINISTRY\n"
            "MINISTRY = replace(MINISTRY, code='odd', timezone='Toy/Land')",
            r"odd\.py: timezone 'Toy/Land' is none",
        ),
    ],
)
def test_a_module_that_cannot_be_used_is_named_and_stops_no_other(tmp_path, monkeypatch, module, said):
    (tmp_path / "odd.py").write_text(module)
    monkeypatch.setenv(registry.FOLDER_SETTING, str(tmp_path))
    registry._read.cache_clear()
    try:
        assert registry.get("sample").code == "sample"
        (problem,) = registry.problems()
        assert re.search(said, problem)
        with pytest.raises(registry.UnknownMinistry, match=said):
            registry.get("odd")
    finally:
        monkeypatch.undo()
        registry._read.cache_clear()
