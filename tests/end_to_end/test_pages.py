"""The operators' pages in Airflow's UI, in a real browser, with the sample's month behind them."""

from __future__ import annotations

import pytest

from tests.browsing import browsing
from tests.end_to_end.house import House

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(300)]

VIEWS = {"/coverage": "Coverage", "/health": "Health", "/quarantine": "Quarantine and review", "/documents": "Reader"}


def test_each_view_stands_in_the_navigation_and_the_console_is_quiet(main_job: House) -> None:
    with browsing(main_job) as it:
        frame = it.framed()
        frame.get_by_role("heading", level=1).wait_for()
        for path, words in VIEWS.items():
            frame.get_by_role("link", name=words, exact=True).click()
            frame.get_by_role("heading", level=1, name=words).wait_for()
            it.open(path)
            it.framed()
        assert it.complaints == []


def test_a_run_has_a_tab_of_ours(main_job: House) -> None:
    run = main_job.runs("process")[-1]["dag_run_id"]
    with browsing(main_job) as it:
        it.page.goto(f"{it.ui}/dags/process/runs/{run}/plugin/transcripts_run")
        it.page.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
        assert it.complaints == []
