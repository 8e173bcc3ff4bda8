"""Pages made to take time and memory, each in a process of its own: none takes more than a page may."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.transcripts.clean.pages import MINISTRY, page
from tests.transcripts.clean.test_limits import AT_THE_LIMIT, TOO_MUCH
from tests.transcripts.fuzz.carry import peak_megabytes
from tests.transcripts.fuzz.test_spoilt_pages import MEGABYTES, SECONDS
from transcripts.clean import clean
from transcripts.model import Reading
from transcripts.segment import Context, segment

WORDS = "The ferry sails at six. "
#: Bodies at the limits that are hard for the segmenter, or large for the parser.
HARD = {
    "turns glued together": f"<p>{'So.Question: why?' * 35_000}</p>",
    "colons": f"<p>{':' * 590_000}</p>",
    "questions without end": f"<p>{'A: ' * 195_000}</p>",
    "names": "".join(f"<p>SECRETARY VENN{n}: So.</p>" for n in range(9_900)),
    "titles": "".join(f"<p>Minister Orla{n} Venn{n}: So {n}.</p>" for n in range(9_900)),
    "arabic": "<p>" + "\u0633\u0624\u0627\u0644: \u0644\u0645\u0627\u0630\u0627\u061f \u0646\u0639\u0645. " * 35_000 + "</p>",
    "dressed words": f"<p>{'<i>x</i>' * 49_000}</p>",
    "words in italics beside the body": f"<p>{WORDS}</p></main>{'<i>x</i>' * 550_000}",
    "line breaks without words": "<br>" * 1_000_000,
    "entities": f"<p>{'&amp;' * 590_000}</p>",
    "encoded twice": "<p>" + ("Привет мир " * 70_000).encode().decode("cp1251", "ignore") + "</p>",
}  # fmt: skip
PAGES = {
    **{
        name: TOO_MUCH[name][0] for name in ("one paragraph of 4 MB", "a million accents on one letter", "5 MB of bold")
    },
    **{name: AT_THE_LIMIT[name] for name in ("accents", "blocks within one another")},
    **{name: page(body) for name, body in HARD.items()},
}


def spent(name: str) -> tuple[float, float]:
    """Seconds of the processor and megabytes that reading and cutting a page took, in this process at its highest."""
    body = PAGES[name].encode(errors="replace")
    segment((), Context("mid_ru", "en"))  # the words of the languages are no page's cost
    began = time.process_time()
    read = clean(body, MINISTRY)
    if isinstance(read, Reading):
        segment(read.paragraphs, Context("mid_ru", read.language, read.title))
    return time.process_time() - began, peak_megabytes()


@pytest.mark.full
@pytest.mark.timeout(280)
def test_none_takes_more_than_a_page_may() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        found = dict(zip(PAGES, pool.map(spent, PAGES), strict=True))
    for name, (seconds, megabytes) in sorted(found.items(), key=lambda one: -one[1][0]):
        print(f"{name:<45} {seconds:5.2f} s {megabytes:5.0f} MB")  # noqa: T201 (shown by -s)
    assert {name: one for name, one in found.items() if one[0] > SECONDS or one[1] > MEGABYTES} == {}
