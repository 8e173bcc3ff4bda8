"""Batches of work say which days they are of, so that people know them by name."""

from __future__ import annotations

import pytest

from tests.scraper.tiny_site import DAY, Site
from tests.transcripts.collecting import Here
from transcripts.process import run_batch, work

pytestmark = pytest.mark.database


def test_a_batch_says_its_days_as_lists_have_them_before_it_is_read_and_of_publication_after(
    here: Here, site: Site
) -> None:
    site.publish(1, 2)
    here.collect(site)
    (batch,) = work(here.url, "clean", 10, 5)
    assert len(batch["keys"]) == 2
    assert batch["days"] == [DAY, DAY]
    run_batch(here.url, here.archive, batch)
    assert [one["days"] for one in work(here.url, "segment", 10, 5)] == [[]], "its pages print no day"
    here.execute(
        "UPDATE corpus.reading SET published_at = '2026-03-02 12:00Z'; UPDATE corpus.reading SET event_date = '2026-02-27' WHERE reading_id % 2 = 0"
    )
    (batch,) = work(here.url, "segment", 10, 5)
    assert batch["days"] == ["2026-02-27", "2026-03-02"]
    run_batch(here.url, here.archive, batch)
    assert [one["days"] for one in work(here.url, "publish", 10, 5)] == [["2026-02-27", "2026-03-02"]]
