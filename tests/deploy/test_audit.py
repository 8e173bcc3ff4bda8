"""The audit of packages: it says what it found, and never that all is well where it could not know."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from deploy import audit

BAD = {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"]}]}
GOOD = {"name": "fine", "version": "1.0", "vulns": []}
SKIPPED = {"name": "odd", "skip_reason": "Dependency not found on PyPI and could not be audited: odd (1.0)"}


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a program in pip-audit's place that gives one answer after another."""

    def put(*packages: list[dict] | str) -> None:
        texts = [one if isinstance(one, str) else json.dumps({"dependencies": one}) for one in packages]
        (tmp_path / "answers.json").write_text(json.dumps(texts), "utf-8")
        (tmp_path / "pip_audit.py").write_text(
            "import json, pathlib, sys\n"
            "file = pathlib.Path(__file__).with_name('answers.json')\n"
            "first, *rest = json.loads(file.read_text())\n"
            "file.write_text(json.dumps(rest))\n"
            "sys.stdout.write(first)\n"
            "sys.stderr.write('no route to the index')\n",
            "utf-8",
        )
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert sys.executable
    return put


def test_all_is_well_only_where_a_bad_package_is_known_as_one(answers, capsys) -> None:
    answers([BAD], [GOOD, GOOD])
    assert audit.main([]) == 0
    assert "no pinned package has a known vulnerability" in capsys.readouterr().out


def test_a_vulnerability_is_named_with_the_version_that_mends_it(answers, capsys) -> None:
    answers([BAD], [GOOD, BAD])
    assert audit.main(["--if-reached"]) == 1
    assert capsys.readouterr().out == "jinja2 2.4.1: PYSEC-2014-8, mended in 2.7.2\n"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (([{**GOOD, "name": "jinja2"}],), "does not say that jinja2==2.4.1 is vulnerable"),
        (([SKIPPED],), "does not say that jinja2==2.4.1 is vulnerable"),
        (("",), "pip-audit ended with 0: no route to the index"),
        (([BAD], [GOOD, SKIPPED]), "1 packages could not be looked up"),
    ],
    ids=["knows none", "knows no package", "not reached", "one left out"],
)
def test_where_it_cannot_be_known_it_is_not_said_to_be_well(answers, capsys, said, why: str) -> None:
    answers(*said)
    assert audit.main([]) == 3
    answers(*said)
    assert audit.main(["--if-reached"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err.count("audit: NOT CHECKED") == 2 and why in shown.err
