"""The page: each question with its SQL, its result and its picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from psycopg2.extensions import connection as Connection

from cookbook.answers import Answer, ask, table
from cookbook.charts import draw
from cookbook.questions import Chapter, Question

HEAD = Path(__file__).with_name("head.md")
#: The pictures' folder, as the page names it.
IMAGES = "images/cookbook"

Answered = Sequence[tuple[Chapter, Sequence[tuple[Question, Answer]]]]


def answered(connection: Connection, chapters: Sequence[Chapter]) -> Answered:
    """All questions with their answers. Raises ValueError naming the question that the database refuses."""
    return [(chapter, [(one, _asked(connection, one)) for one in chapter.questions]) for chapter in chapters]


def render(found: Answered) -> str:
    """The page's text."""
    return "\n".join([HEAD.read_text("utf-8").strip(), "", *_contents(found), *_body(found)]).rstrip() + "\n"


def pictures(found: Answered) -> dict[str, bytes]:
    """The pictures by the names of their files."""
    return {
        f"{question.id}.svg": draw(answer, question.chart)
        for _, own in found
        for question, answer in own
        if question.chart
    }


def _asked(connection: Connection, question: Question) -> Answer:
    import psycopg2

    try:
        return ask(connection, question)
    except psycopg2.Error as error:
        connection.rollback()
        raise ValueError(f"question {question.id!r}: {str(error).strip()}") from error


def _contents(found: Answered) -> Iterator[str]:
    for chapter, own in found:
        yield f"**{chapter.title}**"
        yield ""
        yield from (f"- [{question.title}](#{question.id})" for question, _ in own)
        yield ""


def _body(found: Answered) -> Iterator[str]:
    for chapter, own in found:
        yield f"## {chapter.title}"
        yield ""
        for question, answer in own:
            yield from _question(question, answer)


def _question(question: Question, answer: Answer) -> Iterator[str]:
    yield f'<a id="{question.id}"></a>'
    yield ""
    yield f"### {question.title}"
    yield ""
    yield question.about
    yield ""
    yield from ("```sql", question.sql, "```", "")
    yield from table(answer, question.shown, question.widest)
    yield ""
    if question.chart:
        yield f"![{question.chart.alt}]({IMAGES}/{question.id}.svg)"
        yield ""
    yield f"**How to read it.** {question.read}"
    yield ""
    yield f"**Trap.** {question.trap}"
    yield ""
