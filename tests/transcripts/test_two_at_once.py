"""Two people at terminals who decide the same at one moment: one does, the other is told by whom and when."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests.transcripts.collecting import ROOT
from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts import quarantine, suppress
from transcripts.correct import say
from transcripts.corrections.model import Correction, now
from transcripts.meanwhile import Meanwhile

pytestmark = pytest.mark.database
DOUBTFUL = ("Question: Why?", "Sergey Lavrov: So.", "Quesiton: When?", "Sergey Lavrov: Soon.")


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with reviewing(database_url, tmp_path_factory.mktemp("at once"), (1, 2, 3, 4)) as it:
        it.publish({11: DOUBTFUL})
        yield it


def at_once(act: Callable[[str], Any], names: tuple[str, ...] = ("ada", "bob", "eve")) -> list[Meanwhile]:
    """Who was told that somebody was quicker, when these people act at one moment."""
    together, told = Barrier(len(names)), []

    def one(name: str) -> None:
        together.wait(10)
        try:
            act(name)
        except Meanwhile as meanwhile:
            told.append(meanwhile)

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(one, names))
    return told


def correction(house: Reviewing, number: int, action: Any, by: str, **more: Any) -> Correction:
    return Correction(house.id(number), action, by, f"said {by}", now(), **more)


@pytest.mark.parametrize(
    ("number", "action", "more"),
    [
        (11, "confirm", {}),
        (1, "kind", {"changes": {"kind": "interview"}}),
        (2, "split", {"quote": "A voice from the hall"}),
        (3, "date", {"changes": {"event_date": "2019-05-02"}}),
    ],
)
def test_of_three_reviewers_one_is_written_down(
    house: Reviewing, number: int, action: str, more: dict[str, Any]
) -> None:
    told = at_once(lambda by: say(house.url, house.archive, [correction(house, number, action, by, **more)]))
    [(key, by, at)] = house.rows(
        f"SELECT correction_id, by, said_at FROM corpus.correction WHERE document_id = '{house.id(number)}' AND action = '{action}'"
    )
    assert len(told) == 2
    assert all(
        f"{by} has said the same already ({action} {key}) on {at[:10]} at {at[11:19]} UTC" in str(one) for one in told
    )
    undone = at_once(lambda by: say(house.url, house.archive, [correction(house, number, "undo", by, undoes=key)]))
    assert len(undone) == 2 and "is taken back already" in str(undone[0])
    assert house.rows(f"SELECT count(*) FROM corpus.correction WHERE undoes = '{key}'") == [(1,)]


@pytest.mark.parametrize(
    ("kind", "do", "back"),
    [("suppress", suppress.suppress, suppress.undo), ("not_transcript", quarantine.set_aside, quarantine.undo)],
)
def test_of_three_operators_one_decides(house: Reviewing, kind: str, do: Any, back: Any) -> None:
    document = house.id(4)
    for act, told_as in ((do, kind), (back, "undo")):
        before = house.rows("SELECT count(*) FROM pipeline.decision")[0][0]
        told = at_once(lambda by, act=act: act(house.url, house.archive, document, by, f"says {by}"))
        assert house.rows("SELECT count(*) FROM pipeline.decision")[0][0] == before + 1
        [(by,)] = house.rows(f"SELECT by FROM pipeline.decision WHERE kind = '{told_as}' ORDER BY at DESC LIMIT 1")
        assert len(told) == 2 and all(f"{by} " in str(one) and f"'says {by}'" in str(one) for one in told)


def test_two_commands_at_once_are_one_decision_and_one_line(house: Reviewing) -> None:
    commands = [
        subprocess.Popen(
            house.command("correct", "title", house.id(1), "Another", "--reason", f"said {by}", "--by", by),
            cwd=ROOT, env=house.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for by in ("ada", "bob")
    ]  # fmt: skip
    ended = [(*one.communicate(timeout=60), one.returncode) for one in commands]
    [(by,)] = house.rows(f"SELECT by FROM corpus.correction WHERE document_id = '{house.id(1)}' AND action = 'title'")
    assert sorted(code for *_, code in ended) == [0, 2]
    [line] = [err for _, err, code in ended if code == 2]
    assert line.startswith(f"transcripts correct: {by} has said the same already (title ") and line.count("\n") == 1
