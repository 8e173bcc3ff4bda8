"""Given texts are shown in the site's layouts, their head read from their own lines."""

import json

from bs4 import BeautifulSoup

from tests.sample.serving import get, sample, served

GLUED = "Ministers’ speeches\n\n3 March 202009:05\n\nThe minister’s words on bridges\n\n  • en-GB1 ru-RU1\n\nGood morning.\nQuestion: Why?\n\nAdditional materials\n"
PLAIN = "04.03.2020 10:15\nО мостах\n\n12-04-03-2020\n\nПервый абзац.\nВторой абзац.\n"
DATED_BY_TITLE = "The minister’s interview, Morvena, April 19, 2021\nQuestion: When?\n"


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def test_texts_stand_in_both_layouts_with_the_fields_of_their_head(tmp_path):
    write(
        tmp_path,
        **{
            "000_first": GLUED,
            "mid_ru_second": PLAIN,
            "mid_en_third": DATED_BY_TITLE,
            "other_ministry": PLAIN,
            "mid_en_nodate": "Title\nText.\n",
        },
    )
    ready = tmp_path / "ready.json"
    with served("--texts", tmp_path, "--ready-file", ready) as site:
        told = json.loads(ready.read_text())
        assert (told["ministry"], told["address"]) == ("mid_ru_texts", site)
        assert told["days"] == ["2020-03-03", "2020-03-04", "2021-04-19"]
        assert {one["file"] for one in told["refused"]} == {"other_ministry.txt", "mid_en_nodate.txt"}
        pages = {}
        for language, day in (("en", "03.03.2020"), ("ru", "04.03.2020"), ("en", "19.04.2021")):
            listing = BeautifulSoup(
                get(f"{site}/{language}/foreign_policy/news/?activeFrom={day}&activeTo={day}").text, "lxml"
            )
            (link,) = listing.select("a.announce__link")
            pages[day] = BeautifulSoup(get(site + link["href"]).text, "lxml")
    old, current, titled = pages.values()
    assert "3 March 202009:05" in old.get_text() and "en-GB1" in old.get_text()
    body = old.select_one("div.text.article-content, div.anons-text").get_text(" ")
    assert "Why?" in body and "Additional materials" not in body
    assert current.select_one(".photo-content__date").text == "04.03.2020 10:15"
    assert current.select_one("p.article-line__note_small").text == "12-04-03-2020"
    assert current.select_one("h1.photo-content__title").text == "О мостах"
    assert titled.select_one(".photo-content__date").text == "19 April 2021 12:00"


def test_a_folder_with_nothing_to_show_is_refused_by_name(tmp_path):
    write(tmp_path, stranger=PLAIN)
    done = sample("serve", "--texts", tmp_path)
    assert done.returncode == 2
    assert b"stranger.txt" in done.stderr
    assert sample("serve", "--texts", tmp_path / "nowhere").returncode == 2
