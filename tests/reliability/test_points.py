"""Where kills fall is drawn from a seed, spread over each step, and told in a table."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby
from pathlib import Path
from random import Random

import pytest

from reliability import report
from reliability.__main__ import main, problems
from reliability.chain import Fallen
from reliability.points import PLAN, REST, Kill, plan
from reliability.progress import Progress
from reliability.run import Outcome
from reliability.strike import BETWEEN, RECORD, Hit

ROOT = Path(__file__).parents[2]
NOWHERE = Progress(0, 0, 0, {})


def outcome(kills: int, within: str = RECORD) -> Outcome:
    hits = [Hit(Kill(0, "collect", "crawl", 0.1, True, 0), within, 7, NOWHERE, 0.0) for _ in range(kills)]
    return Outcome(4, [(1, Fallen(hit, 1.5)) for hit in hits], 2, {0: [], 1: []}, 1000, 120.0)


def test_a_seed_plans_the_same_kills_again() -> None:
    assert plan(Random(3)) == plan(Random(3)) != plan(Random(4))


def test_kills_are_spread_over_each_step_and_leave_it_some_work() -> None:
    for _, own in groupby(plan(Random(3)), key=lambda one: (one.round, one.step)):
        kills = list(own)
        parts = [int(one.at / (1 - REST) * len(kills)) for one in kills]
        assert parts == list(range(len(kills))), "one in each part of the step's work, in order"


def test_every_kind_of_victim_is_killed_and_the_server_last_where_a_crawl_goes_on_without_it() -> None:
    kills = plan(Random(3))
    assert len(kills) == sum(len(victims) for _, _, victims in PLAN) >= 20
    assert {one.victim for one in kills} == {"crawl", "collect", "process", "postgres", "machine"}
    collecting = [one.victim for one in kills if (one.round, one.step) == (0, "collect")]
    assert collecting[-3:] == ["collect", "collect", "postgres"]
    assert len(plan(Random(3), per_step=1)) == len(PLAN)


def test_a_loss_too_few_kills_and_too_few_inside_of_something_are_problems() -> None:
    assert problems(outcome(60), 60) == []
    assert "only 59 kills counted" in problems(outcome(59), 60)[0]
    assert "only 0 of 60 kills fell inside" in problems(outcome(60, BETWEEN), 60)[0]
    lossy = outcome(60)
    lossy.lost[1] = ["corpus.turn: lost: 3 more rows"]
    assert problems(lossy, 60) == ["chain 1: corpus.turn: lost: 3 more rows"]


def test_the_table_says_what_was_killed_inside_of_what_and_what_came_of_it(tmp_path: Path) -> None:
    first = report.table(outcome(2)).splitlines()[2]
    assert [cell.strip() for cell in first.split("|")[1:-1]] == [
        "1", "the Scrapy process", "collect", "a WARC record", "7 documents and answers", "0", "1.5 s",
    ]  # fmt: skip
    document = tmp_path / "reliability.md"
    document.write_text(f"# Before\n{report.BEGIN}\nold\n{report.END}\n# After\n", "utf-8")
    report.write(outcome(2), date(2026, 3, 5), document)
    written = document.read_text("utf-8")
    assert written.startswith("# Before\n") and written.endswith(f"{report.END}\n# After\n") and "old" not in written
    assert "2026-03-05. Seed 4: 2 kills counted, 2 of them inside" in written
    document.write_text("nothing", "utf-8")
    with pytest.raises(ValueError, match="must stand in it once"):
        report.write(outcome(2), date(2026, 3, 5), document)


def test_a_seed_that_is_no_number_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--seed", "harbour"])
    assert "--seed" in capsys.readouterr().err


def test_each_test_that_the_document_names_is_there() -> None:
    named = re.findall(r"\]\(\.\./(tests/[\w/]+\.py)\)|`(test_\w+)`", report.DOCUMENT.read_text("utf-8"))
    files = {path for path, _ in named if path}
    assert len(files) > 10
    missing = [path for path in files if not (ROOT / path).exists()]
    source = "".join((ROOT / path).read_text("utf-8") for path in files - set(missing))
    missing += [name for _, name in named if name and f"def {name}(" not in source]
    assert missing == []
