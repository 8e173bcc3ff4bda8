"""Turns of two versions are matched by what needs no dictionary; documents are tied by what their pages print."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from transcripts.align import BadWeights, Spoken, Version, align
from transcripts.align.weights import weights
from transcripts.align.words import sound, words_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ask(text: str, **more: str) -> Spoken:
    return Spoken(text, "journalist", "question", **more)


def say(text: str, person: str | None = "Ada Toy", **more: str) -> Spoken:
    return Spoken(text, "official", "answer", person, **more)


def version(language: str, *turns: Spoken, **more: object) -> Version:
    exchanges: list[list[int]] = []
    for place, turn in enumerate(turns):
        if turn.kind == "question" and (not exchanges or turns[place - 1].kind != "question"):
            exchanges.append([])
        if exchanges:
            exchanges[-1].append(place)
    plain = Version("a/1", language, "interview", None, NOON, ("de", "en"), tuple(turns), tuple(map(tuple, exchanges)))
    return replace(plain, **more)


EN = version(
    "en", ask("How many of the 14 ferries sail?"), say("Nine of the 14, and 22 from 2031 on."),
    ask("And what of Kerto and its 300 pupils?"), say("The school in Kerto opens in 2029."),
)  # fmt: skip
DE = version(
    "de", ask("Wie viele der 14 Schiffe fahren?"), say("Neun der 14, und ab 2031 dann 22."),
    ask("Und was ist mit Kerto und seinen 300 Kindern?"), say("Die Schule in Kerto \u00f6ffnet 2029."),
)  # fmt: skip


def pairs(one: Version, other: Version) -> list[tuple[int, int]]:
    return [(pair.one, pair.other) for pair in align(one, other).turns]


def only(given: Version, *places: int) -> Version:
    return version(given.language, *(given.turns[place] for place in places))


def test_turn_by_turn_with_scores_near_one() -> None:
    found = align(EN, DE)
    assert [(pair.one, pair.other) for pair in found.turns] == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert all(0.95 < pair.score <= 1 for pair in [*found.turns, *found.exchanges])
    assert [(pair.one, pair.other) for pair in found.exchanges] == [(0, 0), (1, 1)]


def test_an_answer_that_is_missing_is_no_bodys_counterpart() -> None:
    found = align(EN, only(DE, 0, 2, 3))
    assert [(pair.one, pair.other) for pair in found.turns] == [(0, 0), (2, 1), (3, 2)]
    assert [(pair.one, pair.other) for pair in found.exchanges] == [(0, 0), (1, 0)]
    assert found.exchanges[0].score < 0.6 < found.exchanges[1].score, "one of them is but half there"


def test_two_turns_that_are_one_in_the_other_version_each_pair_with_it() -> None:
    halves = (say("Nine of the 14."), say("And 22 from 2031 on."))
    assert pairs(version("en", EN.turns[0], *halves, *EN.turns[2:]), DE)[1:3] == [(1, 1), (2, 1)]
    assert pairs(DE, version("en", EN.turns[0], *halves, *EN.turns[2:]))[1:3] == [(1, 1), (1, 2)]


def test_two_exchanges_the_other_way_round() -> None:
    assert pairs(EN, only(DE, 2, 3, 0, 1)) == [(0, 2), (1, 3), (2, 0), (3, 1)]


def test_a_turn_left_in_the_original_is_found_by_its_place_and_its_words() -> None:
    assert pairs(EN, version("de", EN.turns[0], *DE.turns[1:])) == [(0, 0), (1, 1), (2, 2), (3, 3)]


def test_a_moderator_whom_only_one_version_prints_has_no_counterpart() -> None:
    word = Spoken("Bitte sch\u00f6n.", "moderator", "remark")
    found = pairs(EN, version("de", word, *DE.turns[:2], word, *DE.turns[2:]))
    assert found == [(0, 1), (1, 2), (2, 4), (3, 5)]


def test_another_person_is_another_turn() -> None:
    found = pairs(EN, version("de", DE.turns[0], say("Ja.", "Otto Spiel"), *DE.turns[1:]))
    assert found == [(0, 0), (1, 2), (2, 3), (3, 4)]


def test_it_is_the_same_from_either_side() -> None:
    there, back = align(EN, only(DE, 2, 3, 0)), align(only(DE, 2, 3, 0), EN)
    assert {(p.one, p.other, p.score) for p in there.turns} == {(p.other, p.one, p.score) for p in back.turns}


def test_versions_without_turns_are_tied_and_have_no_pairs() -> None:
    found = align(version("en", kind="title_only"), version("de", kind="title_only"))
    assert (found.tie.rule, found.turns, found.exchanges) == ("id", (), ())


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ({}, "id"),
        ({"number": "8-02-03-2026"}, "id"),
        ({"number": "8-02-03-2026", "published_at": NOON + timedelta(days=1)}, "other"),
        ({"number": "7-02-03-2026", "published_at": NOON + timedelta(days=300)}, "id"),
        ({"number": None, "published_at": NOON + timedelta(days=44)}, "id"),
        ({"number": None, "published_at": NOON + timedelta(days=46)}, "other"),
        ({"number": None, "published_at": None}, "id"),
        ({"site_id": "b/9", "number": "7-02-03-2026", "published_at": NOON + timedelta(days=30)}, "number"),
        ({"site_id": "b/9", "number": "7-02-03-2026", "published_at": NOON + timedelta(days=500)}, "other"),
        ({"site_id": "b/9", "number": None}, "time"),
        ({"site_id": "b/9", "number": "8-02-03-2026"}, "other"),
        ({"site_id": "b/9", "number": None, "languages": ("de",)}, "other"),
        ({"site_id": "b/9", "number": None, "kind": "briefing"}, "other"),
        ({"site_id": "b/9", "number": None, "published_at": NOON + timedelta(minutes=20)}, "other"),
    ],
)
def test_what_ties_two_documents(other: dict[str, object], rule: str) -> None:
    found = align(replace(EN, number="7-02-03-2026"), replace(DE, **{"number": "7-02-03-2026", **other}))
    assert found.tie.rule == rule
    assert (found.tie.score > 0) == found.tie.tied == bool(found.turns) == (rule != "other")


def test_a_number_or_a_minute_must_be_borne_out_by_the_words() -> None:
    """Two talks of one minute, that say something else."""
    words = ("Wer zahlt die 12 Busse?", "Das Land, bis 2040.", "Und die 77 B\u00e4ume?", "Die pflanzt Mareno.")
    other = version(
        "de", *(replace(turn, text=text) for turn, text in zip(DE.turns, words, strict=True)), site_id="b/9"
    )
    assert align(EN, other).tie.rule == "other"
    later = {"number": "7", "published_at": NOON + timedelta(days=3)}
    assert align(replace(EN, number="7"), replace(other, **later)).tie.rule == "other"


def test_one_number_at_one_time_ties_also_where_no_turn_has_a_counterpart_and_is_not_sure() -> None:
    other = version(
        "de", say("Von ganz anderen Dingen war die Rede, und von keiner Zahl.", "Bo Else"), site_id="b/9", number="7"
    )
    found = align(replace(only(EN, 0), number="7"), other)
    assert found.turns == () and found.tie.rule == "number"
    assert 0 < found.tie.score < 0.1


def test_names_sound_alike_in_other_letters() -> None:
    for spellings in (
        ("Kerto", "\u041a\u0435\u0440\u0442\u043e", "\u0643\u064a\u0631\u062a\u0648"),
        ("Tormund", "\u0422\u043e\u0440\u043c\u0443\u043d\u0434\u043e\u043c"),
        ("Lipnitz", "\u041b\u0438\u043f\u043d\u0438\u0446\u0435"),
    ):
        assert len({sound(spelling) for spelling in spellings}) == 1


def test_numbers_are_the_same_however_they_are_printed() -> None:
    for text in (
        "12,500 and 3.5",
        "12 500 und 3,5",
        "12.500 e 3,5",
        "\u0661\u0662\u066c\u0665\u0660\u0660 \u0663\u066b\u0665",
    ):
        assert words_of(text, 100).numbers == {"12500", "3.5"}, text


@pytest.mark.full
def test_thousands_of_turns_are_matched_in_seconds_and_it_is_said_that_not_all_was_compared() -> None:
    def long(language: str, skipped: int) -> Version:
        turns = [ask(f"What of {n} and {n * 7}?") if n % 2 else say(f"It is {n * 3} in {n}.") for n in range(5000)]
        return version(language, *turns[skipped:])

    began = time.process_time()
    found = align(long("en", 0), long("de", 12))
    assert time.process_time() - began < 60
    assert found.notices[0] == "5000 and 4988 turns: only pairs near the diagonal were compared"
    right = sum(pair.one == pair.other + 12 for pair in found.turns)
    assert right > 0.99 * 4988


@pytest.mark.full
def test_nothing_in_common_at_all_does_not_explode() -> None:
    one = version("en", *(ask(f"Why {n}?") for n in range(0, 400)))
    other = version("de", *(say("So.") for _ in range(400)))
    began = time.process_time()
    align(one, other)
    assert time.process_time() - began < 30


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("prior = -0.5", "prior = true"), r"turn\.prior: True is no number"),
        (("prior = -0.5", ""), r"turn: prior is missing or unknown"),
        (("[limits]", "[limits"), "cannot be read"),
    ],
)
def test_a_file_of_weights_that_cannot_be_used(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    from transcripts.align import FILE

    file = tmp_path / "align.toml"
    file.write_text(FILE.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(BadWeights, match=f"align.toml: {said}"):
        weights(file)
