"""What OpenLineage is told of our assets, and the files of its events."""

from __future__ import annotations

import json
import multiprocessing
import types

import attr
import pytest

from dags.common import names
from dags.common.lineage import AssetExtractor, DailyFile, Folder

DAY = "2026-03-01"


@attr.define
class Event:
    """An event as the client's serializer takes it, of more than one write of a buffered file."""

    word: str
    eventTime: str = f"{DAY}T10:00:00Z"


def task(**more):
    return types.SimpleNamespace(**{"inlets": [], "outlets": [], **more})


def told(operator):
    lineage = AssetExtractor(operator).extract()
    return [[(one.namespace, one.name) for one in some] for some in (lineage.inputs, lineage.outputs)]


def test_a_crawl_reads_a_ministry_and_writes_its_part_of_the_archive():
    crawl = task(ministry="sample", outlets=[names.archive_asset("sample")])
    assert told(crawl) == [[("ministries", "sample")], [("transcripts", "archive/sample")]]


def test_processing_reads_the_archive_and_writes_the_corpus():
    count = task(inlets=[names.archive_asset("sample")], outlets=[names.CORPUS])
    assert told(count) == [[("transcripts", "archive/sample")], [("transcripts", "corpus")]]


def test_a_task_without_assets_has_no_dataset():
    assert told(task(inlets=["a file"])) == [[], []]


def test_every_task_with_our_assets_is_of_an_operator_that_it_knows():
    from dags import collect, process, recheck
    from scraper.ministries import load_all

    ministry = next(iter(load_all().values()))
    dags = [process.dag, collect.collect_dag(ministry), recheck.recheck_dag(ministry)]
    kinds = {one.task_type for dag in dags for one in dag.tasks if one.inlets or one.outlets}
    assert kinds and kinds <= set(AssetExtractor.get_operator_classnames())


def test_events_of_several_processes_stand_each_in_a_line_of_its_own(tmp_path):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.map(_emit_ten, [(str(tmp_path / "lineage"), letter) for letter in "abcd"])
    lines = (tmp_path / "lineage" / f"{DAY}.jsonl").read_text().splitlines()
    assert len(lines) == 40
    assert {len(set(json.loads(line)["word"])) for line in lines} == {1}


def _emit_ten(asked):
    folder, letter = asked
    for _ in range(10):
        DailyFile(Folder(folder)).emit(Event(letter * 20_000))


def test_a_transport_without_a_folder_is_refused():
    with pytest.raises(RuntimeError, match="folder"):
        Folder.from_dict({"type": "dags.common.lineage.DailyFile"})
