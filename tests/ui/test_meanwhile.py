"""Two people at one item, and one form that is sent twice: one decision is made, and who comes second is told whose and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests.scraper.tiny_site import document, html
from tests.transcripts.reviewing import Reviewing, reviewing
from ui import access

pytestmark = pytest.mark.database
OURS = {"sec-fetch-site": "same-origin"}
DOCUMENTS = (*range(11, 19), *range(31, 38))
DOUBTFUL = ("Question: Why?", "Sergey Lavrov: So.", "Quesiton: When?", "Sergey Lavrov: Soon.")


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Documents in doubt, and pages that cannot be read."""
    with (
        reviewing(database_url, tmp_path_factory.mktemp("meanwhile"), (1,)) as it,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TRANSCRIPTS_ARCHIVE", it.archive)
        it.publish(dict.fromkeys(DOCUMENTS, DOUBTFUL))
        for number in (21, 22, 23, 24):
            it.site.pages[f"/doc/{number}"] = html(f"<p>Nothing {number}.</p>")
        it.site.publish(1, *DOCUMENTS, 21, 22, 23, 24)
        it.collect(it.site)
        it.process()
        yield it


@pytest.fixture
def people(operator: Any) -> Any:
    """The operator's client, in which who acts is who the request says."""
    operator.app.dependency_overrides[access.operator] = _named
    return operator


def _named(request: access.Request) -> str:
    return request.headers.get("x-name", "ada")


def seen(people: Any, path: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', people.get(path).text)[1]


def both(people: Any, path: str, data: dict[str, str], names: tuple[str, ...] = ("ada", "bob")) -> list[Any]:
    """The answers to the same form, sent by these people at one moment, in order of their status."""
    together = Barrier(len(names))

    def send(name: str) -> Any:
        together.wait(10)
        return people.post(path, data=data, headers={**OURS, "x-name": name}, follow_redirects=False)

    with ThreadPoolExecutor(len(names)) as pool:
        return sorted(pool.map(send, names), key=lambda answer: answer.status_code)


def record(house: Reviewing, number: int) -> str:
    return str(house.rows(f"SELECT record_id::text FROM archive.snapshot WHERE site_id = 'tiny/{number}'")[0][0])


def said(house: Reviewing, number: int) -> int:
    return int(house.rows(f"SELECT count(*) FROM corpus.correction WHERE document_id = '{house.id(number)}'")[0][0])


FORMS = [
    (11, {"action": "confirm"}),
    (12, {"action": "kind", "kind": "interview"}),
    (13, {"action": "split", "quote": "When?", "role": "other"}),
    (14, {"action": "turn", "turn": "TURN", "role": "journalist", "kind": "question", "outlet": "Harbour TV"}),
    (15, {"action": "join", "turn": "TURN"}),
    (16, {"action": "title", "title": "Another title"}),
]


@pytest.mark.parametrize(("number", "form"), FORMS, ids=[form["action"] for _, form in FORMS])
def test_of_two_reviewers_at_once_one_decides_and_the_other_is_told_by_whom(
    house: Reviewing, people: Any, number: int, form: dict[str, str]
) -> None:
    path = f"/review/{house.id(number)}"
    data = {"reason": "I was there", "seen": seen(people, path), **form}
    data = {name: house.turn_id(number, 3) if value == "TURN" else value for name, value in data.items()}
    first, second = both(people, path, data)
    assert (first.status_code, second.status_code) == (303, 409)
    [(by, at)] = house.rows(f"SELECT by, said_at FROM corpus.correction WHERE document_id = '{house.id(number)}'")
    assert f"{by} said &#39;{form['action']}&#39; of it" in second.text and f"at {at[11:19]} UTC" in second.text
    assert "Nothing was written now" in second.text and "I was there" in second.text, "what was typed stays"


@pytest.mark.parametrize(("number", "form"), FORMS, ids=[form["action"] for _, form in FORMS])
def test_a_double_click_is_taken_once_and_looks_like_one(
    house: Reviewing, people: Any, number: int, form: dict[str, str]
) -> None:
    path, undone = f"/review/{house.id(number)}", said(house, number)
    if undone:
        [(key,)] = house.rows(
            f"SELECT correction_id FROM corpus.correction_standing WHERE document_id = '{house.id(number)}'"
        )
        undo = {"action": "undo", "undoes": key, "reason": "anew", "seen": seen(people, path)}
        assert [one.status_code for one in both(people, path, undo, ("ada", "ada"))] == [303, 303]
        assert said(house, number) == undone + 1, "what was taken back twice is taken back once"
    data = {"reason": "I was there", "seen": seen(people, path), **form}
    data = {name: house.turn_id(number, 3) if value == "TURN" else value for name, value in data.items()}
    before = said(house, number)
    assert [one.status_code for one in both(people, path, data, ("ada", "ada"))] == [303, 303]
    assert people.post(path, data=data, headers=OURS, follow_redirects=False).status_code == 303, "sent again, later"
    assert said(house, number) == before + 1


TURN = {
    "action": "turn",
    "turn": "TURN",
    "speaker": "",
    "person_id": "",
    "role": "other",
    "kind": "question",
    "outlet": "",
}
SPLIT = {"action": "split", "quote": "When?", "role": "other"}
AMENDED = [
    (31, {"action": "date", "event_date": "2026-03-05"}, {"event_date": "2026-03-06"}),
    (31, {"action": "date", "published_at": "2026-03-05 14:30"}, {"published_at": "2026-03-05T14:31"}),
    (32, TURN, {"outlet": "Harbour TV", "speaker": "Jane Roe"}),
    (33, TURN, {"turn": "NEXT"}),
    (34, SPLIT, {"role": "journalist"}),
    (35, SPLIT, {"label": "Quesiton"}),
    (36, SPLIT, {"paragraph": "1"}),
    (37, {"action": "kind", "kind": "interview"}, {"kind": "statement"}),
    (37, {"action": "title", "title": "Another title"}, {"title": "Another  titel"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "form", "amended"), AMENDED, ids=[f"{one['action']} {[*new]}" for _, one, new in AMENDED]
)
def test_a_form_that_is_sent_again_with_another_value_is_no_double_click(
    house: Reviewing, people: Any, number: int, form: dict[str, str], amended: dict[str, str]
) -> None:
    path, turns = f"/review/{house.id(number)}", {"TURN": house.turn_id(number, 3), "NEXT": house.turn_id(number, 1)}
    data = {"reason": "I was there", "seen": seen(people, path), **form}
    answers, before = [], said(house, number)
    for values in (data, {**data, **amended}, data):
        filled = {name: turns.get(value, value) for name, value in values.items()}
        answers.append(people.post(path, data=filled, headers=OURS, follow_redirects=False))
    assert [one.status_code for one in answers] == [303, 409, 303], "said, told, and a double click"
    assert f"ada said &#39;{form['action']}&#39; of it" in answers[1].text, "also where it was the same person"
    kept = [value for name, value in amended.items() if name != "turn"]
    assert all(re.search(f'value="{value}"|<option selected>{value}<', answers[1].text) for value in kept)
    assert said(house, number) == before + 1


def test_a_form_about_a_text_that_was_made_anew_meanwhile_is_not_taken(house: Reviewing, people: Any) -> None:
    path = f"/review/{house.id(17)}"
    old = seen(people, path)
    lines = "".join(f"<p>{line}</p>" for line in (*DOUBTFUL, "Quesiton: Whence?"))
    house.site.pages["/doc/17"] = document(17, lines)
    house.collect(house.site)
    house.process()
    answer = people.post(path, data={"action": "confirm", "reason": "as shown", "seen": old}, headers=OURS)
    assert answer.status_code == 409 and "made anew" in answer.text
    assert said(house, 17) == 0


@pytest.mark.parametrize("action", ["suppress", "unsuppress"])
def test_two_who_suppress_or_show_again_at_once(house: Reviewing, people: Any, action: str) -> None:
    path = f"/review/{house.id(18)}"
    data = {"action": action, "reason": "a person asked for it"}
    if action == "suppress":
        data["seen"] = seen(people, path)
    first, second = both(people, path, data)
    assert (first.status_code, second.status_code) == (303, 409)
    kind = {"suppress": "suppress", "unsuppress": "undo"}[action]
    [(by,)] = house.rows(f"SELECT by FROM pipeline.decision WHERE kind = '{kind}' AND other = '{house.id(18)}'")
    assert f"{by} {'suppressed it' if action == 'suppress' else 'took that back'} on " in second.text


@pytest.mark.parametrize("action", ["aside", "back"])
def test_two_at_one_page_of_the_quarantine(house: Reviewing, people: Any, action: str) -> None:
    path = f"/quarantine/{record(house, 21)}"
    data = {"reason": "a form", "seen": seen(people, path)}
    first, second = both(people, f"{path}/{action}", data)
    assert (first.status_code, second.status_code) == (303, 409)
    kind = {"aside": "not_transcript", "back": "undo"}[action]
    [(by,)] = house.rows(f"SELECT by FROM pipeline.decision WHERE kind = '{kind}' AND key = 'tiny/21'")
    assert f"{by} " in second.text and " UTC" in second.text and "Nothing was written now" in second.text


def test_two_who_have_a_page_read_again_at_once(house: Reviewing, people: Any) -> None:
    path = f"/quarantine/{record(house, 22)}"
    first, second = both(people, f"{path}/again", {"seen": seen(people, path)})
    assert (first.status_code, second.status_code) == (303, 409)
    assert re.search("(ada|bob) had it read again", second.text)


def test_a_double_click_has_a_page_read_again_once(house: Reviewing, people: Any) -> None:
    path = f"/quarantine/{record(house, 24)}"
    answers = both(people, f"{path}/again", {"seen": seen(people, path)}, ("ada", "ada"))
    assert [one.status_code for one in answers] == [303, 303]
    assert people.post(f"{path}/again", headers=OURS, follow_redirects=False).status_code == 303, "sent again, later"


def test_who_looked_before_another_decided_is_told_also_where_another_thing_was_decided(
    house: Reviewing, people: Any
) -> None:
    path = f"/quarantine/{record(house, 23)}"
    old = seen(people, path)
    bob = {**OURS, "x-name": "bob"}
    people.post(f"{path}/aside", data={"reason": "a form", "seen": old}, headers=bob)
    people.post(f"{path}/back", data={"reason": "it is one", "seen": seen(people, path)}, headers=bob)
    answer = people.post(f"{path}/aside", data={"reason": "a menu", "seen": old}, headers=OURS)
    assert answer.status_code == 409 and "bob took something back about this page" in answer.text
    assert "a menu" in answer.text, "what was typed stays"
    assert house.rows("SELECT FROM pipeline.decision_standing WHERE key = 'tiny/23'") == []
