"""docs/cookbook.md says what the sample answers: every query in it is asked again, and nothing else stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from cookbook.answers import Answer, ask
from cookbook.page import IMAGES, Answered, answered, pictures, render
from cookbook.questions import Question, chapters, questions

pytestmark = pytest.mark.database

DOCS = Path(__file__).resolve().parents[2] / "docs"
CHAPTERS = chapters(DOCS / "cookbook")
QUESTIONS = questions(CHAPTERS)
STALE = "is stale: run `make cookbook`"
#: Other ways to the same rows: who relies on one of them gets another order.
PLANS = (
    ("enable_hashagg", "enable_hashjoin", "enable_mergejoin"),
    ("enable_sort", "enable_nestloop", "enable_indexscan", "enable_bitmapscan"),
)


@pytest.fixture(scope="module")
def found(month: Connection) -> Answered:
    return answered(month, CHAPTERS)


def test_the_page_says_what_the_database_answers(found: Answered) -> None:
    page, wanted = (DOCS / "cookbook.md").read_text("utf-8"), render(found)
    for ours, theirs in zip(wanted.splitlines(), page.splitlines(), strict=False):
        assert ours == theirs, f"docs/cookbook.md {STALE}"
    assert page == wanted, f"docs/cookbook.md {STALE}"


def test_every_query_of_the_page_is_one_that_is_asked() -> None:
    shown = re.findall(r"^```sql\n(.*?)^```", (DOCS / "cookbook.md").read_text("utf-8"), re.S | re.M)
    assert [one.strip() for one in shown] == [question.sql for question in QUESTIONS], f"docs/cookbook.md {STALE}"


def test_the_pictures_show_it(found: Answered) -> None:
    drawn = pictures(found)
    there = {file.name: file.read_bytes() for file in (DOCS / IMAGES).iterdir()}
    assert there.keys() == drawn.keys(), f"docs/{IMAGES} {STALE}"
    assert [name for name in drawn if drawn[name] != there[name]] == [], f"docs/{IMAGES} {STALE}"


def test_each_question_has_an_answer(found: Answered) -> None:
    assert [question.id for _, own in found for question, answer in own if not answer.rows] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_rows_come_in_one_order_whatever_the_plan(month: Connection, found: Answered, question: Question) -> None:
    first = next(answer for _, own in found for one, answer in own if one is question)
    for plan in PLANS:
        assert _by(month, plan, question) == first


def _by(month: Connection, plan: tuple[str, ...], question: Question) -> Answer:
    with month.cursor() as cursor:
        for setting in plan:
            cursor.execute("SELECT set_config(%s, 'off', true)", (setting,))
    return ask(month, question)


def _links() -> Iterator[str]:
    for file in ("cookbook.md",):
        yield from re.findall(r"\]\(([^)#\s]*)(?:#[^)]*)?\)", (DOCS / file).read_text("utf-8"))


def test_its_links_lead_somewhere() -> None:
    page = (DOCS / "cookbook.md").read_text("utf-8")
    assert [link for link in _links() if link and not (DOCS / link).exists()] == []
    anchors = set(re.findall(r'<a id="([^"]+)">', page))
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) - anchors == set()
