"""Language versions side by side: the same turns in one row, each side in its own order and direction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from tests.transcripts.steps.talks import EN, RU, Talks
from tests.ui.test_reader import page, words
from transcripts.ids import document_id

ID = {language: document_id("toy", "bitrix/1", language) for language in ("en", "ru", "fr")}
AR = ("\u0633\u0624\u0627\u0644: \u0643\u0645 \u0639\u062f\u062f \u0627\u0644\u0633\u0641\u0646\u061f",)


@pytest.fixture(scope="module")
def talks(database_url: str) -> Iterator[Talks]:
    """A talk in English and, with a turn more, in Russian; another one in Arabic."""
    with closing(psycopg2.connect(database_url, options="-c timezone=UTC")) as link:
        it = Talks(link)
        it.publish("en", EN)
        it.publish("ru", (*RU, "\u0412\u043e\u043f\u0440\u043e\u0441: \u0418 \u0432\u0441\u0451?"))
        it.publish("ar", AR, "bitrix/2", title="\u0639\u0646 \u0627\u0644\u0633\u0641\u0646", languages=("ar",))
        it.align()
        yield it


def test_the_same_turns_stand_in_one_row_and_the_one_without_a_partner_alone(operator, talks):
    read = page(operator, f"/documents/{ID['en']}?beside={ID['ru']}")
    rows = [[len(cell.select("article")) for cell in row.select(".cell")] for row in read.select(".pair:not(.heads)")]
    assert rows == [[1, 1]] * 4 + [[0, 1]]
    assert "only here" in words(read.select(".pair")[-1]) and len(read.select(".tag.warn")) == 1
    assert [p["lang"] for p in read.select(".pair")[1].select("p")] == ["en", "ru"]
    assert {p["dir"] for p in read.select(".pair p")} == {"auto"}


def test_a_document_names_all_versions_of_its_event(operator, talks):
    links = {a["href"] for a in page(operator, f"/documents/{ID['ru']}").select(".version a")}
    assert links == {f"/documents/{ID['en']}", f"/documents/{ID['ru']}?beside={ID['en']}"}


def test_text_from_right_to_left_says_its_language_and_finds_its_direction(operator, talks):
    read = page(operator, f"/documents/{document_id('toy', 'bitrix/2', 'ar')}")
    assert (read.h1["dir"], read.h1["lang"]) == ("auto", "ar")
    assert {(p["dir"], p["lang"]) for p in read.select("#text article p")} == {("auto", "ar")}
    assert "no other language version here" in words(read)
