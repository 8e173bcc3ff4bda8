"""Whatever a form's body holds, the answer is a page that says what is wrong with it, and nothing was done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.routing import APIRoute

from tests.scraper.tiny_site import html
from tests.transcripts.reviewing import Reviewing, reviewing
from ui.app import make_app

pytestmark = pytest.mark.database
FORM = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
DOUBTFUL = ("Question: Why?", "Sergey Lavrov: So.", "Quesiton: When?", "Sergey Lavrov: Soon.")
#: Every route that takes a form; a new one is walked by itself.
POSTED = sorted({route.path for route in make_app().routes if isinstance(route, APIRoute) and "POST" in route.methods})
FIELDS = (
    "action", "reason", "turn", "speaker", "person_id", "role", "kind", "outlet", "quote", "label", "paragraph", "undoes",
    "seen", "then", "title", "published_at", "event_date", "record", "document", "subject", "key", "language", "decision",
    "ministry", "of_reason", "of_ministry", "of_language", "page",
)  # fmt: skip
ACTIONS = ("turn", "join", "split", "kind", "title", "date", "confirm", "undo", "suppress", "unsuppress")
ODD = {
    "right to left and back": "\u202eabc\u202c \u2066x\u2069",
    "joined": "👩‍👩‍👧‍👦 e\u0301 \u200d\ufeff",
    "outside of any plane that is used": "\U0010ffff\ufffe",
    "markup": "<script>alert(1)</script>'\"--;{{ 7*7 }}",
    "long": "x" * 20_000,
    "number": "9" * 400,
    "blank": " \t\r\n ",
    "empty": "",
}


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    with (
        reviewing(database_url, tmp_path_factory.mktemp("forms"), (1,)) as it,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TRANSCRIPTS_ARCHIVE", it.archive)
        it.publish({11: DOUBTFUL})
        it.site.pages["/doc/21"] = html("<p>Nothing.</p>")
        it.site.publish(1, 11, 21)
        it.collect(it.site)
        it.process()
        yield it


@pytest.fixture
def said(house: Reviewing) -> Iterator[None]:
    """Nothing is said in a test."""
    count = "SELECT (SELECT count(*) FROM corpus.correction), (SELECT count(*) FROM pipeline.decision), (SELECT count(*) FROM pipeline.quarantine)"
    before = house.rows(count)
    yield
    assert house.rows(count) == before


class Item(dict[str, str]):
    """Ids for an address; of what these tests have none: one that nothing has."""

    def __missing__(self, name: str) -> str:
        return "99999999"


def paths(house: Reviewing, *, known: bool) -> list[str]:
    """The routes' addresses with ids that are there, or with none that are."""
    (record,) = house.rows("SELECT record_id::text FROM archive.snapshot WHERE site_id = 'tiny/21'")[0]
    there = {"document_id": house.id(11), "record": record, "ministry": "tiny", "day": "2026-03-02"}
    none = {
        "document_id": "a" * 16,
        "record": "00000000-0000-4000-8000-000000000000",
        "ministry": "none",
        "day": "2026-03-02",
    }
    return [path.format_map(Item(there if known else none)) for path in POSTED]


def sent(client: Any, path: str, body: bytes | str, **headers: str) -> Any:
    return client.post(path, content=body, headers={**FORM, **headers}, follow_redirects=False)


def told(answer: Any) -> str:
    assert answer.headers["content-type"].startswith("text/html") and "<nav" in answer.text, "a page of ours"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return str(answer.text)


def test_there_are_forms_to_walk() -> None:
    assert {"/review/{document_id}", "/quarantine/{record}/aside", "/coverage/{ministry}/{day}/accept"} <= set(POSTED)


@pytest.mark.parametrize("body", [b"reason=a%00b", b"reason=%07", b"re%01ason=x", b"turn=%1b[2J", b"seen=%C2%85"])
def test_a_character_that_is_no_text_is_named(house: Reviewing, operator: Any, said: None, body: bytes) -> None:
    for path in paths(house, known=True):
        answer = sent(operator, path, body)
        assert answer.status_code == 400 and "holds a character that is no text (U+00" in told(answer), path


@pytest.mark.parametrize("body", [b"reason=%ff", b"reason=%ED%A0%80", b"reason=\xff", b"reason=%C0%80"])
def test_what_is_not_utf8_is_said(house: Reviewing, operator: Any, said: None, body: bytes) -> None:
    for path in paths(house, known=True):
        answer = sent(operator, path, body)
        assert answer.status_code == 400 and "is not UTF-8" in told(answer), path


def test_a_form_of_a_megabyte_or_of_a_thousand_fields_is_refused(house: Reviewing, operator: Any, said: None) -> None:
    for path in paths(house, known=True):
        large = sent(operator, path, urlencode({"reason": "x" * 1_000_000}))
        assert large.status_code == 413 and "holds more than 64 KB" in told(large), path
        pieces = sent(operator, path, "&".join(f"f{n}=1" for n in range(1000)))
        assert pieces.status_code == 400 and "more than 100 fields" in told(pieces), path
        other = sent(operator, path, b'{"reason": "x"}', **{"content-type": "application/json"})
        assert other.status_code == 415 and "application/json" in told(other), path


def test_half_a_form_whose_sender_went_away_is_not_acted_on(house: Reviewing, operator: Any, said: None) -> None:
    """Its first half alone would be a whole suppression, for half of a reason."""
    half = urlencode({"action": "suppress", "reason": "asked for by the min"}).encode()
    came = [{"type": "http.request", "body": half, "more_body": True}, {"type": "http.disconnect"}]
    answered: list[Any] = []

    async def receive() -> Any:
        return came.pop(0) if len(came) > 1 else came[0]

    async def send(message: Any) -> None:
        answered.append(message)

    address, headers = f"/review/{house.id(11)}", [(name.encode(), value.encode()) for name, value in FORM.items()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": address,
        "raw_path": address.encode(),
        "query_string": b"",
        "headers": headers,
    }
    asyncio.run(operator.app(scope, receive, send))
    assert answered[0]["status"] == 400 and b"broke off" in answered[1]["body"]


def test_an_item_that_is_not_there_is_a_page_that_says_so(house: Reviewing, operator: Any, said: None) -> None:
    for path in paths(house, known=False):
        for action in ACTIONS:
            body = {
                "action": action,
                "reason": "x",
                "subject": "document",
                "key": "k",
                "decision": "f" * 16,
                "record": "none",
                "document": "none",
            }
            answer = sent(operator, path, urlencode(body))
            assert answer.status_code in (303, 404, 409, 422), (path, action, answer.status_code)
            if answer.status_code == 303:
                assert path == "/quarantine/again", "of a reason for which nothing waits, nothing is read again"
            else:
                told(answer)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_words_in_every_field_are_an_answer_and_never_a_fault(
    house: Reviewing, operator: Any, said: None, odd: str
) -> None:
    again = "/again" if not odd else "nowhere"  # a form that says nothing asks for another reading, and gets it
    for path in (one for one in paths(house, known=True) if not one.endswith(again)):
        for action in (odd, *ACTIONS) if path.startswith("/review/") else ("",):
            body = {name: odd for name in FIELDS if not (name in ("subject", "reason") and len(odd) > 1000)} | {
                "action": action
            }
            # Without a reason nothing that is taken by mistake would be taken.
            answer = sent(operator, path, urlencode(body | {"reason": " "}))
            assert answer.status_code in (200, 303, 400, 404, 409, 413, 422), (path, action, answer.status_code)
            if answer.status_code >= 400:
                assert "<script>alert" not in told(answer)


def test_a_form_without_any_field_says_what_is_missing(house: Reviewing, operator: Any, said: None) -> None:
    for path in (one for one in paths(house, known=True) if not one.endswith("/again")):
        answer = sent(operator, path, b"")
        assert answer.status_code in (400, 409, 422), (path, answer.status_code)
        told(answer)


def test_a_page_far_behind_the_last_is_empty(house: Reviewing, operator: Any) -> None:
    for path in ("/quarantine", "/review"):
        assert operator.get(path, params={"page": "9" * 30}).status_code == 200
