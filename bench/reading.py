"""Reading one heavy page: cleaned and segmented by us, by the bare fragment recipe, and the usual way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from bench import recipe
from bench.heavy import Page
from bench.recipe import Reader
from bench.rounds import in_turns, processor_seconds
from scraper.ministries import get
from transcripts.clean import clean
from transcripts.model import Quarantine, Reading, Segmentation
from transcripts.segment import Context, segment
from transcripts.steps.garbage import seldom_collected

MINISTRY = get("sample")
#: How often each side reads all pages in one measurement.
TIMES = 4


def cleaned(page: Page) -> Reading:
    """Our cleaner. Raises ValueError for a page that it cannot read."""
    read = clean(
        page.body,
        MINISTRY,
        url=page.address,
        content_type="text/html; charset=utf-8",
        asked_language=page.language,
    )
    if isinstance(read, Quarantine):
        raise ValueError(f"{page.address}: {read.reason}: {read.detail}")
    return read


def segmented(read: Reading) -> Segmentation:
    """Our segmenter."""
    day = read.event_date or (read.published_at.date() if read.published_at else None)
    return segment(read.paragraphs, Context(MINISTRY.style, read.language, read.title, day, read.kind))


def product(pages: Sequence[Page]) -> list[Segmentation]:
    """A batch as our steps do it: all pages are cleaned, then all readings segmented."""
    return [segmented(read) for read in [cleaned(page) for page in pages]]


def bare(read: Reader, pages: Sequence[Page]) -> list[list[recipe.Turn]]:
    """A recipe of reading, then the compiled markers, page by page."""
    return [recipe.turns(read(page.body).paragraphs) for page in pages]


def measure(pages: Sequence[Page], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of processor time a page, for each side and round, cycles collected as seldom as in a batch."""
    sides: dict[str, Callable[[Sequence[Page]], object]] = {
        "product": product,
        "bare": partial(bare, recipe.fragment),
        "usual": partial(bare, recipe.whole_page),
    }

    def timed(work: Callable[[Sequence[Page]], object]) -> float:
        seconds = processor_seconds(lambda: [work(pages) for _ in range(TIMES)])
        return seconds * 1000 / len(pages) / TIMES

    with seldom_collected():
        for side in sides.values():  # what is compiled and read at the first use is no page's cost
            side(pages)
        return in_turns({name: partial(timed, side) for name, side in sides.items()}, rounds)
