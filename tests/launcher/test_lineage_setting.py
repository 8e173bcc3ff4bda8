"""OpenLineage is off unless it is asked for, and costs nothing then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from launcher import settings

ROOT = Path(__file__).resolve().parents[2]


def loaded(**more):
    """Which of OpenLineage's modules a process has that loaded Airflow's plugins, and how many listeners they brought."""
    code = """
import json, sys
from airflow import plugins_manager
found, errors = plugins_manager._get_plugins()
mine = [one for one in found if one.name == "OpenLineageProviderPlugin"]
print(json.dumps([len(mine), sum(len(one.listeners) for one in mine), "openlineage.client" in sys.modules]))
"""
    environment = {**os.environ, "AIRFLOW__CORE__UNIT_TEST_MODE": "True", **more}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def as_environment(found):
    return {f"AIRFLOW__{name}": value for name, value in found.items()}


def test_without_the_setting_nothing_listens_and_no_client_is_loaded():
    """Whatever another program's OpenLineage has said in the caller's environment."""
    assert loaded(OPENLINEAGE_URL="http://127.0.0.1:1", **as_environment(settings.lineage(None))) == [1, 0, False]


@pytest.mark.full
def test_with_it_there_is_a_listener(tmp_path):
    assert loaded(**as_environment(settings.lineage(str(tmp_path)))) == [1, 1, True]


def test_the_folder_may_be_relative():
    transport = json.loads(settings.lineage("lineage")["OPENLINEAGE__TRANSPORT"])
    assert transport["folder"] == str(Path("lineage").absolute())


def test_the_provider_is_what_we_depend_on():
    depends = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert "apache-airflow-providers-openlineage" in depends
