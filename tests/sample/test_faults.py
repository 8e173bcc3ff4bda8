"""Scripts of faults: data that is checked, bound to the month, and told as a page of the docs."""

import json
from collections import Counter
from pathlib import Path

import pytest

from sample.faults.kinds import KINDS
from sample.faults.scripts import read_script, scripts
from sample.faults.table import SCRIPTS, page
from tests.sample.serving import sample

DOCS = Path(__file__).parents[2] / "docs" / "faults.md"


def told(*arguments: str) -> list[dict]:
    done = sample("faults", *arguments)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_the_page_of_the_docs_is_what_the_scripts_say():
    assert DOCS.read_text("utf-8") == page(), "python -m sample faults --table > docs/faults.md"
    assert set(SCRIPTS) == set(scripts())


def test_the_storm_throws_every_fault_of_it_at_something_of_its_own():
    bound = told("--faults", "storm")
    assert len(bound) == len(read_script("storm")) >= 30
    assert all(one["expected"]["crawl"] and one["expected"]["tells"] for one in bound)
    struck = Counter((one["site_id"], one["language"]) for one in bound if one["of"] == "document")
    assert max(struck.values()) == 1
    assert {one["of"] for one in bound} == {"document", "list", "feed", "robots"}


def test_every_kind_of_fault_is_thrown_by_a_script_and_no_two_faults_share_a_name():
    cases = [case for name in scripts() for case in read_script(name)]
    assert {case.what for case in cases} == set(KINDS)
    assert max(Counter(case.name for case in cases).values()) == 1


def test_some_of_them_can_be_chosen_and_several_scripts_joined():
    assert [one["fault"] for one in told("--faults", "storm,walls", "--only", "403", "--only", "410")] == ["403", "410"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('name = "x"\nof = "document"', "no what"),
        ('name = "x"\nwhat = "earthquake"\nof = "document"', "unknown 'earthquake'; known: "),
        ('name = "x"\nwhat = "no_link"\nof = "document"', "can be thrown at list, not at 'document'"),
        ('name = "x"\nwhat = "slow"\nof = "list"\nhours = 1', "unknown option hours; slow takes seconds"),
        ("name = ", "Invalid value"),
    ],
)
def test_a_script_that_makes_no_sense_is_told_with_file_and_fault(tmp_path, line, why):
    file = tmp_path / "mine.toml"
    file.write_text(f"[[fault]]\n{line}\n")
    done = sample("faults", "--faults", file)
    assert done.returncode == 2
    assert "mine.toml" in done.stderr.decode() and why in done.stderr.decode()


def test_unknown_names_are_told_with_those_that_are_known():
    assert b"known are none, patience, script, site, storm, walls" in sample("faults", "--faults", "gale").stderr
    assert b"no fault gale in the script; it has " in sample("faults", "--only", "gale").stderr
