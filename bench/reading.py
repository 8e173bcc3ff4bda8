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
from transcripts.model import Quarantine, Segmentation
from transcripts.segment import Context, segment

MINISTRY = get("sample")
#: How often each side reads all pages in one measurement.
TIMES = 4


def product(page: Page) -> Segmentation:
    """Our cleaner, then our segmenter. Raises ValueError for a page that our cleaner cannot read."""
    read = clean(
        page.body,
        MINISTRY,
        url=page.address,
        content_type="text/html; charset=utf-8",
        asked_language=page.language,
    )
    if isinstance(read, Quarantine):
        raise ValueError(f"{page.address}: {read.reason}: {read.detail}")
    day = read.event_date or (read.published_at.date() if read.published_at else None)
    return segment(read.paragraphs, Context(MINISTRY.style, read.language, read.title, day, read.kind))


def bare(read: Reader, page: Page) -> list[recipe.Turn]:
    """A recipe of reading, then the compiled markers."""
    return recipe.turns(read(page.body).paragraphs)


def measure(pages: Sequence[Page], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of processor time a page, for each side and round."""
    sides: dict[str, Callable[[Page], object]] = {
        "product": product,
        "bare": partial(bare, recipe.fragment),
        "usual": partial(bare, recipe.whole_page),
    }

    def timed(work: Callable[[Page], object]) -> float:
        seconds = processor_seconds(lambda: [work(page) for _ in range(TIMES) for page in pages])
        return seconds * 1000 / len(pages) / TIMES

    for side in sides.values():  # what is compiled and read at the first use is no page's cost
        side(pages[0])
    return in_turns({name: partial(timed, side) for name, side in sides.items()}, rounds)
