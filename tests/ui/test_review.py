"""Documents in doubt as a reviewer sees and settles them; a document taken out of every view, and shown again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.transcripts.reviewing import Reviewing, reviewing
from ui import access

pytestmark = pytest.mark.database
OURS = {"sec-fetch-site": "same-origin"}
#: A turn in doubt: a marker that is misprinted.
DOUBTFUL = ("Question: Why?", "Sergey Lavrov: So.", "Quesiton: When?", "Sergey Lavrov: Soon <b>enough</b>.")
MARKUP = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Documents in doubt, one that is in none, and one without a turn."""
    with (
        reviewing(database_url, tmp_path_factory.mktemp("review"), (1, 2)) as it,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TRANSCRIPTS_ARCHIVE", it.archive)
        it.publish(dict.fromkeys((11, 12, 13, 14, 15), DOUBTFUL))
        yield it


def say(operator, house: Reviewing, number: int, action: str, **more: object):
    data = {"action": action, "reason": "I was there", **more}
    return operator.post(f"/review/{house.id(number)}", data=data, headers=OURS, follow_redirects=False)


def test_the_list_has_what_is_in_doubt_with_reasons_and_filters(house: Reviewing, operator) -> None:
    page = operator.get("/review").text
    assert all(f"/review/{house.id(number)}" in page for number in (11, 12))
    assert f"/review/{house.id(1)}" not in page
    assert "doubtful_marker (5)" in page and "tiny (5)" in page and "en (5)" in page
    assert f"/documents/{house.id(11)}" in page, "it leads to the reader"
    narrowed = operator.get("/review", params={"reason": "no_marker"}).text
    assert "No document is in doubt by these filters" in narrowed


def test_a_document_shows_its_doubtful_turns_beside_the_stored_page(house: Reviewing, operator) -> None:
    page = operator.get(f"/review/{house.id(11)}").text
    assert "doubtful_marker" in page and "in doubt" in page and "Quesiton" in page
    (record,) = house.rows("SELECT record_id::text FROM archive.snapshot WHERE site_id = 'tiny/11' LIMIT 1")[0]
    assert f"/stored/{record}" in page and 'sandbox=""' in page
    assert house.turn_id(11, 1) not in page, "far from every doubt"
    assert all(house.turn_id(11, n) in operator.get(f"/review/{house.id(11)}?every=1").text for n in (1, 2, 3, 4))


def test_a_confirmed_document_leaves_the_list_until_that_is_taken_back(house: Reviewing, operator) -> None:
    done = say(operator, house, 12, "confirm")
    assert done.status_code == 303
    assert house.id(12) not in operator.get("/review").text
    assert house.id(12) in operator.get("/review?confirmed=1").text
    page = operator.get(f"/review/{house.id(12)}").text
    assert "Confirmed as it is by ada" in page
    undoes = re.search(r'name="undoes" value="(\w+)"', page)[1]
    assert say(operator, house, 12, "undo", undoes=undoes).status_code == 303
    assert house.id(12) in operator.get("/review").text
    assert say(operator, house, 12, "undo", undoes=undoes).status_code == 303, "the same form again"
    other = say(operator, house, 12, "undo", undoes=undoes, reason="of another mind")
    assert other.status_code == 409 and "is taken back already: ada did that on" in other.text
    assert len(house.rows(f"SELECT FROM corpus.correction WHERE undoes = '{undoes}'")) == 1


def test_the_speaker_of_a_turn_is_corrected_and_only_what_was_changed_is_said(house: Reviewing, operator) -> None:
    turn = house.turn_id(13, 3)
    form = operator.get(f"/review/{house.id(13)}?turn={turn}").text
    assert 'value="sergey-lavrov"' in form, "people are offered"
    done = say(operator, house, 13, "turn", turn=turn, role="journalist", kind="question", outlet="Harbour TV")
    assert done.status_code == 303 and done.headers["location"].endswith("?done=turn")
    [(changes, by)] = house.rows(
        f"SELECT changes, by FROM corpus.correction WHERE document_id = '{house.id(13)}' AND action = 'turn'"
    )
    assert changes["outlet"] == "Harbour TV" and by == "ada" and "person_id" not in changes
    assert "A correction waits" in operator.get(f"/review/{house.id(13)}").text
    house.process()
    assert house.turns(13, "outlet")[2] == ("Harbour TV",)
    page = operator.get(f"/review/{house.id(13)}").text
    assert "corrected" in page and "outlet=Harbour TV" in page and "A correction waits" not in page


@pytest.mark.parametrize(
    ("action", "typed", "told"),
    [
        (
            "turn",
            {"turn": "TURN", "person_id": "nobody-known", "outlet": MARKUP, "role": "official", "kind": "answer"},
            "is not in transcripts/data/people",
        ),
        ("turn", {"turn": "a" * 20}, "has no such turn"),
        ("split", {"quote": "words that stand nowhere", "label": ""}, "do not stand in document"),
        ("split", {"quote": "Sergey Lavrov:", "label": "Voice:"}, "does not begin with the label"),
        ("kind", {"kind": "sermon"}, "kind &#39;sermon&#39; must be one of"),
        ("join", {"turn": "TURN", "reason": " "}, "&#39;reason&#39; is empty"),
        ("suppress", {"reason": " "}, "&#39;reason&#39; is empty"),
        ("unsuppress", {}, "is not suppressed"),
    ],
)
def test_what_cannot_be_is_told_beside_the_form_and_what_was_typed_stays(
    house: Reviewing, operator, action: str, typed: dict[str, str], told: str
) -> None:
    given = {name: house.turn_id(11, 3) if value == "TURN" else value for name, value in typed.items()}
    answer = say(operator, house, 11, action, **given)
    assert answer.status_code == 422
    assert told in answer.text
    for name, value in given.items():
        if name in ("person_id", "quote", "outlet"):
            shown = value.replace("<", "&lt;").replace(">", "&gt;")
            assert f'value="{shown}"' in answer.text
    assert "I was there" in answer.text or "reason" in typed
    assert MARKUP not in answer.text
    assert house.rows(f"SELECT FROM corpus.correction WHERE document_id = '{house.id(11)}'") == []


def test_a_turn_is_begun_and_joined(house: Reviewing, operator) -> None:
    assert say(operator, house, 1, "split", quote="A voice from the hall", role="other").status_code == 303
    house.process()
    turns = house.turns(1)
    assert turns[-1][2].startswith("A voice from the hall") and turns[-1][1] == "other"
    assert say(operator, house, 1, "kind", kind="interview").status_code == 303


def test_a_suppressed_document_shows_nothing_but_that_and_comes_back(house: Reviewing, operator) -> None:
    assert say(operator, house, 14, "suppress").status_code == 303
    page = operator.get(f"/review/{house.id(14)}").text
    assert "is in no view and no export" in page and "I was there" in page and "Quesiton" not in page
    assert house.id(14) in operator.get("/suppressed").text and house.id(14) not in operator.get("/review").text
    (record,) = house.rows("SELECT record_id::text FROM archive.snapshot WHERE site_id = 'tiny/14' LIMIT 1")[0]
    assert operator.get(f"/stored/{record}").status_code == 200
    operator.app.dependency_overrides[access.may_act] = lambda: False
    assert operator.get(f"/stored/{record}").status_code == 403
    assert operator.get(f"/quarantine/{record}").status_code == 403
    assert "<form" not in operator.get(f"/review/{house.id(14)}").text
    assert say(operator, house, 14, "unsuppress").status_code == 303
    assert house.id(14) in operator.get("/review").text
    assert "Nothing is suppressed" in operator.get("/suppressed").text


def test_a_page_of_a_suppressed_document_that_nothing_has_read_yet_is_closed_too(house: Reviewing, operator) -> None:
    """As a recheck brings it, or as it waits in quarantine."""
    (record,) = house.rows("SELECT record_id::text FROM archive.snapshot WHERE site_id = 'tiny/14' LIMIT 1")[0]
    newer = "00000000-0000-4000-8000-000000000014"
    copied = f'jsonb_populate_record(s, \'{{"record_id": "{newer}", "offset": 99999999}}\')'
    house.execute(
        f"INSERT INTO archive.snapshot SELECT ({copied}).* FROM archive.snapshot s WHERE record_id = '{record}'"
    )
    try:
        assert say(operator, house, 14, "suppress").status_code == 303
        operator.app.dependency_overrides[access.may_act] = lambda: False
        assert operator.get(f"/stored/{newer}").status_code == 403
        assert operator.get(f"/quarantine/{newer}").status_code == 403
        assert say(operator, house, 14, "unsuppress").status_code == 303
        assert operator.get(f"/stored/{newer}").status_code != 403
    finally:
        house.execute(f"DELETE FROM archive.snapshot WHERE record_id = '{newer}'")


@pytest.mark.parametrize("document", ["nothing", "a" * 16, "%00", "a'b"])
def test_a_document_that_is_not_there_is_named(house: Reviewing, operator, document: str) -> None:
    answer = operator.get(f"/review/{document}")
    assert answer.status_code in (404, 422) and ("is published" in answer.text or "no text" in answer.text)


def test_another_sites_form_does_nothing(house: Reviewing, operator) -> None:
    del operator.app.dependency_overrides[access.operator]
    answer = operator.post(f"/review/{house.id(15)}", data={"action": "suppress", "reason": "x"})
    assert answer.status_code in (401, 403)
    assert house.rows("SELECT FROM pipeline.suppression") == []


def test_who_may_only_look_is_offered_no_form(house: Reviewing, operator) -> None:
    operator.app.dependency_overrides[access.may_act] = lambda: False
    assert "<form" not in operator.get(f"/review/{house.id(11)}?every=1").text
