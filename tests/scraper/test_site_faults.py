"""Faults of the sample's whole site, and what stands before documents: walls. Each ends as the script says."""

import json

import pytest
from crawling import crawl, plan_for
from serving import sample, served

from sample.faults.scripts import read_script
from scraper.evidence import FateLine

DAYS = ("2026-03-13", "2026-03-23")
SITE, WALLS = read_script("site"), read_script("walls")


def crawl_english(tmp_path, address, **more):
    return crawl(plan_for(tmp_path, "sample_english", *DAYS, address=address, **more))


@pytest.mark.parametrize("case", SITE, ids=[case.name for case in SITE])
def test_a_fault_of_the_site_ends_as_the_script_says(case, tmp_path):
    authority = tmp_path / "ca.pem"
    with served("--faults", "site", "--only", case.name, "--ca-file", authority) as address:
        trusted = {"ca_file": str(authority)} if case.what == "expired_certificate" else {}
        done = crawl_english(tmp_path, address, **trusted)
    outcome, _, words = case.crawl.partition(": ")
    assert done.report.outcome == outcome and words in done.report.reason
    if outcome != "OK":
        assert {line.purpose for line in done.snapshots} <= {"robots"}, "nothing else was asked"


def test_a_site_behind_https_is_read_where_its_ca_is_trusted(tmp_path):
    authority = tmp_path / "ca.pem"
    with served("--faults", "site", "--only", "unknown-certificate", "--ca-file", authority) as address:
        done = crawl_english(tmp_path, address, ca_file=str(authority))
    assert (done.report.outcome, address.partition(":")[0]) == ("OK", "https"), done.report.reason


@pytest.fixture(scope="module")
def walled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walls")
    with served("--faults", "walls") as address:
        return crawl_english(folder, address)


@pytest.mark.parametrize("case", WALLS, ids=[case.name for case in WALLS])
def test_a_wall_is_never_taken_for_a_document_and_kept_as_evidence(walled, case):
    (one,) = (one for one in json.loads(sample("faults", "--faults", "walls").stdout) if one["fault"] == case.name)
    (fate,) = (line for line in walled.of(FateLine) if line.site_id == one["site_id"])
    assert f"{fate.fate}: {fate.reason}".startswith(case.crawl)
    assert fate.record_id in {line.record_id for line in walled.snapshots}


def test_walls_are_counted_and_the_others_are_fetched(walled):
    blocked = sum("blocked" in case.crawl for case in WALLS)
    counts = walled.report.counts
    assert counts["blocked"] == blocked
    assert (counts["failed"], counts["fetched"]) == (len(WALLS), counts["listed"] - len(WALLS))
