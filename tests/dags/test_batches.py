"""How batches of `process` are named and counted, and when the next run is worth starting."""

from __future__ import annotations

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

from dags.common import batches


def test_a_batch_is_named_by_its_ministry_its_days_and_how_much_it_is():
    batch = {"step": "segment", "ministry": "toy", "keys": ["7", "8", "12"], "days": ["2026-03-01", "2026-03-31"]}
    assert batches.name(batch) == "toy 2026-03-01..2026-03-31: 3 from 7"
    assert batches.name({**batch, "days": ["2026-03-01", "2026-03-01"]}) == "toy 2026-03-01: 3 from 7"
    assert batches.name({**batch, "days": []}) == "toy undated: 3 from 7"


def test_counts_of_batches_are_added_up_and_words_left_out():
    counts = [{"ok": 3, "failed": 1, "note": "slow"}, {"ok": 2, "unchanged": 4}]
    assert batches.total(counts) == {"ok": 5, "failed": 1, "unchanged": 4}
    assert batches.total([]) == {}


@pytest.mark.parametrize(
    ("counts", "got_on"),
    [({}, False), ({"failed": 3}, False), ({"ok": 0, "failed": 3}, False), ({"ok": 1, "failed": 3}, True)],
)
def test_a_run_that_only_failed_does_not_start_itself_again(counts, got_on):
    assert batches.got_on(counts) is got_on


def test_single_documents_that_failed_make_the_verdict_red_with_the_way_on():
    assert batches.verdict([[{"read": 3}], [{"segmented": 3, "turns": 9}], [{"published": 3}], [], []]) is None
    assert batches.verdict([None, [], [{"published": 0}], [{"aligned": 2}], None]) is None
    said = batches.verdict(
        [
            [{"read": 3, "failed": 1}, {"read": 2, "failed": 1}],
            [],
            [{"published": 4, "refused": 1}],
            [{"failed": 1}],
            [],
        ]
    )
    assert said is not None
    assert said.startswith("clean failed 2, publish refused 1, align failed 1. Next: `make status`")


def test_the_good_word_says_how_many_documents_are_in_doubt():
    assert batches.good([None, [], [{"published": 3}]]) == "no document failed, none was refused; publish published 3"
    said = batches.good([[], [{"segmented": 3, "to_review": 1}, {"segmented": 2, "to_review": 1}], []])
    assert said.startswith("no document failed, none was refused; 2 documents with a doubt: `make transcripts")


def test_a_correction_that_cannot_be_read_is_an_error_that_names_the_file(monkeypatch, tmp_path):
    import transcripts.correct
    import transcripts.decide
    import transcripts.issued
    from transcripts.corrections import BadCorrection

    def take(database_url, archive):
        raise BadCorrection(f"{archive}/corrections/1.json: it was changed")

    monkeypatch.setattr(transcripts.correct, "take", take)
    monkeypatch.setattr(transcripts.decide, "take", lambda *_: 0)
    monkeypatch.setattr(transcripts.issued, "take", lambda *_: 0)
    monkeypatch.setattr(batches.settings, "database_url", lambda: "")
    monkeypatch.setattr(batches.settings, "archive", lambda: "file:///archive")
    with pytest.raises(AirflowFailException, match=r"^file:///archive/corrections/1\.json: it was changed\. Next: "):
        batches.take_corrections()


def test_a_batch_that_failed_as_a_whole_is_an_error_that_names_it(monkeypatch):
    import transcripts.process

    counts = {"failed": 3}
    monkeypatch.setattr(batches.settings, "database_url", lambda: "")
    monkeypatch.setattr(batches.settings, "archive", lambda: "")
    monkeypatch.setattr(batches, "provenance", lambda context: {})
    monkeypatch.setattr(transcripts.process, "run_batch", lambda *_: counts)
    batch = {"step": "clean", "ministry": "toy", "keys": ["toy/1", "toy/3"]}
    with pytest.raises(AirflowException, match=r"^clean toy undated: 2 from toy/1: all 3 failed"):
        batches.run(batch, {})
    counts["read"] = 1
    assert batches.run(batch, {}) == {"ministry": "toy", "failed": 3, "read": 1}


@pytest.mark.parametrize(
    ("made", "shown", "news"),
    [([{"read": 2}], 0, True), ([{"failed": 2}], 0, False), ([], 1, True), ([], 0, False)],
)
def test_the_corpus_has_an_event_where_there_is_news_of_it(monkeypatch, made, shown, news):
    import transcripts.process

    monkeypatch.setattr(batches.settings, "database_url", lambda: "")
    monkeypatch.setattr(batches.settings, "archive", lambda: "")
    monkeypatch.setattr(transcripts.process, "settle", lambda *_: shown)
    monkeypatch.setattr(transcripts.process, "pending", lambda _: {"clean": 3})
    event = type("Event", (), {"extra": None})()
    context = {"outlet_events": {batches.names.CORPUS: event}}
    if not news:
        with pytest.raises(AirflowSkipException, match="nothing new"):
            batches.count([made, [], [], [], []], context)
        return
    assert batches.count([made, [], [], [], []], context) is bool(made)
    assert event.extra["left"] == {"clean": 3}
    assert event.extra["shown_or_hidden"] == shown
