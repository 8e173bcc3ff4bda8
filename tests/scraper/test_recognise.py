"""The crawl's look at a page and the cleaner's go by the same selectors, and must say the same."""

import pytest
from parsel import Selector

from scraper.ministries import get
from scraper.recognise import missing_of
from transcripts.clean import clean
from transcripts.model import Quarantine

#: What is done to a page, so that it lacks something.
CHANGES = {
    "nothing": (b"", b""),
    "no title's class": (b"photo-content__title", b"headline"),
    "no body's class": (b"article-content", b"words"),
    "no date's class": (b"photo-content__date", b"day"),
    "no date line": (b"article-status-line", b"status"),
}
#: The cleaner's reasons that are about selectors.
ABOUT = {"unknown_layout": "unknown layout", "body_missing": "no body container", "field_missing": "no "}


@pytest.mark.parametrize("change", CHANGES)
def test_the_crawl_sees_what_the_cleaner_sees(month, change):
    ministry = get("sample")
    old, new = CHANGES[change]
    pages = [line for line in month.snapshots if line.purpose == "document" and line.status == 200][::9]
    assert len(pages) > 20
    for line in pages:
        body = month.record(line).body.replace(old, new)
        read = clean(body, ministry, url=line.address)
        seen = missing_of(Selector(text=body.decode(), type="html"), ministry.layouts)
        if not isinstance(read, Quarantine):
            assert seen is None, line.address
        else:
            assert seen is not None and ABOUT[read.reason] in str(seen), line.address
            assert seen.selector == read.selector, line.address
