"""The questions that are timed find what is planted, on a small filling; and a small bench runs from end to end."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg2
import pytest

from bench import report as documents
from bench.figures import Figure, Goal
from bench.queries import figures, report, sizes, timing
from bench.queries.__main__ import main
from bench.queries.filling import fill
from bench.queries.loading import Loads
from bench.queries.measure import Addresses, Asked, measure
from bench.queries.question import Question
from bench.queries.questions import QUESTIONS
from bench.queries.report import Found
from bench.queries.sizes import Index, Table
from bench.rounds import spread

TURNS = 5000


@pytest.fixture(scope="module")
def superuser(postgres, database_url: str) -> str:
    return postgres.url(database_url.rsplit("/", 1)[1])


@pytest.fixture(scope="module")
def asked(superuser: str, database_url: str, analyst_url: str) -> dict[str, Asked]:
    fill(superuser, TURNS, lambda _: None)
    sizes.forget_scans(superuser)
    at = Addresses(analyst_url, database_url, superuser, lambda: None)
    said: list[str] = []
    found = measure(at, QUESTIONS, rounds=1, cold=0, say=said.append)
    assert not [line for line in said if line.startswith("not asked")]
    return {one.question.name: one for one in found}


@pytest.mark.database
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_each_question_has_rows_times_and_a_plan(question: Question, asked: dict[str, Asked]) -> None:
    one = asked[question.name]
    assert one.rows > 0
    sides = {name for name in ("naive", "bare", "hits") if getattr(question, name)}
    assert set(one.seconds) == {"ours", *sides}
    assert len(one.plan) > 10


@pytest.mark.database
def test_search_and_the_naive_way_find_the_same_turns(asked, analyst_url: str) -> None:
    with closing(timing.connect(analyst_url)) as analyst:
        for question in QUESTIONS[:4]:
            values = {**question.values[0]}
            _, ours = timing.ask(analyst, question.ours.replace("'en'", "'en', most => 1000", 1), values)
            _, naive = timing.ask(analyst, question.naive.replace("LIMIT 20", ""), values)
            assert {row["turn_id"] for row in ours} == {row["turn_id"] for row in naive}


@pytest.mark.database
def test_a_batch_is_loaded_by_both_sides_into_the_same_tables(asked, superuser: str, database_url: str) -> None:
    loads = Loads(superuser, database_url, 80, lambda: 0.0)
    tables = ("turn", "span", "exchange_turn", "publication", "turn_search", "words_spoken")
    counts = []
    with closing(psycopg2.connect(database_url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for side in (lambda: 0.0, loads.product, loads.bare):
            side()
            row = []
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM corpus.{table}")
                row.append(cursor.fetchone()[0])
            counts.append(row)
    before, ours, bare = counts
    for table, a, b, c in zip(tables, before, ours, bare, strict=True):
        assert b > a and c > b, table
    assert ours[3] - before[3] == bare[3] - ours[3] == 100
    assert Loads(superuser, database_url, 40, lambda: 0.0).bare() > 0  # what an earlier run loaded is no hindrance


@pytest.mark.database
def test_each_index_has_a_size_and_its_uses(asked, database_url: str) -> None:
    found = {one.name: one for one in sizes.indexes(database_url)}
    assert found["turn_search_words"].bytes > 100_000 and not found["turn_search_words"].is_constraint
    assert found["turn_pkey"].is_constraint
    assert {one.name for one in sizes.tables(database_url)} >= {"turn", "turn_search", "span"}


def a_question(seconds: dict[str, list[float]], name: str = "a word by month, x") -> Asked:
    question = Question(name, "SELECT 1", (), hits="SELECT 2", what_hits="counting its postings")
    return Asked(question, 3, "index turn_pkey", [2.0], seconds)


def test_goals_are_ratios_round_by_round() -> None:
    (figure,) = figures.of_questions([a_question({"ours": [1.0, 1.0, 4.0], "hits": [20.0, 10.0, 20.0]})])
    assert figure == Figure(
        "a word by month, x: ours / counting its postings", spread([0.05, 0.1, 0.2]), Goal("at most", 0.1)
    )
    ranked = a_question(
        {"ours": [1.0] * 4, "hits": [1.0] * 4, "naive": [99.0, 99.0]}, "a phrase in 5,000 turns, ranked"
    )
    assert [(one.value.median, one.verdict) for one in figures.of_questions([ranked])] == [
        (1.0, "met"),
        (99.0, "MISSED"),
    ]


def test_an_index_that_nothing_used_is_told() -> None:
    used, idle, held = (
        Index("a", "t", False, 5 << 20, 1),
        Index("b", "t", False, 5 << 20, 0),
        Index("c", "t", True, 5 << 20, 0),
    )
    assert figures.of_indexes([used, held])[0].verdict == "met"
    assert figures.of_indexes([used, idle, held])[0].verdict == "MISSED"


def test_the_part_stands_beside_the_other_bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(documents, "DOCUMENT", tmp_path / "performance.md")
    documents.write([Figure("speed", spread([0.5]), Goal("at least", 0.8))], "2 rounds.", date(2026, 3, 2))
    only = documents.DOCUMENT.read_text("utf-8")
    found = Found(
        [a_question({"ours": [0.001], "hits": [0.1]})],
        [],
        [Index("i", "t", False, 3 << 20, 0)],
        [Table("t", 2 << 20, 3)],
    )
    said = dict.fromkeys(("machine", "how", "documents", "turns", "cache", "rounds", "batch"), "some")
    for _ in range(2):
        report.write(found, said, date(2026, 3, 3))
        both = documents.DOCUMENT.read_text("utf-8")
        assert both.startswith(only.rstrip()) and both.count("## What analysts ask") == 1
        assert "| a word by month, x | 3 | 2,000.0 | 1.0 |" in both and "| i | t | 3.0 | 0 |" in both
    documents.write([Figure("speed", spread([0.9]), Goal("at least", 0.8))], "2 rounds.", date(2026, 3, 4))
    again = documents.DOCUMENT.read_text("utf-8")
    assert "All goals are reached." in again and again.count("| a word by month, x |") == 1


@pytest.mark.full
@pytest.mark.timeout(300)
def test_a_small_bench_from_end_to_end(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--turns", "10000", "--rounds", "1", "--cold", "1", "--loads", "1"])
    shown = capsys.readouterr().out
    assert "loading with all indexes" in shown and "turn_search_words" in shown
    assert all(question.name in shown for question in QUESTIONS)
