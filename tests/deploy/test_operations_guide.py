"""docs/operations.md says what is there: its commands, services, settings and outcomes exist, and none is left out."""

from __future__ import annotations

import re

import pytest

from dags.common import settings, verdict
from scraper.evidence import OUTCOMES
from tests.deploy import compose_file

GUIDE = (compose_file.ROOT / "docs" / "operations.md").read_text("utf-8")


def test_every_make_command_is_a_target():
    targets = set(re.findall(r"^([a-z-]+):", (compose_file.ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", GUIDE.replace("of `make`", "")))
    assert {"run", "status", "airflow", "transcripts"} <= named <= targets


def test_every_service_of_a_compose_command_is_one():
    named = set(re.findall(r"docker compose (?:exec(?: -T)?|logs|stop|start) ([a-z-]+)", GUIDE))
    assert {"worker", "postgres", "store", "init"} <= named <= set(compose_file.services())


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_explained_with_its_colour(outcome):
    colour = "red" if outcome in verdict.NEXT_STEP else "green"
    assert re.search(rf"^\| {outcome} \| {colour} \| \S", GUIDE, re.MULTILINE)


def test_every_setting_of_a_task_is_in_the_table():
    names = {value for name, value in vars(settings).items() if name.isupper() and value.startswith("transcripts_")}
    assert len(names) == 18
    assert [name for name in names if not re.search(rf"^\| (connection|Variable) `{name}`", GUIDE, re.MULTILINE)] == []


def test_every_volume_of_production_is_placed():
    assert [name for name in compose_file.written()["volumes"] if f"| `{name}` |" not in GUIDE] == []


def test_every_file_that_it_names_is_there():
    named = set(re.findall(r"\b((?:tests/)?(?:docs|deploy)/[\w.-]+\.\w+)", GUIDE))
    assert {"docs/adding-a-ministry.md", "deploy/make_env.py"} <= named
    assert [name for name in named if not (compose_file.ROOT / name).exists()] == []
