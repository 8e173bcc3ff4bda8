"""The faults as a page of the docs: what is thrown, what becomes of it, and which test holds that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sample.faults.case import Case
from sample.faults.kinds import KINDS
from sample.faults.model import words
from sample.faults.scripts import read_script

HEAD = """# Faults of a site, and what becomes of them

Made by `python -m sample faults --table` from the scripts in `sample/data/faults`; a test holds it true. Do not edit it by hand.

The sample ministry can be told to fail: `python -m sample serve --faults storm`, or another script, several with commas, a
file of one's own; `--only NAME` throws one of them. `python -m sample faults --faults storm` prints each fault as JSON with the
addresses that it meets and what is expected. A script is data; a kind of fault is one function of `sample/faults`. An operator
reads the reasons in the second column in the crawl's report, in `archive.fate` and in `pipeline.quarantine`.

Whatever fails is kept by name: every document that a list names ends with one fate, what failed is a gap that later crawls ask
for, each answer that came stands in the archive, and the others are fetched all the same.
"""
SCRIPTS = {
    "storm": (
        "The storm: a month under sixty faults",
        "`tests/transcripts/test_storm.py` crawls and processes the month once and compares each fault with its row here;"
        " what shows the second time only is in `tests/transcripts/test_storm_later.py`.",
    ),
    "walls": ("What stands before a document", "Held by `tests/scraper/test_site_faults.py`."),
    "site": ("Faults of the whole site", "Held by `tests/scraper/test_site_faults.py`, one crawl each."),
    "patience": (
        "Answers that never end",
        "Each costs a time-out as often as it is asked again; held by `tests/transcripts/test_storm.py` in `make test-full`.",
    ),
    "script": (
        "What the sample throws when nothing is asked for",
        "Held by `tests/transcripts/test_chain.py` and `tests/sample/test_served_site.py`: nothing is lost by it.",
    ),
}
LIMITS = """
## What is not told

- An HTTP answer whose length was told wrongly, or a page that the site itself cut and sent as whole, looks like a whole page.
  Only where no length was told is a page taken for half a one that does not close its outermost element.
- A list by page (without days) that loses an entry while it is walked may hide one at the border of two pages; a list by day is
  asked for its first page again at the end and walked anew when that has changed. Feeds and sitemaps are the second look.
- A page of more than `manners.largest_page` bytes leaves no bytes in the archive, only its fate `too_large`.
- An id that another document has got is a second revision of the first; nothing says yet that it is another document.
"""


def page() -> str:
    """Return the whole page, in Markdown."""
    return "\n".join([HEAD, *(section for name in SCRIPTS for section in _script(name)), LIMITS.lstrip("\n")])


def _script(name: str) -> Iterator[str]:
    title, held = SCRIPTS[name]
    yield f"## {title}\n\n`--faults {name}`. {held}\n"
    yield _table(read_script(name))


def _table(cases: Iterable[Case]) -> str:
    rows = [
        "| fault | how the sample makes it | what the crawl and the tables say | what becomes of it |",
        "|---|---|---|---|",
    ]
    return "\n".join([*rows, *map(_row, cases), ""])


def _row(case: Case) -> str:
    said = f"`{case.crawl}`" + (f", then {case.process}" if case.process and case.process != "nothing" else "")
    return f"| {case.name} | {_thrown(case)} | {said} | {case.tells} |"


def _thrown(case: Case) -> str:
    default = KINDS[case.what].options
    told = [
        f"{name}: {value}"
        for name, value in case.options.items()
        if value != default[name] and name not in ("other", "path")
    ]
    told += [f"the first {case.times} times" if case.times > 1 else "once"] if case.times else []
    more = f" ({'; '.join(told)})" if told else ""
    return f"{words(KINDS[case.what]).rstrip('.')}{more}; {case.of}"
