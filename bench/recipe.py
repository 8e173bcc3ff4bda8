"""The bare fragment recipe: what one would write for one site in an afternoon, and about as fast as Python gets.

A fast parser finds the container, BeautifulSoup reads that fragment only, one compiled expression finds the markers. No
roles, no evidence of languages, no quarantine, no notes, no people: it is a measure of time and not of what is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bs4 import BeautifulSoup, Tag
from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True, slots=True)
class Text:
    """What either way of reading gives of a page."""

    title: str
    day: date | None
    paragraphs: list[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """A label, and the paragraphs (number and where the words begin in it) up to the next one."""

    label: str | None
    is_question: bool
    start: int
    end: int
    text: str


#: Where container, title and date stand on the pages of the sample's site.
CONTAINER = "div.text.article-content, div.anons-text, .announcement__text"
TITLE = "h1.photo-content__title, p.anons-title, section.page-block h1:last-of-type, .announcement__title"
PRINTED_DAY = ".photo-content__date, .article-status-line, .anons-status-line, .announcement__date"
QUESTION = "Question|Вопрос|Frage|Pregunta|Pergunta|سؤال"
MARKER = re.compile(
    rf"(?P<who>(?P<question>{QUESTION})|[^\W\d_][^:：.!?]{{1,58}}?"
    r"|[^\W\d_]\.(?:[^\W\d_]\.)?[^\W\d_][^:：!?]{1,40}?)\s?[:：]\s?"
)
PRINTED = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")

Reader = Callable[[bytes], Text]


def fragment(body: bytes) -> Text:
    """lexbor over the page, BeautifulSoup over the container only. Raises ValueError where there is no container."""
    tree = LexborHTMLParser(body)
    container, title, day = tree.css_first(CONTAINER), tree.css_first(TITLE), tree.css_first(PRINTED_DAY)
    if container is None or title is None:
        raise ValueError("no container or no title on the page")
    soup = BeautifulSoup(container.html or "", "lxml")
    return Text(_fold(title.text()), _day(day.text() if day else ""), _paragraphs(soup))


def whole_page(body: bytes) -> Text:
    """The usual way: BeautifulSoup over the whole page. Raises ValueError where there is no container."""
    soup = BeautifulSoup(body, "lxml")
    container, title, day = soup.select_one(CONTAINER), soup.select_one(TITLE), soup.select_one(PRINTED_DAY)
    if container is None or title is None:
        raise ValueError("no container or no title on the page")
    return Text(_fold(title.get_text()), _day(day.get_text() if day else ""), _paragraphs(container))


def turns(paragraphs: Sequence[str]) -> list[Turn]:
    """The turns that one expression finds; what stands before the first marker is a turn of nobody's."""
    found: list[Turn] = []
    label: str | None = None
    question, start, words = False, 0, list[str]()
    for number, paragraph in enumerate(paragraphs):
        hit = MARKER.match(paragraph)
        if hit and hit["who"] != label:
            if words:
                found.append(Turn(label, question, start, number - 1, "\n".join(words)))
            label, question, start, words = hit["who"], hit["question"] is not None, number, [paragraph[hit.end() :]]
        else:
            words.append(paragraph[hit.end() :] if hit else paragraph)
    if words:
        found.append(Turn(label, question, start, len(paragraphs) - 1, "\n".join(words)))
    return found


def _paragraphs(soup: Tag) -> list[str]:
    return [_fold(paragraph.get_text()) for paragraph in soup.find_all("p")]


def _fold(text: str) -> str:
    return " ".join(text.split())


def _day(printed: str) -> date | None:
    hit = PRINTED.search(printed)
    return datetime(int(hit[3]), int(hit[2]), int(hit[1])).date() if hit else None
