"""Who changed it: the source, its layout, or our reading. Told by reading the page of then with today's code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from transcripts.canary import compare
from transcripts.canary.facts import Facts, Read
from transcripts.canary.pins import DocumentPin, ListPin
from transcripts.clean.selectors import Hit
from transcripts.model import Quarantine

THEN = Facts("Harbours", "2026-03-02", "1-02-03-2026", "aa", 4)
PIN = DocumentPin("/doc/1", "en", THEN.title, THEN.published, THEN.number, THEN.text, THEN.turns, "sha256:X", "3 3")
EDITED, OTHERWISE = replace(THEN, text="bb", turns=5), replace(THEN, text="cc")
UNREAD = Quarantine("body_missing", "page: no body container at div.words", "div.words")
BODY = Hit("page", "body", "div.words", 1, needed=True)


def read(facts: Facts | Quarantine, count: int = 1) -> Read:
    return Read(facts, "page", (replace(BODY, count=count),))


@pytest.mark.parametrize(
    ("live", "stored", "verdict"),
    [
        (THEN, THEN, "holds"),
        (THEN, None, "holds"),
        (EDITED, THEN, "source"),
        (OTHERWISE, OTHERWISE, "reading"),
        (EDITED, OTHERWISE, "both"),
        (EDITED, UNREAD, "both"),
        (EDITED, None, "unclear"),
        (UNREAD, THEN, "layout"),
        (UNREAD, UNREAD, "reading"),
        (UNREAD, None, "unclear"),
    ],
)
def test_the_page_of_then_tells_who_changed_it(live, stored, verdict):
    found = compare.document(PIN, read(live), read(stored) if stored else None)
    assert found.verdict == verdict
    assert ("address" in found.holds) and bool(found.changed) == (verdict != "holds")


def test_an_address_that_does_not_answer_is_told_with_the_reason():
    found = compare.document(PIN, "failed: http_404", read(THEN))
    assert (found.verdict, found.changed, found.holds) == ("address", ("failed: http_404",), ())


def test_what_changed_and_what_holds_is_named():
    found = compare.document(PIN, read(EDITED), read(THEN))
    assert found.changed == ("text: another digest", "turns: was 4, is 5")
    assert found.holds == ("address", "layout page", "title", "published", "number")


def test_a_selector_that_hit_then_and_hits_nothing_now_is_named():
    found = compare.document(PIN, read(UNREAD, count=0), read(THEN))
    assert found.changed == (
        "body_missing: page: no body container at div.words",
        "selector 'div.words' (page, body) hit then and hits nothing now",
    )


def test_a_lists_entries_are_compared():
    pin = ListPin("news", "en", "2026-03-02", ("a", "b", "c"))
    assert compare.a_list(pin, ["c", "b", "a"], []).verdict == "holds"
    changed = compare.a_list(pin, ["a", "x"], [])
    assert (changed.verdict, changed.changed) == ("source", ("2 entries are missing: b, c", "1 entries are new: x"))
    drift = compare.a_list(pin, [], ["no list on the page"])
    assert drift.verdict == "layout" and drift.changed == ("no list on the page", "3 entries are missing: a, b, c")
    assert compare.a_list(pin, None, []).verdict == "address"
    many = compare.a_list(ListPin("news", "en", "2026-03-02", ()), list("abcdef"), [])
    assert many.changed == ("6 entries are new: a, b, c and 3 more",)
