"""The gate: what shuts it, and what pinning refuses."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.transcripts.evaluate.written import FERRY, ferry, write
from transcripts.evaluate import Gold, Measurement, measure, read_gold
from transcripts.evaluate.gate import BadGate, Gate, failings, pinned, read_gate, write_gate

DAY = "2026-11-25"


@pytest.fixture
def golds(tmp_path: Path) -> list[Gold]:
    return read_gold(write(tmp_path))


@pytest.fixture
def measured(golds: list[Gold]) -> Measurement:
    return measure(golds)


def test_floors_stand_just_under_what_is_measured(golds: list[Gold], measured: Measurement) -> None:
    gate = pinned(Gate(), golds, measured, "", DAY)
    assert gate.floors["mid_ru en"]["boundary_f1"] == 0.833  # 10 / 12
    assert gate.floors["mid_ru en"]["label"] == 1.0
    assert all(
        0 <= measured.groups[group].figures[name].share - Fraction(str(floor)) < Fraction(1, 1000)
        for group, figures in gate.floors.items()
        for name, floor in figures.items()
    )
    assert failings(gate, golds, measured) == []


def test_a_figure_under_its_floor_shuts_it(golds: list[Gold], measured: Measurement) -> None:
    gate = replace(pinned(Gate(), golds, measured, "", DAY), floors={"all": {"boundary_f1": 0.834, "label": 1.0}})
    assert failings(gate, golds, measured) == [
        "all: boundary_f1: 0.83333 (10 of 12) is under its floor, 0.834; --verbose lists what is wrong"
    ]


def test_so_does_one_under_what_it_must_be_at_least(golds: list[Gold], measured: Measurement) -> None:
    gate = replace(pinned(Gate(), golds, measured, "", DAY), least={"each": {"exchange_f1": 0.97}})
    assert failings(gate, golds, measured) == [
        "mid_ru en: exchange_f1: 0.80000 (4 of 5) is under what it must be at least, 0.97; --verbose lists what is wrong"
    ]


def test_a_group_of_its_own_is_asked_for_instead_of_each(golds: list[Gold], measured: Measurement) -> None:
    least = {"each": {"exchange_f1": 0.97}, "mid_ru en": {"exchange_f1": 0.8}}
    assert failings(replace(pinned(Gate(), golds, measured, "", DAY), least=least), golds, measured) == []


def test_a_floor_that_nothing_is_measured_for_shuts_it(golds: list[Gold], measured: Measurement) -> None:
    gate = replace(pinned(Gate(), golds, measured, "", DAY), floors={"mid_ru de": {"label": 0.5}})
    assert failings(gate, golds, measured) == ["mid_ru de: label: there is nothing that it could be measured on"]


def test_changed_gold_missing_gold_and_gold_that_nobody_pinned(tmp_path: Path, golds: list[Gold]) -> None:
    gate = pinned(Gate(), golds, measure(golds), "", DAY)
    now = read_gold(write(tmp_path, gold={**ferry(), "remarks": "Changed."}))
    assert failings(gate, now, measure(now)) == [
        'ferry: its gold was changed since it was pinned; bring it back, or pin it anew with --pin and --lower "why"'
    ]
    write(tmp_path, "boat")
    (tmp_path / "gold/ferry.json").unlink()
    now = read_gold(tmp_path)
    assert failings(gate, now, measure(now)) == [
        'ferry: is pinned and not there; bring it back, or pin it anew with --pin and --lower "why"',
        "boat: is not pinned; --pin adds it",
    ]


def test_pinning_lowers_nothing_without_a_reason(golds: list[Gold], measured: Measurement) -> None:
    before = pinned(Gate(), golds, measured, "", DAY)
    higher = replace(before, floors={"all": {"boundary_f1": 0.9}, "mid_ru de": {"label": 0.5}})
    with pytest.raises(BadGate) as caught:
        pinned(higher, golds, measured, "", DAY)
    said = ["all boundary_f1 0.9 (now 0.833)", "mid_ru de label 0.5 (now nothing)"]
    assert str(caught.value) == f'this would give up: {"; ".join(said)}. Say why with --lower "why", and it is noted'
    lowered = pinned(higher, golds, measured, "an easier rule", DAY)
    assert lowered.lowered == [{"date": DAY, "why": "an easier rule", "what": said}]
    assert lowered.floors == before.floors


def test_pinning_changes_no_digest_without_a_reason_but_adds_documents(tmp_path: Path, golds: list[Gold]) -> None:
    gate = pinned(Gate(), golds, measure(golds), "", DAY)
    more = read_gold(write(tmp_path, "boat"))
    assert set(pinned(gate, more, measure(more), "", DAY).documents) == {"boat", "ferry"}
    changed = read_gold(write(tmp_path, gold={**ferry(), "remarks": "Changed."}))
    with pytest.raises(BadGate, match="give up: ferry as it was pinned"):
        pinned(gate, changed, measure(changed), "", DAY)


def test_raising_a_floor_needs_no_reason_and_leaves_no_note(golds: list[Gold], measured: Measurement) -> None:
    low = replace(pinned(Gate(), golds, measured, "", DAY), floors={"all": {"boundary_f1": 0.5}})
    raised = pinned(low, golds, measured, "no need", DAY)
    assert (raised.floors["all"]["boundary_f1"], raised.lowered) == (0.833, [])


def test_a_gate_is_read_as_it_was_written(tmp_path: Path, golds: list[Gold], measured: Measurement) -> None:
    gate = pinned(Gate("ours", {"each": {"label": 0.9}}), golds, measured, "", DAY)
    write_gate(tmp_path / "gate.json", gate)
    assert read_gate(tmp_path / "gate.json") == gate


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "unknown key (no object)"),
        ('{"roof": 1}', "unknown key roof (known are about, least, floors, documents, lowered)"),
        ('{"floors": {"all": {"boundary": 1}}}', "floors: all: there is no figure boundary (known are boundary_f1,"),
        ('{"least": {"all": {"label": 99}}}', "least: all: label: must be a share from 0 to 1, not 99"),
        ('{"documents": {"ferry": {"gold": "0"}}}', "documents: ferry: must hold the digests gold and text"),
        ('{"floors": []}', "floors: must be an object, not []"),
        ('{"floors": {"all": 1}}', "floors: all: must be an object, not 1"),
        ('{"least": {"all": {"label": true}}}', "least: all: label: must be a share from 0 to 1, not True"),
        ('{"documents": []}', "documents: must be an object, not []"),
        ('{"lowered": "yes"}', "lowered: must be a list, not 'yes'"),
    ],
)
def test_a_gate_that_is_not_in_its_form(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "gate.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadGate) as caught:
        read_gate(path)
    assert str(caught.value).startswith(f"{path}: {said}")


def test_a_changed_text_is_seen_too(tmp_path: Path, golds: list[Gold]) -> None:
    gate = pinned(Gate(), golds, measure(golds), "", DAY)
    gate.documents["ferry"]["text"] = "0" * 64
    assert FERRY in (tmp_path / "texts/ferry.txt").read_text(encoding="utf-8")
    assert failings(gate, golds, measure(golds))[0].startswith("ferry: its text was changed since it was pinned")
    assert json.loads(json.dumps(gate.documents))
