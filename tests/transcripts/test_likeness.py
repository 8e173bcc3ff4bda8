"""Whether two pages of two generations are one document: number, time, title and text, and what must not be joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from transcripts.likeness import Facts, likeness

AT = datetime(2020, 2, 28, 13, 54, tzinfo=UTC)
WORDS = [
    "harbour",
    "minister",
    "ship",
    "treaty",
    "border",
    "river",
    "bridge",
    "friend",
    "answer",
    "question",
    "winter",
    "summer",
    "bread",
    "grain",
    "light",
]


def text(seed: int, words: int = 300) -> str:
    rng = Random(seed)
    return " ".join(f"{rng.choice(WORDS)}{rng.randrange(40)}" for _ in range(words))


def cut(body: str, share: float) -> str:
    words = body.split()
    return " ".join(words[: int(len(words) * share)])


def edited(body: str, share: float) -> str:
    """The text with so many of its words replaced, spread over all of it."""
    rng = Random(7)
    return " ".join("changed" if rng.random() < share else word for word in body.split())


ONE = Facts("12-28-02-2020", AT, AT.date(), "Briefing by the spokesperson, Moscow, February 28, 2020", text(1))
PLAIN = replace(ONE, number=None)
OTHER_TITLE = "On a meeting of deputy ministers in the capital"


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (ONE, ONE, "number"),
        (ONE, replace(ONE, body=cut(ONE.body, 0.2)), "number"),
        (ONE, replace(ONE, body=ONE.body + " " + text(2, 900)), "number"),
        (ONE, replace(ONE, title=OTHER_TITLE), "number"),
        (ONE, replace(ONE, body=edited(ONE.body, 0.05)), "number"),
        (ONE, replace(ONE, published_at=AT + timedelta(hours=5)), "number"),
        (replace(ONE, body=""), replace(ONE, body=""), "number"),
        (replace(ONE, body=""), ONE, "number"),
        (ONE, PLAIN, "time"),
        (PLAIN, replace(PLAIN, body=edited(ONE.body, 0.05)), "time"),
        (PLAIN, replace(PLAIN, published_at=None), "day"),
        (PLAIN, replace(PLAIN, published_at=AT + timedelta(hours=3)), "day"),
    ],
)
def test_the_same_document_is_known(one: Facts, other: Facts, rule: str) -> None:
    found, back = likeness(one, other), likeness(other, one)
    assert found is not None and found.evidence["rule"] == rule
    assert back == found
    assert 0.5 < found.score <= 1


FAR = {"published_at": AT + timedelta(days=30), "day": (AT + timedelta(days=30)).date()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ONE, replace(ONE, number="13-28-02-2020")),
        (ONE, replace(ONE, **FAR)),
        (PLAIN, replace(PLAIN, **FAR)),
        (ONE, replace(ONE, body=text(2))),
        (ONE, replace(ONE, body=edited(ONE.body, 0.2))),
        (PLAIN, replace(PLAIN, body=text(2))),
        (PLAIN, replace(PLAIN, body=text(2), title=OTHER_TITLE)),
        (PLAIN, replace(PLAIN, title=OTHER_TITLE)),
        (PLAIN, replace(PLAIN, body=edited(ONE.body, 0.2))),
        (replace(PLAIN, body=""), replace(PLAIN, body="")),
        (replace(ONE, body=""), replace(ONE, body="", title=OTHER_TITLE)),
        (replace(PLAIN, body="Thank you."), replace(PLAIN, body="Thank you all.")),
        (replace(PLAIN, published_at=None, day=None), replace(PLAIN, published_at=None, day=None)),
    ],
)
def test_what_is_another_document_is_not_joined(one: Facts, other: Facts) -> None:
    assert likeness(one, other) is None
    assert likeness(other, one) is None


def test_the_closer_one_has_the_higher_score() -> None:
    scores = [likeness(ONE, replace(ONE, body=edited(ONE.body, share))) for share in (0.0, 0.01, 0.03, 0.05)]
    found = [one.score for one in scores if one]
    assert found == sorted(found, reverse=True) and len(set(found)) == 4
